/** The hotline's daily exports: a page of links and a CSV for each day, whose rows change as orders are signed, extended, closed and called back. */
import { day, startOfDay, toBeijingIso, type Instant } from '../../../shared/clock.ts'
import { daysBetween } from '../calendar/rhythm.ts'
import { chanceOf } from '../chance.ts'
import { changedAt, orderOf, standingOf, type Order } from '../orders.ts'
import { phoneOf } from '../people/people.ts'
import { dateDigits, orderNumberOf, type Happening } from '../plan/happening.ts'
import type { Timeline } from '../plan/timeline.ts'
import { compose } from '../words/compose.ts'
import { answer, conditional, htmlAnswer, plainPage, type Answer, type Request } from './answer.ts'

export const exportHeaders = [
  '工单编号', '来电时间', '诉求类型', '标题', '诉求内容', '来电号码', '承办单位', '状态', '办理结果', '办结时间', '到期时间', '是否满意', '退单次数',
  '签收时间', '办理方式', '延期至', '回访时间', '是否有效回访', '是否解决', '是否化解',
] as const

interface Row {
  at: Instant
  order: Order
  /** The cells that never change, ready for the file. */
  fixed: string
  due: string
}

interface DayFile {
  /** The day's orders in order of time, what lies ahead included. */
  planned: readonly Happening[]
  /** Rows of the first of them, written when their time came. */
  rows: Row[]
}

/** Days whose rows are kept written out; older ones are written again when asked for. */
const keptDays = 40

export function createExports(seed: string, timeline: Timeline, now: () => Instant): (request: Request) => Answer {
  const written = new Map<Instant, DayFile>()

  /** The rows of a day up to `at`. */
  function rowsOf(dayStart: Instant, at: Instant): readonly Row[] {
    let file = written.get(dayStart)
    if (!file) {
      if (written.size >= keptDays) written.clear()
      written.set(dayStart, file = { planned: timeline.on(dayStart).filter(({ channel }) => channel === 'hotline'), rows: [] })
    }
    for (let next = file.planned[file.rows.length]; next && next.at <= at; next = file.planned[file.rows.length]) file.rows.push(rowOf(next))
    const past = file.rows.findLastIndex((row) => row.at <= at) + 1
    return past === file.rows.length ? file.rows : file.rows.slice(0, past)
  }

  function rowOf(happening: Happening): Row {
    const order = orderOf(seed, happening)
    const { title, text } = compose(seed, happening)
    const phone = chanceOf(seed, 'withheld', happening.id).happens(0.02) ? '' : phoneOf(seed, happening.person)
    const cells = [orderNumberOf(happening), clockTime(happening.at), order.purpose, title, text, phone, order.unit]
    return { at: happening.at, order, fixed: cells.map(cell).join(','), due: clockTime(order.dueAt) }
  }

  function file(request: Request, dayStart: Instant): Answer {
    const at = now()
    const rows = rowsOf(dayStart, at)
    const changed = rows.reduce((latest, row) => Math.max(latest, changedAt(row.order, row.at, at)), dayStart)
    return conditional(request, `${dayStart}/${rows.length}/${changed}`, changed, () => {
      const lines = rows.map((row) => {
        const standing = standingOf(row.order, at)
        return [
          row.fixed, standing.status, cell(standing.result), timeCell(standing.closedAt), row.due, standing.satisfied, standing.returns,
          timeCell(standing.signedAt), standing.handling, timeCell(standing.extendedTo), timeCell(standing.calledBackAt), standing.reached, standing.resolved, standing.appeased,
        ].join(',')
      })
      // Excel takes a CSV for UTF-8 only when it begins with the byte order mark.
      return answer('text/csv; charset=utf-8', `\ufeff${[exportHeaders.join(','), ...lines].join('\r\n')}\r\n`)
    })
  }

  function index(): Answer {
    const days = daysBetween(timeline.begins, now()).reverse()
    const links = days.map((start) => `<li><a href="hotline-${dateDigits(start)}.csv">${toBeijingIso(start).slice(0, 10)} 热线工单.csv</a></li>`)
    return htmlAnswer(plainPage('12345热线工单导出', `<ul class="exports">\n${links.join('\n')}\n</ul>`))
  }

  return (request) => {
    if (request.path === '') return index()
    const [, year, month, date] = /^hotline-(\d{4})(\d{2})(\d{2})\.csv$/.exec(request.path) ?? []
    const dayStart = year ? Date.parse(`${year}-${month}-${date}T00:00:00+08:00`) : Number.NaN
    const shown = dayStart >= startOfDay(timeline.begins) && dayStart <= now()
    return shown && startOfDay(dayStart + day / 2) === dayStart ? file(request, dayStart) : htmlAnswer(plainPage('没有这个文件', ''), 404)
  }
}

/** `2026-11-22 08:30:00`, Beijing time. */
export const clockTime = (at: Instant): string => toBeijingIso(at).slice(0, 19).replace('T', ' ')

const timeCell = (at: Instant | null): string => (at === null ? '' : clockTime(at))

const cell = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
