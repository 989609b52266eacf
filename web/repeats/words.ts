/** What the page of repeats says: shares, people, and which rows stand first. */
import type { RepeatFigure, RepeatKey, RepeatKind, RepeatRow } from '../../shared/repeat.ts'
import { figure, peopleWords, unknown } from '../ui/words.ts'

export const keyNames: Record<RepeatKey, string> = { unit: '承办单位', category: '类别', purpose: '诉求类型', place: '地点', township: '镇街', channel: '渠道', month: '月份' }

/** 12.5%; “–” where there are too few to tell a share. */
export const rateWords = (rate: number | null): string => (rate === null ? unknown : `${(rate * 100).toFixed(1)}%`)

/** People behind a figure: none where it counts nothing, never a number under three. */
export const peopleOf = ({ count, people }: RepeatFigure): string => (count.registered + count.crawled === 0 ? '无' : peopleWords(people))

/** 占292件的 4.1%; without the share where there are too few. */
export function tallyWords({ of, rate }: RepeatFigure, kind: 'registered' | 'crawled'): string {
  const measure = kind === 'registered' ? '件' : '条'
  const share = rate[kind]
  return share === null ? `${figure(of[kind])}${measure}中，量少不算比例` : `占${figure(of[kind])}${measure}的 ${rateWords(share)}`
}

/** Rows with the most of one figure first, registered before crawled; months as the calendar has them. */
export const inOrder = (rows: readonly RepeatRow[], kind: RepeatKind, by: RepeatKey): RepeatRow[] =>
  by === 'month'
    ? rows.toSorted((a, b) => (a.key ?? '').localeCompare(b.key ?? ''))
    : rows.toSorted((a, b) => b[kind].count.registered - a[kind].count.registered || b[kind].count.crawled - a[kind].count.crawled)
