import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour, startOfWeek } from '../../../../shared/clock.ts'
import type { WorkOrder } from '../../../../shared/posting.ts'
import type { GroupedPosting } from '../../../../server/grouped.ts'
import { partingOf, type Outcome } from '../../../../server/issues/obey.ts'
import { areaHours, areaOf, effectsOf, fieldsOf } from '../../../../server/live-state/effects.ts'
import type { IssueState } from '../../../../server/live-state/issue-state.ts'
import { keysOf } from '../../../../server/live-state/keys.ts'
import { recountEffects, type Recount } from '../../../../server/live-state/recount.ts'
import { makeGrouped, makeOrder } from '../../../support/grouped.ts'
import { ModelRedis } from '../../../support/model-redis.ts'

const keys = keysOf('320813')
const t0 = Date.UTC(2026, 9, 1)
const reboundDays = 30
const categories = ['0201', '0301', '0401']

/** What people and sources do, one after another; numbers are taken modulo what there is. */
const action = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('post' as const), which: fc.nat(6), after: fc.integer({ min: 0, max: 60 * 24 }), order: fc.boolean(), counted: fc.integer({ min: 0, max: 5 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('close' as const), which: fc.nat(40), after: fc.integer({ min: 0, max: 60 * 24 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('merge' as const), which: fc.nat(10), other: fc.nat(10) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('split' as const), which: fc.nat(10), postings: fc.array(fc.nat(10), { minLength: 1, maxLength: 4 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('correct' as const), which: fc.nat(40), value: fc.constantFrom(...categories) }) },
)
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never

type Event = { number: number; posting: GroupedPosting } | { number: number; outcome: Outcome }

/** What PostgreSQL holds, in the plainest way: events, and of each posting the issue and category it has now. */
class ModelArchive {
  readonly events: Event[] = []
  readonly postings = new Map<number, GroupedPosting>()

  /** The postings of each issue that has any. */
  issues(): Map<number, GroupedPosting[]> {
    return Map.groupBy(this.postings.values(), ({ issue }) => issue)
  }

  /** An event as a reader sees it now: with the posting's present issue and category. */
  now(event: GroupedPosting): GroupedPosting {
    const { issue, enrichment } = this.postings.get(event.id)!
    return { ...event, issue, enrichment }
  }

  take(action: Action): void {
    const number = this.events.length + 1
    const issues = [...this.issues().keys()]
    if (action.do === 'post') {
      const posting = makeGrouped({
        id: number, issue: action.which < issues.length ? issues[action.which]! : number, publishedAt: t0 + action.after * hour,
        reporter: `r${number % 4}`, workOrder: action.order ? makeOrder(null) : null,
      })
      const category = { code: categories[number % categories.length]!, confidence: 0.8 }
      const made = { ...posting, enrichment: { ...posting.enrichment, category, counted: action.counted > 0 } }
      this.postings.set(number, made)
      this.events.push({ number, posting: made })
    } else if (action.do === 'close') {
      const open = [...this.postings.values()].filter(({ workOrder }) => workOrder !== null && workOrder.closedAt === null)
      const posting = open[action.which % open.length]
      if (!posting) return
      const after: WorkOrder = makeOrder(t0 + action.after * hour)
      this.postings.set(posting.id, { ...posting, workOrder: after })
      this.events.push({ number, posting: { ...posting, number, revision: 2, orderBefore: posting.workOrder, workOrder: after } })
    } else this.#rule(action, number, issues)
  }

  #rule(action: Exclude<Action, { do: 'post' | 'close' }>, number: number, issues: number[]): void {
    const outcome: Outcome = { moves: [], apart: null, corrected: null }
    const posting = [...this.postings.values()][action.which % Math.max(1, this.postings.size)]
    if (!posting) return
    if (action.do === 'correct') {
      const { category, units, place, purpose } = posting.enrichment
      const after = { category: { code: action.value, confidence: 1 }, units, place, purpose }
      outcome.corrected = { posting: posting.id, before: { category, units, place, purpose }, after }
      this.postings.set(posting.id, { ...posting, enrichment: { ...posting.enrichment, ...after } })
    } else {
      const issue = issues[action.which % issues.length]!
      const members = this.issues().get(issue)!.map(({ id }) => ({ posting: id, thread: null }))
      Object.assign(outcome, partingOf(action.do === 'merge'
        ? { kind: 'merge', from: issue, into: issues[action.other % issues.length]! }
        : { kind: 'split', issue, postings: action.postings.map((which) => members[which % members.length]!.posting) }, members))
      for (const { to, postings } of outcome.moves) for (const id of postings) this.postings.set(id, { ...this.postings.get(id)!, issue: to })
    }
    this.events.push({ number, outcome })
  }

  recount({ moves, corrected }: Outcome, upTo: number): Recount {
    const changed = [...moves.flatMap(({ postings }) => postings), ...(corrected ? [corrected.posting] : [])]
    const touched = [...moves.flatMap(({ from, to }) => [from, to]), ...changed.map((id) => this.postings.get(id)!.issue)]
    const seen = this.events.flatMap((event) => ('posting' in event && event.number <= upTo ? [this.now(event.posting)] : []))
    const counted = seen.filter(({ revision, enrichment }) => revision === 1 && enrichment.counted)
    const one = corrected && this.postings.get(corrected.posting)!
    const versions = one && corrected ? [corrected.before, corrected.after].map((understood) => ({ ...one, enrichment: { ...one.enrichment, ...understood } })) : []
    const areas = versions.flatMap((version) => areaOf(version) ?? [])
    return {
      issues: new Map(touched.map((issue) => [issue, seen.filter((event) => event.issue === issue)])),
      concerned: changed.map((id) => this.postings.get(id)!.publishedAt),
      fields: new Map(versions.flatMap(fieldsOf).map((field) => [field, counted.filter((posting) => fieldsOf(posting).includes(field)).map(({ publishedAt }) => publishedAt)])),
      areas: new Map(areas.map((area) => {
        const members = counted.filter((posting) => areaOf(posting) === area)
        return [area, members.filter((member, index) => members.slice(index).every((later) => member.publishedAt > later.publishedAt - areaHours * hour))]
      })),
    }
  }

  /** Brings Redis from after event `from` to after the last, as a line does that reads what the archive says now. */
  applyTo(redis: ModelRedis, from: number): void {
    for (const event of this.events.slice(from)) {
      if ('outcome' in event) redis.apply(recountEffects(this.recount(event.outcome, event.number), keys, reboundDays))
      else {
        const posting = this.now(event.posting)
        const before = redis.hash(keys.issues).get(String(posting.issue))
        const states = new Map(before === undefined ? [] : [[posting.issue, JSON.parse(String(before)) as IssueState]])
        redis.apply(effectsOf([posting], states, keys, reboundDays))
      }
    }
  }
}

/** Everything but what has been touched since it was last judged, which is no figure. */
const figures = (redis: ModelRedis): unknown => Object.fromEntries([...redis.values].filter(([key]) => key !== keys.dirty).map(([key, value]) => [key, Object.fromEntries(value)]))

test('whoever obeys rulings as they come has the same figures as whoever replays from nothing, or from any earlier moment', () => {
  fc.assert(fc.property(fc.array(action, { minLength: 1, maxLength: 40 }), fc.nat(40), (actions, back) => {
    const archive = new ModelArchive()
    const live = new ModelRedis()
    const moments = [live.copy()]
    for (const step of actions) {
      const known = archive.events.length
      archive.take(step)
      archive.applyTo(live, known)
      if (archive.events.length > known) moments.push(live.copy())
    }
    const replayed = new ModelRedis()
    archive.applyTo(replayed, 0)
    expect(figures(replayed)).toEqual(figures(live))
    // Redis comes back as it was some events ago (its last second is lost), when rulings have been carried out that it does not know of.
    const earlier = back % moments.length
    const recovered = moments[earlier]!
    archive.applyTo(recovered, earlier)
    expect(figures(recovered)).toEqual(figures(live))
  }), { numRuns: 500 })
})

test('obeying a ruling twice is obeying it once', () => {
  fc.assert(fc.property(fc.array(action, { minLength: 5, maxLength: 40 }), (actions) => {
    const archive = new ModelArchive()
    const live = new ModelRedis()
    for (const step of actions) {
      const known = archive.events.length
      archive.take(step)
      archive.applyTo(live, known)
      const event = archive.events.at(-1)
      if (!event || !('outcome' in event)) continue
      const once = figures(live)
      live.apply(recountEffects(archive.recount(event.outcome, event.number), keys, reboundDays))
      expect(figures(live)).toEqual(once)
    }
  }))
})

test('an issue that is left empty leaves nothing behind', () => {
  const archive = new ModelArchive()
  const live = new ModelRedis()
  archive.take({ do: 'post', which: 6, after: 1, order: false, counted: 1 })
  archive.take({ do: 'post', which: 6, after: 2, order: true, counted: 1 })
  archive.take({ do: 'merge', which: 1, other: 0 })
  archive.applyTo(live, 0)
  expect([...live.values.keys()].some((key) => key === keys.activity(2))).toBe(false)
  expect([...live.hash(keys.issues).keys()]).toEqual(['1'])
  expect([...live.hash(keys.active).keys()]).toEqual(['1'])
  expect(live.hash(keys.window('week', startOfWeek(t0 + hour))).get('issue:1')).toBe(2)
  expect([...live.values.values()].some((value) => value.has('issue:2'))).toBe(false)
})
