/** The life of a hotline order: who handles it, when it is returned, closed, called back, as far as that has happened by a given time. */
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
  signedAt: Instant
  /** When units sent it back. */
  returnedAt: readonly Instant[]
  closedAt: Instant
  result: string
  /** When the caller was called back; null = was not reached. */
  calledBackAt: Instant | null
  satisfied: boolean
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
  return {
    purpose: purposeOf(happening), unit, returnedAt, closedAt,
    dueAt: dueAfter(at, consulted ? 3 : 5),
    signedAt: inOfficeHours(at + Math.round((3 + 70 * chance.next()) * minute)),
    result: chance.pick(consulted ? consultResults : orderResults).replaceAll('{u}', unit),
    calledBackAt: chance.happens(0.78) ? inOfficeHours(closedAt + Math.round((3 + 40 * chance.next()) * hour)) : null,
    satisfied,
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
  closedAt: Instant | null
  /** 是, 否, or empty while nobody has asked. */
  satisfied: string
  returns: number
}

/** What the export says of an order at `now`; empty where nothing has happened yet. */
export function standingOf(order: Order, now: Instant): Standing {
  const returns = order.returnedAt.filter((at) => at <= now).length
  if (order.closedAt <= now) {
    const called = order.calledBackAt !== null && order.calledBackAt <= now
    return {
      status: called ? '已回访' : '已办结', result: order.result, closedAt: order.closedAt,
      satisfied: called ? (order.satisfied ? '是' : '否') : '', returns,
    }
  }
  const status = returns > 0 ? '退单重派' : order.signedAt <= now ? '办理中' : '待签收'
  return { status, result: '', closedAt: null, satisfied: '', returns }
}

/** The last time up to `now` at which anything about the order changed. */
export function changedAt(order: Order, bornAt: Instant, now: Instant): Instant {
  let last = bornAt
  for (const at of [order.signedAt, ...order.returnedAt, order.closedAt, order.calledBackAt ?? bornAt]) if (at <= now && at > last) last = at
  return last
}
