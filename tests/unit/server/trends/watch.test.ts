import { describe, expect, test } from 'vitest'
import { createWatch, type Watch } from '../../../../server/trends/index.ts'
import { publicCalendar } from '../../../../shared/calendar.ts'
import { day, hour, minute, parseInstant, type Instant } from '../../../../shared/clock.ts'
import type { Burst } from '../../../../shared/trend.ts'
import { randomFrom } from '../../../evaluate/burst-world.ts'

const start = parseInstant('2026-03-02') ?? 0
interface Post { at: Instant; arrivedAt?: Instant; reporter?: string | null; key?: string }

/** Postings of three keys, 6 a day each between 8 and 20 o'clock, each by somebody else. */
function quiet(days: number): Post[] {
  const random = randomFrom(5)
  return Array.from({ length: days * 18 }, (_, i) => ({ at: start + Math.floor(i / 18) * day + 8 * hour + random() * 12 * hour, key: `key-${i % 3}`, reporter: `r${i}` }))
}

function watched(posts: readonly Post[]): { watch: Watch; strongest: Map<string, Burst> } {
  const watch = createWatch(publicCalendar)
  const strongest = new Map<string, Burst>()
  for (const { at, arrivedAt = at, reporter = null, key = 'key-0' } of [...posts].sort((a, b) => (a.arrivedAt ?? a.at) - (b.arrivedAt ?? b.at))) {
    watch.note({ at, arrivedAt, reporter, member: key, subjects: [key] })
    const burst = watch.burst(key)
    if (burst && burst.people >= 3 && burst.score > (strongest.get(key)?.score ?? 0)) strongest.set(key, burst)
  }
  return { watch, strongest }
}
const ten = start + 50 * day + 10 * hour
const crowd = (count: number, more: Partial<Post> = {}): Post[] =>
  Array.from({ length: count }, (_, i) => ({ at: ten + i * 2 * minute, reporter: `crowd-${i}`, ...more }))
const scoreOf = (posts: readonly Post[], key = 'key-0'): number => watched(posts).strongest.get(key)?.score ?? 0

describe('the watch', () => {
  test('calls twelve people within half an hour a burst, and says since when, how many and against what', () => {
    const { watch, strongest } = watched([...quiet(51), ...crowd(12)])
    const burst = strongest.get('key-0')
    expect(burst?.score).toBeGreaterThan(0.99)
    expect(burst?.people).toBeGreaterThanOrEqual(11)
    expect(burst?.expected).toBeLessThan(2)
    expect(burst?.since).toBeGreaterThan(ten - 3 * hour)
    expect(watch.isBursting('key-0')).toBe(true)
    expect(watch.isBursting('key-1')).toBe(false)
  })

  test('finds nothing in quiet weeks', () => {
    for (const { score } of watched(quiet(120)).strongest.values()) expect(score).toBeLessThan(0.67)
  })

  test('does not take one reporter for a crowd, however often he posts', () => {
    expect(scoreOf([...quiet(51), ...crowd(20, { reporter: 'one' })])).toBeLessThan(0.67)
    expect(scoreOf([...quiet(51), ...crowd(12), ...crowd(20, { reporter: 'one' })])).toBeGreaterThan(0.99)
  })

  test('takes postings without a reporter for one each', () => {
    expect(scoreOf([...quiet(51), ...crowd(12, { reporter: null })])).toBeGreaterThan(0.99)
  })

  test('does not take the backlog of an outage for a burst', () => {
    const posts = quiet(60).map((post) => {
      const outage = start + 50 * day + 9 * hour
      return post.at >= outage && post.at < outage + 6 * hour ? { ...post, arrivedAt: outage + 6 * hour } : post
    })
    for (const { score } of watched(posts).strongest.values()) expect(score).toBeLessThan(0.67)
  })

  test('finds a burst that comes in late and out of order', () => {
    const late = crowd(12).map((post, i) => ({ ...post, arrivedAt: ten + hour + ((i * 7) % 12) * minute }))
    expect(scoreOf([...quiet(51), ...late])).toBeGreaterThan(0.99)
  })

  test('says nothing before it has watched for four weeks', () => {
    const early = crowd(12).map((post) => ({ ...post, at: post.at - 30 * day }))
    expect(scoreOf([...quiet(21), ...early])).toBe(0)
  })

  test('is quiet when everything rises at once, as on a holiday that no calendar told', () => {
    const random = randomFrom(8)
    const all = (days: number, from: number, times: number): Post[] => Array.from({ length: days * 20 * 12 * times }, (_, i) =>
      ({ at: start + from * day + (i / (20 * 12 * times)) * day, key: `k${Math.floor(random() * 20)}`, reporter: `${from}-${i}` }))
    const { strongest } = watched([...all(45, 0, 1), ...all(5, 45, 3), ...all(5, 50, 1)])
    expect([...strongest.values()].filter(({ score }) => score >= 0.67).length).toBeLessThanOrEqual(1)
  })

  test('ends a burst that is over, and learns a rate that stays up as the new usual', () => {
    const after = quiet(70).filter(({ at }) => at > ten + day)
    expect(watched([...quiet(51), ...crowd(12), ...after]).watch.isBursting('key-0')).toBe(false)
    const stays = Array.from({ length: 40 * 24 }, (_, i) => ({ at: start + 51 * day + i * hour, reporter: `stay-${i}` }))
    const { watch, strongest } = watched([...quiet(91), ...stays])
    expect(strongest.get('key-0')?.score).toBeGreaterThan(0.99)
    expect(watch.isBursting('key-0')).toBe(false)
    expect(watch.burst('key-0')?.score ?? 0).toBeLessThan(0.67)
  })

  test('learns the past of a subject that it follows later, and forgets one that is dropped', () => {
    const watch = createWatch(publicCalendar)
    const posts = quiet(51)
    for (const { at, reporter = null, key = '' } of posts) watch.note({ at, arrivedAt: at, reporter, member: key, subjects: [] })
    watch.follow('issue', 'key-0', posts.map(({ at, reporter = null }) => ({ at, arrivedAt: at, reporter })))
    expect(watch.burst('issue')?.score ?? 0).toBeLessThan(0.67)
    watch.drop('issue')
    for (const { at, reporter = null } of crowd(5)) watch.note({ at, arrivedAt: at, reporter, member: 'key-0', subjects: ['issue'] })
    expect(watch.burst('issue')?.score ?? 0).toBeGreaterThan(0.9)
  })
})
