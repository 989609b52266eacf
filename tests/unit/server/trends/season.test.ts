import { describe, expect, test } from 'vitest'
import { OwnRhythm } from '../../../../server/trends/own-rhythm.ts'
import { createSeason, type Season } from '../../../../server/trends/season.ts'
import { publicCalendar } from '../../../../shared/calendar.ts'
import { day, hour, hourOfDay, parseInstant, type Instant } from '../../../../shared/clock.ts'

const start = parseInstant('2026-03-02') ?? 0
const daytime = (at: Instant): number => (hourOfDay(at) >= 8 && hourOfDay(at) < 20 ? 6 : 1)

/** Postings by day more than by night, in ten topics. */
function lived(days: number, from = start): Season {
  const season = createSeason(publicCalendar, from)
  for (let at = from; at < from + days * day; at += hour) {
    for (let i = 0; i < daytime(at); i++) {
      season.advance(at + (i + 1) * 9 * 60_000)
      season.note(`topic-${i}`, at + (i + 1) * 9 * 60_000)
    }
  }
  season.advance(from + days * day)
  return season
}

describe('the season', () => {
  test('learns that days bring more than nights, and counts a week as about seven average days', () => {
    const season = lived(42)
    expect(season.weightAt(start + 42 * day + 12 * hour)).toBeGreaterThan(4 * season.weightAt(start + 42 * day + 2 * hour))
    expect(season.expectedBy(start + 42 * day) - season.expectedBy(start + 35 * day)).toBeCloseTo(7, 0)
  })

  test('never runs backwards', () => {
    const season = lived(30)
    let last = -Infinity
    for (let at = start - day; at < start + 31 * day; at += 17 * 60_000) {
      expect(season.expectedBy(at)).toBeGreaterThanOrEqual(last)
      last = season.expectedBy(at)
    }
  })

  test('begins earlier when older postings come in', () => {
    const season = createSeason(publicCalendar, start)
    season.advance(start + hour)
    season.note('topic', start - 20 * day)
    expect(season.since).toBeLessThanOrEqual(start - 20 * day)
    expect(season.prepended).toBeCloseTo(20, 0)
    expect(season.expectedBy(start) - season.expectedBy(start - 10 * day)).toBeCloseTo(10, 0)
  })

  test('expects no less of a holiday or a worked weekend than of the day of the week', () => {
    const season = lived(60, parseInstant('2026-07-20') ?? 0)
    const national = parseInstant('2026-10-01') ?? 0
    for (let h = 0; h < 24; h++) {
      expect(season.weightAt(national + h * hour)).toBeGreaterThanOrEqual(season.weightAt(national - 21 * day + h * hour))
    }
  })
})

describe('a rhythm of its own', () => {
  test('says of an evening matter that evenings bring more of it, and of one that is like all that it is like all', () => {
    const season = lived(42)
    const [evenings, ordinary] = [new OwnRhythm(), new OwnRhythm()]
    for (let at = start; at < start + 42 * day; at += hour) {
      if (hourOfDay(at) >= 17 && hourOfDay(at) < 20) for (let i = 0; i < 6; i++) evenings.note(at)
      for (let i = 0; i < daytime(at); i++) ordinary.note(at)
      evenings.shareBetween(season, at, at + hour, true)
      ordinary.shareBetween(season, at, at + hour, true)
    }
    const evening = start + 40 * day + 18 * hour
    expect(evenings.shareBetween(season, evening, evening + hour, false)).toBeGreaterThan(2)
    expect(evenings.shareBetween(season, evening - 8 * hour, evening - 7 * hour, false)).toBeLessThan(0.7)
    expect(ordinary.shareBetween(season, evening, evening + hour, false)).toBeCloseTo(1, 0)
  })
})
