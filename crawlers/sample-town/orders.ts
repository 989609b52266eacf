/** The life of a hotline order: who handles it, when it is returned, extended, closed, called back, as far as that has happened by a given time. */
import { day, hour, minute, type Instant } from '../../shared/clock.ts'
import { dueAfter, inOfficeHours } from './calendar/workdays.ts'
import { chanceOf, normal, type Chance } from './chance.ts'
import type { Happening } from './plan/happening.ts'
import { unitOf } from './words/compose.ts'
import { consultResults, orderResults } from './words/phrases.ts'

export interface Order {
  purpose: string
  unit: string
  dueAt: Instant
  /** Answered by the hotline itself, while the caller was on the line: no unit signs for it. */
  direct: boolean
  signedAt: Instant
  /** When more time was granted, and until when. */
  extension: { at: Instant; to: Instant } | null
  /** When units sent it back. */
  returnedAt: readonly Instant[]
  closedAt: Instant
  result: string
  /** When the caller was called back; null = was not reached. */
  calledBackAt: Instant | null
  /** When the caller was tried in vain; null = was reached. */
  missedAt: Instant | null
  resolved: boolean
  satisfied: boolean
  /** When somebody spoke with a caller who was not satisfied, and whether that helped. */
  appeasing: { at: Instant; done: boolean } | null
}

/** Trouble with water, power, gas, nets and lifts is put right within hours, at any time of day. */
const urgentLeaves: ReadonlySet<string> = new Set(['0401', '0402', '0403', '0404', '0406', '0408', '0506', '0805'])

/** The whole life of an order, what lies ahead included. */
export function orderOf(seed: string, happening: Happening): Order {
  const chance = chanceOf(seed, 'order', happening.id)
  const { at, topic } = happening
  const unit = unitOf(happening)
  const consulted = topic.type === 'question'
  const returnedAt = consulted || !chance.happens(0.06) ? [] : times(chance, at, chance.happens(0.25) ? 2 : 1)
  const from = Math.max(at, ...returnedAt)
  const closedAt = Math.max(from + 4 * minute, closing(chance, happening, from))
  const satisfied = chance.happens(consulted ? 0.985 : 0.93)
  const dueAt = dueAfter(at, consulted ? 3 : 5)
  const signedAt = inOfficeHours(at + Math.round((3 + 70 * chance.next()) * minute))
  const result = chance.pick(consulted ? consultResults : orderResults).replaceAll('{u}', unit)
  const calledBackAt = chance.happens(0.78) ? inOfficeHours(closedAt + Math.round((3 + 40 * chance.next()) * hour)) : null
  return {
    purpose: purposeOf(happening), unit, dueAt, direct: consulted && closedAt - at < 20 * minute, signedAt: Math.min(signedAt, closedAt), returnedAt, closedAt,
    result, calledBackAt, satisfied, ...aftermath(chanceOf(seed, 'aftermath', happening.id), { dueAt, closedAt, calledBackAt, satisfied }),
  }
}

/** What came of it beyond the order's own course: extended, put right, tried in vain, spoken with once more. */
function aftermath(
  chance: Chance, { dueAt, closedAt, calledBackAt, satisfied }: Pick<Order, 'dueAt' | 'closedAt' | 'calledBackAt' | 'satisfied'>,
): Pick<Order, 'extension' | 'missedAt' | 'resolved' | 'appeasing'> {
  // Units ask for more time where they see that they will be late, and a few to be safe.
  const extended = chance.happens(closedAt > dueAt ? 0.4 : 0.006)
  const extension = { at: dueAt - Math.round((1 + 7 * chance.next()) * hour), to: dueAfter(dueAt, chance.pick([3, 5])) }
  const missedAt = inOfficeHours(closedAt + Math.round((3 + 40 * chance.next()) * hour))
  const resolved = chance.happens(satisfied ? 0.97 : 0.3)
  const appeasing = { at: inOfficeHours((calledBackAt ?? closedAt) + Math.round((1 + 4 * chance.next()) * day)), done: chance.happens(0.45) }
  return {
    extension: extended && extension.at < closedAt ? extension : null, missedAt: calledBackAt === null ? missedAt : null, resolved,
    appeasing: satisfied || calledBackAt === null ? null : appeasing,
  }
}

function closing(chance: Chance, { topic, closedBy, at }: Happening, from: Instant): Instant {
  // Most questions are answered while the caller is still on the line.
  if (topic.type === 'question' && chance.happens(0.72)) return from + (3 + chance.below(12)) * minute
  if (closedBy !== null) return inOfficeHours(Math.min(closedBy, at + (1 + 3 * chance.next()) * day))
  if (topic.type === 'problem' && urgentLeaves.has(topic.problem.leaf)) return from + Math.round((1.5 + 9 * chance.next()) * hour)
  // Log-normal, median 2.6 days: one in ten takes longer than its five working days.
  const days = topic.type === 'question' ? 0.9 * Math.exp(0.6 * normal(chance)) : 2.6 * Math.exp(0.7 * normal(chance))
  return inOfficeHours(from + Math.round(days * day))
}

const times = (chance: Chance, at: Instant, count: number): Instant[] =>
  Array.from({ length: count }, (_, index) => inOfficeHours(at + Math.round((index * 20 + 2 + 16 * chance.next()) * hour)))

function purposeOf({ topic }: Happening): string {
  switch (topic.type) {
    case 'problem': return topic.problem.purpose
    case 'question': return '咨询'
    case 'praise': return '表扬'
    case 'suggestion': return '建议'
    default: return '其他'
  }
}

interface Standing {
  status: string
  result: string
  signedAt: Instant | null
  /** 直办 or 转办; empty while nobody has taken it up. */
  handling: string
  extendedTo: Instant | null
  closedAt: Instant | null
  calledBackAt: Instant | null
  /** 是, 否, or empty while nobody has asked. */
  reached: string
  resolved: string
  satisfied: string
  appeased: string
  returns: number
}

const whether = (truth: boolean): string => (truth ? '是' : '否')

/** What the export says of an order at `now`; empty where nothing has happened yet. */
export function standingOf(order: Order, now: Instant): Standing {
  const upTo = (at: Instant | null): Instant | null => (at !== null && at <= now ? at : null)
  const returns = order.returnedAt.filter((at) => at <= now).length
  const closedAt = upTo(order.closedAt)
  const signedAt = order.direct ? null : upTo(order.signedAt)
  const called = upTo(order.calledBackAt) !== null
  const missed = upTo(order.missedAt) !== null
  const working = returns > 0 ? '退单重派' : order.signedAt <= now ? '办理中' : '待签收'
  return {
    status: closedAt === null ? working : called ? '已回访' : '已办结',
    result: closedAt === null ? '' : order.result,
    signedAt, closedAt, returns,
    handling: order.direct ? (closedAt === null ? '' : '直办') : signedAt === null ? '' : '转办',
    extendedTo: order.extension && order.extension.at <= now ? order.extension.to : null,
    calledBackAt: upTo(order.calledBackAt) ?? upTo(order.missedAt),
    reached: called || missed ? whether(called) : '',
    resolved: called ? whether(order.resolved) : '',
    satisfied: called ? whether(order.satisfied) : '',
    appeased: order.appeasing && order.appeasing.at <= now ? whether(order.appeasing.done) : '',
  }
}

/** The last time up to `now` at which anything about the order changed. */
export function changedAt(order: Order, bornAt: Instant, now: Instant): Instant {
  const steps = [order.signedAt, ...order.returnedAt, order.extension?.at, order.closedAt, order.calledBackAt, order.missedAt, order.appeasing?.at]
  return steps.reduce<Instant>((last, at) => (at != null && at <= now && at > last ? at : last), bornAt)
}
