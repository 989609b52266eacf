/** What a run of grouped postings does to Redis, as a list of commands: pure, so that a replay does the same again. */
import { day, hour, second, type Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'
import { isGrievance } from '../../shared/posting.ts'
import type { GroupedPosting } from '../grouped.ts'
import { foundIssue, joinIssue, reviseIssue, type IssueState } from './issue-state.ts'
import { windowNames, windows, type Keys } from './keys.ts'

/** A command of Redis on one key; the key is named by its place in `keys`. */
export interface Effects {
  keys: string[]
  commands: (string | number)[][]
}

/** How long single postings of an issue are kept apart from its totals, for sliding windows, repeats and people. */
export const activityDays = 35
/** Hours of an area that the outage rule may look back on. */
export const areaHours = 6

/**
 * The effects of a run of events in order of number.
 * @param before the state of every issue that the run touches, where it has one.
 */
export function effectsOf(run: readonly GroupedPosting[], before: ReadonlyMap<IssueId, IssueState>, keys: Keys, reboundDays: number): Effects {
  const effects = new EffectList()
  const states = new Map(before)
  const counts: WindowCounts = new Map()
  for (const posting of run) {
    const { issue } = posting
    states.set(issue, takeIn(states.get(issue) ?? null, posting, reboundDays))
    if (posting.revision > 1 || !posting.enrichment.counted) continue
    countIn(counts, posting, keys)
    const member = memberOf(posting)
    effects.add('ZADD', keys.activity(issue), posting.publishedAt, member)
    effects.add('ZADD', keys.active, 'GT', posting.publishedAt, issue)
    const area = areaOf(posting)
    if (area) effects.add('ZADD', keys.area(area), posting.publishedAt, member)
    if (area) effects.add('ZREMRANGEBYSCORE', keys.area(area), '-inf', posting.publishedAt - areaHours * hour)
  }
  for (const [key, { fields, until }] of counts) {
    for (const [field, count] of fields) effects.add('HINCRBY', key, field, count)
    effects.add('EXPIREAT', key, Math.ceil(until / second))
  }
  for (const issue of new Set(run.map((posting) => posting.issue))) {
    const state = states.get(issue)!
    effects.add('HSET', keys.issues, issue, JSON.stringify(state))
    effects.add('ZREMRANGEBYSCORE', keys.activity(issue), '-inf', state.lastAt - activityDays * day)
    effects.add('SADD', keys.dirty, issue)
  }
  return effects
}

/** The state of an issue after an event of one of its postings; null = it had none before. */
export function takeIn(before: IssueState | null, posting: GroupedPosting, reboundDays: number): IssueState {
  const state = before ?? foundIssue(posting.identity, posting.publishedAt)
  return posting.revision > 1 ? reviseIssue(state, posting.orderBefore, posting.workOrder) : joinIssue(state, posting, reboundDays)
}

/** A posting as a member of an activity: what people, channels, urgency and keyword plans are counted from, and whether it only asks. */
export const memberOf = ({ id, reporter, channel, enrichment }: Pick<GroupedPosting, 'id' | 'reporter' | 'channel' | 'enrichment'>): string =>
  `${id}|${reporter ?? ''}|${channel}|${enrichment.urgency.join(',')}|${enrichment.plans.join(',')}|${isGrievance(enrichment.purpose) ? '' : 'asks'}`

/** Reads a member back; what was written before it was noted who only asks counts as a grievance. */
export function parseMember(member: string): { id: number; reporter: string | null; channel: string; urgency: string[]; plans: string[]; grievance: boolean } {
  const [id = '0', reporter = '', channel = '', urgency = '', plans = '', asks = ''] = member.split('|')
  const list = (text: string): string[] => (text ? text.split(',') : [])
  return { id: Number(id), reporter: reporter || null, channel, urgency: list(urgency), plans: list(plans), grievance: asks === '' }
}

/** The subjects that a counted posting counts for, as fields of a window. */
export function fieldsOf(posting: Pick<GroupedPosting, 'channel' | 'enrichment' | 'issue'>): string[] {
  const { category, units, place } = posting.enrichment
  return [
    `channel:${posting.channel}`,
    `issue:${posting.issue}`,
    `category:${category.code ?? 'none'}`,
    `unit:${units[0]?.unit ?? 'none'}`,
    `township:${place?.township ?? 'none'}`,
    ...(place ? [`place:${place.id ?? place.name}`] : []),
  ]
}

/** One category in one township: where an outage shows; null where either is unknown. */
export function areaOf({ enrichment: { category, place } }: Pick<GroupedPosting, 'enrichment'>): string | null {
  return category.code && place?.township ? `${category.code}@${place.township}` : null
}

/** Key of a window → what to add to its fields, and until when the window is kept. */
type WindowCounts = Map<string, { fields: Map<string, number>; until: Instant }>

function countIn(counts: WindowCounts, posting: GroupedPosting, keys: Keys): void {
  const fields = fieldsOf(posting)
  for (const name of windowNames) {
    const start = windows[name].start(posting.publishedAt)
    const key = keys.window(name, start)
    const bucket = counts.get(key) ?? { fields: new Map<string, number>(), until: start + windows[name].keep }
    counts.set(key, bucket)
    for (const field of fields) bucket.fields.set(field, (bucket.fields.get(field) ?? 0) + 1)
  }
}

/** Gathers commands and numbers their keys. */
export class EffectList implements Effects {
  readonly keys: string[] = []
  readonly commands: (string | number)[][] = []
  readonly #places = new Map<string, number>()

  add(command: string, key: string, ...args: (string | number)[]): void {
    let place = this.#places.get(key)
    if (place === undefined) {
      place = this.keys.push(key)
      this.#places.set(key, place)
    }
    this.commands.push([command, place, ...args])
  }
}
