/** What a ruling does to Redis: the figures that it touches are set to what they are when counted anew, so that doing it twice is doing it once. */
import { day, second, type Instant } from '../../shared/clock.ts'
import type { IssueId } from '../../shared/issue.ts'
import type { GroupedPosting } from '../grouped.ts'
import { activityDays, EffectList, memberOf, takeIn, type Effects } from './effects.ts'
import type { IssueState } from './issue-state.ts'
import { rankNames, windowNames, windows, type Keys } from './keys.ts'

type Counted = Pick<GroupedPosting, 'id' | 'reporter' | 'channel' | 'enrichment' | 'publishedAt'>

/** The truth, up to the number of the ruling, about all that the ruling touches. */
export interface Recount {
  /** Every touched issue with all events of its postings, in order; none = nothing is left in it. */
  issues: ReadonlyMap<IssueId, readonly GroupedPosting[]>
  /** Times of the postings that were moved or corrected: the buckets of the windows that hold them are concerned. */
  concerned: readonly Instant[]
  /** Field of a window → times of the counted postings that count for it, at least those in the buckets concerned. */
  fields: ReadonlyMap<string, readonly Instant[]>
  /** Area → what it still remembers. */
  areas: ReadonlyMap<string, readonly Counted[]>
}

/** The field of an issue, whose times are told by its events. */
export const issueField = (issue: IssueId): string => `issue:${issue}`

/** The commands that bring Redis to the state which counting all events up to the ruling from the beginning would give. */
export function recountEffects({ issues, concerned, fields, areas }: Recount, keys: Keys, reboundDays: number): Effects {
  const effects = new EffectList()
  for (const [issue, events] of issues) setIssue(effects, issue, events, keys, reboundDays)
  for (const [area, members] of areas) {
    effects.add('DEL', keys.area(area))
    for (const member of members) effects.add('ZADD', keys.area(area), member.publishedAt, memberOf(member))
  }
  const times = new Map([...issues].map(([issue, events]) => [issueField(issue), countedOf(events).map(({ publishedAt }) => publishedAt)] as const))
  setFields(effects, concerned, new Map([...fields, ...times]), keys)
  return effects
}

const countedOf = (events: readonly GroupedPosting[]): GroupedPosting[] =>
  events.filter(({ revision, enrichment }) => revision === 1 && enrichment.counted)

function setIssue(effects: EffectList, issue: IssueId, events: readonly GroupedPosting[], keys: Keys, reboundDays: number): void {
  effects.add('DEL', keys.activity(issue))
  effects.add('ZREM', keys.active, issue)
  let state: IssueState | null = null
  for (const event of events) state = takeIn(state, event, reboundDays)
  if (!state) {
    effects.add('HDEL', keys.issues, issue)
    effects.add('HDEL', keys.rows, issue)
    effects.add('SREM', keys.dirty, issue)
    for (const name of rankNames) effects.add('ZREM', keys.rank(name), issue)
    return
  }
  for (const posting of countedOf(events)) {
    effects.add('ZADD', keys.active, 'GT', posting.publishedAt, issue)
    if (posting.publishedAt > state.lastAt - activityDays * day) effects.add('ZADD', keys.activity(issue), posting.publishedAt, memberOf(posting))
  }
  effects.add('HSET', keys.issues, issue, JSON.stringify(state))
  effects.add('SADD', keys.dirty, issue)
}

function setFields(effects: EffectList, concerned: readonly Instant[], fields: ReadonlyMap<string, readonly Instant[]>, keys: Keys): void {
  for (const name of windowNames) {
    const { start, keep } = windows[name]
    const starts = new Set(concerned.map(start))
    for (const [field, times] of fields) {
      const counts = new Map<Instant, number>()
      for (const at of times) counts.set(start(at), (counts.get(start(at)) ?? 0) + 1)
      for (const bucket of starts) {
        const count = counts.get(bucket) ?? 0
        if (count > 0) effects.add('HSET', keys.window(name, bucket), field, count)
        else effects.add('HDEL', keys.window(name, bucket), field)
      }
    }
    for (const bucket of starts) effects.add('EXPIREAT', keys.window(name, bucket), Math.ceil((bucket + keep) / second))
  }
}
