/** The indicators of a world of orders counted once more, from their definitions in words, one record after the other in memory. */
import { publicCalendar } from '../../shared/calendar.ts'
import { day, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { FigureKey } from '../../shared/figures.ts'
import { isGrievance, type WorkOrder } from '../../shared/posting.ts'
import { findConcentrated, findRebounds, findRepeats } from '../../server/issues/repeats.ts'
import type { WorldPosting } from './orders-world.ts'

export interface Recounted {
  count: number | null
  of: number | null
}

const terms = { repeatDays: 30, reboundDays: 30 }
const registeredChannels = ['hotline', 'petition', 'water', 'wechat', 'letterbox']
const categories: Record<string, string> = { 道路坑洼: '0301', 夜间施工噪音: '0601', 自编类别: '未识别：自编类别' }

/** The row that a posting belongs to. The department of environment was renamed in the middle of 2018. */
export function rowOf(posting: WorldPosting, by: FigureKey, to: Instant): string | null {
  const { workOrder, enrichment, read } = posting
  switch (by) {
    case 'channel': return posting.channel
    case 'month': return toBeijingIso(posting.publishedAt).slice(0, 7)
    case 'purpose': return workOrder?.purpose ?? null
    case 'township': return read ? enrichment.place?.township ?? null : null
    case 'category': {
      const words = workOrder?.category
      return (read ? enrichment.category.code : null) ?? (words == null ? null : categories[words] as string)
    }
    case 'unit': {
      const environment = to > Date.parse('2018-07-01T00:00:00+08:00') ? 'hb' : 'hbfj'
      const ids: Record<string, string> = {
        区住建局: 'zj', 洪泽区住房和城乡建设局: 'zj', 城管局: 'cg', 岔河镇: 'ch', 环保分局: environment, 洪泽生态环境局: environment, 外星联络处: '未识别：外星联络处',
      }
      return workOrder?.unit == null ? null : ids[workOrder.unit] as string
    }
  }
}

/** Working days after the day of receipt, one by one. */
function endOfDays(at: Instant, count: number): Instant {
  let date = Date.parse(`${toBeijingIso(at).slice(0, 10)}T00:00:00+08:00`)
  for (let left = count; left > 0;) {
    date += day
    if (!publicCalendar.isRest(date)) left -= 1
  }
  return date + day - 1
}

function deadlineOf({ extendedTo, extended, dueAt, purpose }: WorkOrder, at: Instant): Instant {
  if (extendedTo !== null) return extendedTo
  if (extended === true) return endOfDays(at, 15)
  if (dueAt !== null) return dueAt
  return endOfDays(at, purpose === '咨询' ? 3 : 5)
}

/** Every indicator of [from, to), for the whole (`undefined`) and for each row. */
export function recount(world: readonly WorldPosting[], from: Instant, to: Instant, now: Instant, by: FigureKey): Map<string | null | undefined, Record<string, Recounted>> {
  const inside = world.filter(({ publishedAt }) => publishedAt >= from && publishedAt < to)
  const orders = inside.flatMap((posting) => (posting.workOrder ? [{ posting, order: posting.workOrder }] : []))
  const letters = inside.filter(({ workOrder, channel, enrichment, read }) => !workOrder && registeredChannels.includes(channel) && enrichment.counted && read)
  const posts = inside.filter(({ workOrder, channel, enrichment, read }) => !workOrder && !registeredChannels.includes(channel) && enrichment.counted && read)

  const grievances = world.filter(({ enrichment, read }) => read && enrichment.counted && isGrievance(enrichment.purpose)).map((posting) => ({ ...posting, at: posting.publishedAt }))
  const spans = world.flatMap(({ issue, publishedAt, workOrder, read }) => (workOrder && read ? [{ issue, openedAt: publishedAt, closedAt: workOrder.closedAt }] : []))
  const own = grievances.filter(({ at }) => at >= from && at < to)
  const repeats = findRepeats(grievances, terms)
  const rebounds = findRebounds(own, spans, terms)
  const concentrated = findConcentrated(own)
  const registered = own.filter(({ channel, workOrder }) => workOrder !== null || registeredChannels.includes(channel))

  type Ordered = (typeof orders)[number]
  const isRated = ({ order }: Ordered): boolean => order.purpose !== '咨询' && order.accepted !== false
  const isHanded = (one: Ordered): boolean => isRated(one) && one.order.handling !== 'direct'
  const isAnswered = ({ order: { reached, satisfied, resolved } }: Ordered): boolean => reached ?? (satisfied !== null || resolved !== null)
  const wasAngry = ({ posting: { former }, order }: Ordered): boolean => order.satisfied === false || order.appeased === true || former?.satisfied === false
  const deadline = ({ posting, order }: Ordered): Instant => deadlineOf(order, posting.publishedAt)

  const inRow = (row: string | null | undefined) => (posting: WorldPosting): boolean => row === undefined || rowOf(posting, by, to) === row
  const figuresOf = (row: string | null | undefined): Record<string, Recounted> => {
    const belongs = inRow(row)
    const tell = (tells: (one: Ordered) => boolean, of: (one: Ordered) => boolean, count: (one: Ordered) => boolean, rate: boolean): Recounted => {
      const told = new Set(orders.filter(tells).map(({ posting }) => posting.channel))
      if (told.size === 0 || (by === 'channel' && row !== undefined && !told.has(row as string))) return { count: null, of: null }
      const population = orders.filter((one) => told.has(one.posting.channel) && belongs(one.posting) && of(one))
      return { count: population.filter(count).length, of: rate ? population.length : null }
    }
    const back = (rate: boolean, of: typeof registered, count: (one: (typeof registered)[number]) => boolean): Recounted => {
      const population = of.filter(belongs)
      return { count: population.filter(count).length, of: rate ? population.length : null }
    }
    const known = registered.filter(({ reporter }) => reporter !== null)
    const due = (one: Ordered): boolean => isRated(one) && (one.order.closedAt !== null || deadline(one) < now)
    const calls = ({ order }: Ordered): boolean => order.reached !== null || order.satisfied !== null || order.resolved !== null
    return {
      received: { count: orders.filter(({ posting }) => belongs(posting)).length + letters.filter(belongs).length, of: null },
      posts: { count: posts.filter(belongs).length, of: null },
      direct: tell(({ order }) => order.handling !== null, () => true, ({ order }) => order.handling === 'direct', false),
      transferred: tell(({ order }) => order.handling !== null, () => true, ({ order }) => order.handling === 'transferred', false),
      directRate: tell(({ order }) => order.handling !== null, ({ order }) => order.handling !== null, ({ order }) => order.handling === 'direct', true),
      signed: tell(({ order }) => order.signedAt !== null, isHanded, ({ order }) => order.signedAt !== null, true),
      onTime: tell(({ order }) => order.closedAt !== null, due, (one) => one.order.closedAt !== null && one.order.closedAt <= deadline(one), true),
      returned: tell(({ order }) => order.returns > 0, isHanded, ({ order }) => order.returns > 0, true),
      calledBack: tell(calls, () => true, isAnswered, false),
      reachedRate: tell(({ order }) => order.reached !== null, (one) => one.order.calledBackAt !== null || calls(one), isAnswered, true),
      satisfied: tell(({ order }) => order.satisfied !== null, (one) => isRated(one) && isAnswered(one) && one.order.satisfied !== null, ({ order }) => order.satisfied === true, true),
      resolved: tell(({ order }) => order.resolved !== null, (one) => isRated(one) && isAnswered(one) && one.order.resolved !== null, ({ order }) => order.resolved === true, true),
      appeased: tell(({ posting, order }) => order.appeased !== null || (order.satisfied === true && posting.former?.satisfied === false),
        (one) => isRated(one) && wasAngry(one), ({ order }) => order.appeased === true || order.satisfied === true, true),
      repeat: back(false, known, ({ id }) => repeats.has(id)), repeatRate: back(true, known, ({ id }) => repeats.has(id)),
      concentrated: back(false, registered, ({ issue }) => concentrated.has(issue)), concentratedRate: back(true, registered, ({ issue }) => concentrated.has(issue)),
      rebound: back(false, registered, ({ id }) => rebounds.has(id)), reboundRate: back(true, registered, ({ id }) => rebounds.has(id)),
    }
  }
  const rows = new Set([...orders.map(({ posting }) => posting), ...letters, ...posts].map((posting) => rowOf(posting, by, to)))
  return new Map([[undefined, figuresOf(undefined)], ...[...rows].map((row) => [row, figuresOf(row)] as const)])
}
