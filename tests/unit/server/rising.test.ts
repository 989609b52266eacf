import { describe, expect, test } from 'vitest'
import { day, hour, minute } from '../../../shared/clock.ts'
import { loadDistrict } from '../../../shared/node/district.ts'
import type { GroupedPosting } from '../../../server/grouped.ts'
import { createRising, subjectsOf } from '../../../server/rising.ts'
import { namesOf } from '../../../server/sections/names.ts'
import { casesOf } from '../../../server/surges.ts'
import { makeGrouped } from '../../support/grouped.ts'

const start = Date.parse('2026-06-01T00:00:00+08:00')
const now = start + 60 * day
const names = namesOf(loadDistrict('320813'))

/** Postings of sixty quiet days: two a day at one place, each its own issue, from people who write once. */
const quiet = Array.from({ length: 120 }, (_, at): GroupedPosting => postingAt(at + 1, start + at * 12 * hour + 7 * hour, at + 1))

function postingAt(id: number, at: number, issue: number, more: Partial<GroupedPosting['enrichment']> = {}): GroupedPosting {
  const made = makeGrouped({ id, issue, publishedAt: at, receivedAt: at, reporter: `r${id}`, channel: 'forum' })
  return { ...made, enrichment: { ...made.enrichment, ...more } }
}

const rush = (issueOf: (at: number) => number): GroupedPosting[] =>
  Array.from({ length: 12 }, (_, at) => postingAt(1_000 + at, now - 2 * hour + at * 10 * minute, issueOf(at)))

const risen = (postings: readonly GroupedPosting[]) => {
  const rising = createRising()
  for (const posting of postings) rising.note(posting)
  return rising
}

describe('what rises', () => {
  test('an issue on which twelve people write within two hours stands out; one of the quiet days does not', () => {
    const rising = risen([...quiet, ...rush(() => 900)])
    expect(rising.burst({ kind: 'issue', id: '900' })).toMatchObject({ people: 12, since: now - 2 * hour })
    expect(rising.burst({ kind: 'issue', id: '60' })).toBeNull()
  })

  test('the rise of one issue is told of its place and topic as that, not as a rise of its own', () => {
    const [place] = casesOf(risen([...quiet, ...rush(() => 900)]), names)
    expect(place).toMatchObject({ subject: { kind: 'place' }, leading: 12 })
  })

  test('where many issues rise together, the place speaks and topic, unit and channel are covered by it', () => {
    const cases = casesOf(risen([...quiet, ...rush((at) => 900 + at)]), names)
    expect(cases.map(({ subject: { kind }, coveredBy, leading }) => ({ kind, isCovered: coveredBy !== null, leading }))).toEqual([
      { kind: 'place', isCovered: false, leading: 1 },
      ...['category', 'township', 'unit', 'channel'].map((kind) => ({ kind, isCovered: true, leading: 1 })),
    ])
  })

  test('questions, praise and what does not count are passed over, and a posting counts once however often it is noted', () => {
    const asked = rush(() => 900).map((posting) => ({ ...posting, enrichment: { ...posting.enrichment, purpose: '咨询' as const } }))
    const uncounted = rush(() => 901).map((posting) => ({ ...posting, enrichment: { ...posting.enrichment, counted: false } }))
    const rising = risen([...quiet, ...quiet, ...asked, ...uncounted])
    expect(rising.issues()).toEqual([])
    expect(rising.subjects().find(({ subject }) => subject.kind === 'channel')?.tally.size).toBe(quiet.length)
  })

  test('what a person moves to another issue rises there, and no longer where it was', () => {
    const rising = risen([...quiet, ...rush(() => 900)])
    rising.restate(rush(() => 901))
    expect(rising.burst({ kind: 'issue', id: '900' })).toBeNull()
    expect(rising.burst({ kind: 'issue', id: '901' })).toMatchObject({ people: 12 })
    rising.restate(rush(() => 901))
    expect(rising.issues().map(({ subject, tally }) => [subject.id, tally.size])).toEqual([['901', 12]])
  })

  test('forgets what is older than any window, and with it the issues of which nothing is left', () => {
    const rising = risen([...quiet, ...rush(() => 900)])
    rising.forget(now + 100 * day)
    expect(rising.issues()).toEqual([])
    expect(rising.subjects().every(({ tally }) => tally.size === 0)).toBe(true)
  })

  test('a bitter posting counts as negative in the district and in its township, a mild one does not', () => {
    const kinds = (sentiment: number) => subjectsOf(postingAt(1, now, 1, { sentiment, plans: ['P10'] })).map(({ kind, id }) => `${kind}:${id}`)
    expect(kinds(-0.8)).toEqual(['category:0201', 'channel:forum', 'unit:cg', 'place:runyuan', 'township:glj', 'plan:P10', 'negative:all', 'negative:glj'])
    expect(kinds(0)).not.toContain('negative:all')
  })
})
