import { expect, test } from 'vitest'
import { hour } from '../../../../shared/clock.ts'
import { openKnown } from '../../../../crawlers/bundle/known.ts'
import { madeAt } from '../../../support/bundles.ts'
import { makePosting } from '../../../support/postings.ts'

const counts = (views: number | null, replies: number | null = null) => ({ views, replies, reposts: null, likes: null })
const seen = (given: object, at = madeAt) => makePosting({ externalId: '1', receivedAt: at, ...given })

test('a posting is sent when it is new and when its words or state change, and not in between', () => {
  const known = openKnown()
  const novelties = [{}, {}, { text: '修好了' }, { text: '修好了' }, { state: 'gone' as const, text: '' }, { text: '修好了' }].map((given) => known.note(seen(given)).novelty)
  expect(novelties).toEqual(['added', 'same', 'changed', 'same', 'changed', 'changed'])
})

test('the same id in two sources is two postings', () => {
  const known = openKnown()
  expect([known.note(seen({})), known.note(seen({ source: 'other' }))].map(({ novelty }) => novelty)).toEqual(['added', 'added'])
})

test('counters that change are sent once an hour, and those that are not told are repeated', () => {
  const known = openKnown()
  const note = (views: number | null, at: number, replies: number | null = null) => {
    const { novelty, version } = known.note(seen({ counts: counts(views, replies) }, at))
    return [novelty, version.counts.views, version.counts.replies]
  }
  expect(note(10, madeAt, 1)).toEqual(['added', 10, 1])
  expect(note(20, madeAt + hour - 1)).toEqual(['same', 20, 1])
  expect(note(null, madeAt + hour)).toEqual(['same', 10, 1])
  expect(note(30, madeAt + hour)).toEqual(['counted', 30, 1])
  expect(note(31, madeAt + hour + 1)[0]).toBe('same')
})

test('each version is later than the one before, even when the clock was set back', () => {
  const known = openKnown()
  const times = [[{}, 0], [{ text: '二' }, 0], [{ text: '三' }, -hour], [{ text: '四' }, 5]] as const
  expect(times.map(([given, after]) => known.note(seen(given, madeAt + after)).version.receivedAt - madeAt)).toEqual([0, 1, 2, 5])
})

test('the least lately seen is forgotten first, and what was stored is known again', () => {
  const known = openKnown([], 2)
  const note = (externalId: string, of = known) => of.note(makePosting({ externalId })).novelty
  expect(['1', '2', '1', '3', '1', '2'].map((id) => note(id))).toEqual(['added', 'added', 'same', 'added', 'same', 'added'])
  const later = openKnown(known.entries())
  expect([note('1', later), note('3', later)]).toEqual(['same', 'added'])
})
