import { describe, expect, test } from 'vitest'
import { day, hour, hourOfDay, minute, startOfDay, type Instant } from '../../../../shared/clock.ts'
import { expectedOn } from '../../../../crawlers/sample-town/calendar/rhythm.ts'
import { dueAfter, inOfficeHours, isWorkday } from '../../../../crawlers/sample-town/calendar/workdays.ts'
import { matters } from '../../../../crawlers/sample-town/matters.ts'
import type { Opening } from '../../../../crawlers/sample-town/opening.ts'
import { orderOf } from '../../../../crawlers/sample-town/orders.ts'
import { burstOf, burstSlot } from '../../../../crawlers/sample-town/plan/bursts.ts'
import type { Happening } from '../../../../crawlers/sample-town/plan/happening.ts'
import { createTimeline } from '../../../../crawlers/sample-town/plan/timeline.ts'
import { truth } from '../../../../crawlers/sample-town/truth.ts'
import { compose } from '../../../../crawlers/sample-town/words/compose.ts'
import { problems } from '../../../../crawlers/sample-town/words/problems/index.ts'
import { opened } from '../../../support/open-town.ts'

const seed = 'test'
const opening = (pace = 20, days = 60): Opening => ({ seed, days, openedAt: opened, paces: [{ from: opened, pace }] })

function happeningsOf(from: Opening, until: Instant): Happening[] {
  const timeline = createTimeline(from)
  const found: Happening[] = []
  for (let at = startOfDay(timeline.begins); at <= until; at += day) found.push(...timeline.on(at))
  return found.filter(({ at }) => at <= until)
}

const history = happeningsOf(opening(0), opened)
const live = happeningsOf(opening(), opened + 6 * hour).filter(({ at }) => at > opened)

describe('the history', () => {
  test('holds about 250 calls, a dozen threads, two letters and five pieces of news a day', () => {
    const perDay = (channel: Happening['channel']) => history.filter((happening) => happening.channel === channel).length / 60
    expect(perDay('hotline')).toBeGreaterThan(215)
    expect(perDay('hotline')).toBeLessThan(300)
    expect(perDay('forum')).toBeGreaterThan(11)
    expect(perDay('forum')).toBeLessThan(22)
    expect(perDay('letters')).toBeGreaterThan(1.4)
    expect(perDay('letters')).toBeLessThan(4)
    expect(perDay('news')).toBeGreaterThan(3)
    expect(perDay('news')).toBeLessThan(6)
  })

  test('keeps the rhythm: calls in office hours, threads in the evening, less on days off', () => {
    const share = (channel: Happening['channel'], from: number, to: number) => {
      const all = history.filter((happening) => happening.channel === channel)
      return all.filter(({ at }) => hourOfDay(at) >= from && hourOfDay(at) < to).length / all.length
    }
    expect(share('hotline', 8, 12)).toBeGreaterThan(share('hotline', 18, 22) * 2)
    expect(share('forum', 19, 23)).toBeGreaterThan(share('forum', 8, 12) * 1.6)
    const perDay = (works: boolean) => {
      const all = history.filter(({ channel, at }) => channel === 'hotline' && isWorkday(at) === works)
      return all.length / new Set(all.map(({ at }) => startOfDay(at))).size
    }
    expect(perDay(false) / perDay(true)).toBeGreaterThan(0.5)
    expect(perDay(false) / perDay(true)).toBeLessThan(0.8)
    const [july, february] = [Date.parse('2026-07-15T00:00:00+08:00'), Date.parse('2026-02-11T00:00:00+08:00')]
    expect(expectedOn('hotline', july)).toBeGreaterThan(expectedOn('hotline', february))
  })

  test('gives each its own id, rising with time to the second, in every channel', () => {
    const all = [...history, ...live]
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    const sorted = all.toSorted((a, b) => a.at - b.at)
    for (const [index, happening] of sorted.entries()) {
      const before = sorted[index - 1]
      if (before && Math.floor(before.at / 1_000) < Math.floor(happening.at / 1_000)) expect(happening.id).toBeGreaterThan(before.id)
    }
  })

  test('is the same whether it is planned in one go or a day alone', () => {
    const alone = createTimeline(opening())
    const dayStart = startOfDay(opened - 17 * day)
    expect(history.filter(({ at }) => startOfDay(at) === dayStart)).toEqual(alone.on(dayStart))
  })

  test('tells every planted matter, with each kind of part it may play', () => {
    const told = new Set(history.map(({ matter }) => matter))
    for (const { id } of matters) expect(told.has(id), id).toBe(true)
    for (const kind of ['ordinary', 'repost', 'reworded', 'repeat', 'rebound', 'burst', 'consultation', 'noise', 'hostile'] as const) {
      expect(history.some((happening) => happening.kind === kind), kind).toBe(true)
    }
  })

  test('brings a matter back only after its orders were closed, within 30 days', () => {
    const rebounds = history.filter(({ kind, at }) => kind === 'rebound' && at > opened - 25 * day)
    expect(rebounds.length).toBeGreaterThan(15)
    for (const rebound of rebounds) {
      const earlier = history.filter(({ matter, channel, kind, at }) =>
        matter === rebound.matter && channel === 'hotline' && kind !== 'rebound' && at < rebound.at && at > rebound.at - 26 * day)
      expect(earlier.length).toBeGreaterThan(1)
      expect(earlier.some((happening) => orderOf(seed, happening).closedAt < rebound.at)).toBe(true)
    }
  })

  test('lets on one day many different people speak of a planted matter', () => {
    const days = new Map<string, Set<number>>()
    for (const { matter, at, person, topic } of history) {
      if (matter && topic.type === 'problem' && topic.facts.length > 0) {
        const key = `${matter}/${startOfDay(at)}`
        days.set(key, (days.get(key) ?? new Set()).add(person))
      }
    }
    expect(Math.max(...[...days.values()].map((people) => people.size))).toBeGreaterThanOrEqual(8)
  })

  test('sends the same words to another board: title and text of a repost are those of its original', () => {
    const reposts = history.filter(({ kind }) => kind === 'repost')
    expect(reposts.length).toBeGreaterThan(20)
    for (const repost of reposts) {
      const original = history.find(({ words, id }) => words === repost.words && id !== repost.id && id < repost.id)
      if (original) expect(compose(seed, repost)).toEqual(compose(seed, original))
    }
  })
})

describe('bursts', () => {
  const slots = Array.from({ length: 60 }, (_, index) => burstOf(seed, Math.floor(opened / burstSlot) + index))

  test('come every four to seven minutes, from six to twelve different people, within minutes', () => {
    for (const [index, burst] of slots.entries()) {
      expect(burst.length).toBeGreaterThanOrEqual(6)
      expect(burst.length).toBeLessThanOrEqual(12)
      expect(new Set(burst.map(({ person }) => person)).size).toBe(burst.length)
      expect(new Set(burst.map(({ matter }) => matter)).size).toBe(1)
      expect(burst.at(-1)!.at - burst[0]!.at).toBeLessThan(4 * minute)
      const next = slots[index + 1]
      if (next) {
        expect(next[0]!.at - burst[0]!.at).toBeGreaterThanOrEqual(4 * minute)
        expect(next[0]!.at - burst[0]!.at).toBeLessThanOrEqual(7 * minute)
      }
    }
  })

  test('rotate: ten in a row are about at least six problems, sixty about at least forty matters', () => {
    const kindsOf = slots.slice(0, 10).map(([first]) => first!.topic.type === 'problem' ? first!.topic.problem.id : '')
    expect(new Set(kindsOf).size).toBeGreaterThanOrEqual(6)
    expect(new Set(slots.map(([first]) => first!.matter)).size).toBeGreaterThanOrEqual(40)
  })

  test('leave the rest of the stream alone: hardly any ordinary matter is told by three people within six hours', () => {
    const people = new Map<string, Set<number>>()
    for (const { kind, matter, person } of live) {
      if (kind === 'ordinary' && matter) people.set(matter, (people.get(matter) ?? new Set()).add(person))
    }
    expect(people.size).toBeGreaterThan(150)
    expect([...people.values()].filter((set) => set.size >= 3).length).toBeLessThanOrEqual(people.size * 0.03)
  })
})

describe('the truth', () => {
  test('knows every posting once, by the id under which the crawlers find it', () => {
    const rows = truth(opening(), opened + hour)
    expect(new Set(rows.map(({ source, externalId }) => `${source} ${externalId}`)).size).toBe(rows.length)
    expect(rows.filter(({ source }) => source === 'town-hotline').every(({ externalId }) => /^HZ20261?\d{11,12}$/.test(externalId))).toBe(true)
  })

  test('spreads over all branches of the taxonomy and all townships', () => {
    const rows = truth(opening(), opened)
    expect(new Set(rows.flatMap(({ category }) => category?.slice(0, 2) ?? [])).size).toBe(16)
    expect(new Set(rows.flatMap(({ township }) => township ?? [])).size).toBe(10)
    expect(new Set(problems.map(({ id }) => id)).size).toBe(problems.length)
    expect(problems.length).toBeGreaterThan(60)
  })
})

test('offices work from 8:30 to 17:30 on working days, and due times skip days off', () => {
  const friday = Date.parse('2026-11-20T16:00:00+08:00')
  expect(inOfficeHours(friday)).toBe(friday)
  const afterwards = inOfficeHours(Date.parse('2026-11-21T12:00:00+08:00'))
  expect(startOfDay(afterwards)).toBe(Date.parse('2026-11-23T00:00:00+08:00'))
  expect(dueAfter(friday, 3)).toBe(Date.parse('2026-11-25T17:30:00+08:00'))
  expect(dueAfter(Date.parse('2026-09-30T10:00:00+08:00'), 1)).toBe(Date.parse('2026-10-08T17:30:00+08:00'))
})

test('words vary: among a thousand complaints hardly two are alike', () => {
  const complaints = history.filter(({ topic, kind }) => topic.type === 'problem' && kind === 'ordinary').slice(0, 1_000)
  const texts = complaints.map((happening) => compose(seed, happening).text)
  expect(new Set(texts).size).toBeGreaterThan(990)
})
