/** A seeded world of orders for figures: two years, several channels, every column with gaps, orders that changed, letters and 网帖; always the same. */
import { day, hour, parseInstant, type Instant } from '../../shared/clock.ts'
import type { Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { blankOrder, type Purpose, type WorkOrder } from '../../shared/posting.ts'
import { saveDecisions } from '../../server/archive/decisions.ts'
import type { GroupedPosting } from '../../server/grouped.ts'
import { makeGrouped } from './grouped.ts'
import { district } from './postings.ts'

export interface WorldPosting extends GroupedPosting {
  /** What its order said before it was changed. */
  former: WorkOrder | null
  /** False = nobody has analysed it. */
  read: boolean
}

export const worldStart = parseInstant('2017-01-01') as Instant
const days = 730

/** Names as records have them; the last is no unit of the district. */
export const worldUnits = ['区住建局', '洪泽区住房和城乡建设局', '城管局', '环保分局', '洪泽生态环境局', '岔河镇', '外星联络处'] as const
/** Channels of orders, and what their records never tell. Petitions began in 2018. */
const silent: Record<string, (keyof WorkOrder)[]> = {
  hotline: [], petition: ['signedAt', 'handling'], water: ['reached', 'calledBackAt', 'handling', 'signedAt', 'appeased'], wechat: ['satisfied', 'resolved', 'appeased', 'closedAt', 'returns'],
}

/** Numbers below a limit, in an order that is always the same. */
export function createDice(seed: number): (limit: number) => number {
  let state = seed
  return (limit) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
}

export function makeWorld(count: number, seed = 20_261_123): WorldPosting[] {
  const below = createDice(seed)
  const pick = <T>(values: readonly T[]): T => values[below(values.length)] as T
  const orNone = <T>(value: T, one: number): T | null => (below(one) === 0 ? null : value)
  const postings: WorldPosting[] = []
  for (let id = 1; id <= count; id += 1) {
    const kind = below(20)
    const channel = kind < 11 ? 'hotline' : kind < 13 ? 'petition' : kind < 15 ? 'water' : kind < 17 ? 'wechat' : kind < 18 ? 'letterbox' : 'forum'
    const at = channel === 'petition' ? worldStart + 365 * day + below(365 * 24) * hour : worldStart + below(days * 24) * hour
    const ordered = channel in silent || (channel === 'forum' && below(4) === 0)
    const workOrder = ordered ? makeOrder(`N${id}`, at, channel, { below, pick, orNone }) : null
    const former = workOrder !== null && below(5) === 0 ? { ...workOrder, satisfied: orNone(below(2) === 0, 4), closedAt: null, result: '办理中' } : null
    const base = makeGrouped({ id, issue: id === 1 || below(3) === 0 ? id : (postings[below(id - 1)] as WorldPosting).issue })
    const township = orNone(pick(['glj', 'ch', 'sh']), 4)
    postings.push({
      ...base, externalId: String(id), source: ordered ? `office-${channel}` : 'test', publishedAt: at, channel, kind: ordered ? 'work-order' : 'thread',
      reporter: orNone(`r${below(60)}`, 6), workOrder, former, read: !ordered || below(15) > 0,
      enrichment: {
        ...base.enrichment, purpose: pick<Purpose>(['投诉', '求助', '举报', '咨询', '建议', '表扬']), counted: below(10) > 0, maskedTitle: `第${id}件`,
        category: { code: orNone(pick(['0101', '0301', '0601']), 3), confidence: 1 },
        place: township === null ? null : { id: null, name: '某地', township, community: null },
      },
    })
  }
  return postings
}

interface Chance {
  below: (limit: number) => number
  pick: <T>(values: readonly T[]) => T
  orNone: <T>(value: T, one: number) => T | null
}

function makeOrder(orderNumber: string, at: Instant, channel: string, { below, pick, orNone }: Chance): WorkOrder {
  const maybe = (one: number): boolean | null => orNone(below(3) > 0, one)
  const extended = orNone(below(6) === 0, 5)
  const order: WorkOrder = {
    orderNumber, status: '办结', result: null,
    purpose: orNone(pick(['咨询', '咨询', '求助', '投诉', '报装']), 12), category: orNone(pick(['道路坑洼', '夜间施工噪音', '自编类别']), 4), unit: orNone(pick(worldUnits), 10),
    handling: orNone(pick(['direct', 'transferred', 'transferred'] as const), 8), accepted: orNone(below(9) > 0, 3),
    signedAt: orNone(at + below(48) * hour, 4), dueAt: orNone(at + below(12) * day, 2), extended, extendedTo: extended === true ? orNone(at + below(25) * day, 2) : null,
    closedAt: orNone(at + below(18 * 24) * hour, 5), calledBackAt: orNone(at + 20 * day, 3), reached: maybe(4), resolved: maybe(3), satisfied: maybe(3), appeased: orNone(below(2) === 0, 9),
    returns: below(12) === 0 ? 1 + below(2) : 0,
  }
  for (const field of silent[channel] ?? []) Object.assign(order, { [field]: blankOrder[field as keyof typeof blankOrder] })
  return order
}

/** Records it all: first as it was before it changed, then as it is; and what was understood of it. */
export async function recordWorld(db: Database, postings: readonly WorldPosting[]): Promise<void> {
  const changed = postings.filter(({ former }) => former !== null)
  for (let at = 0; at < postings.length; at += 500) {
    const part = postings.slice(at, at + 500)
    await record(db, district, part.map((posting) => ({ ...posting, workOrder: posting.former ?? posting.workOrder })))
    await saveDecisions(db, district, part.filter(({ read }) => read))
  }
  for (let at = 0; at < changed.length; at += 500) await record(db, district, changed.slice(at, at + 500))
}
