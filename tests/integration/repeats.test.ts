import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, hour, toBeijingIso } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { isGrievance } from '../../shared/posting.ts'
import { repeatKeys, type RepeatFigures, type RepeatKey } from '../../shared/repeat.ts'
import { saveDecisions } from '../../server/archive/decisions.ts'
import { countRepeats, readGrievances } from '../../server/archive/repeats.ts'
import type { GroupedPosting } from '../../server/grouped.ts'
import { concentratedPeople, fewestForRate, findConcentrated, findRebounds, findRepeats } from '../../server/issues/repeats.ts'
import { makeGrouped, makeOrder } from '../support/grouped.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const pack = loadDistrict(district)
const terms = { repeatDays: pack.rules.repeat.days, reboundDays: pack.rules.rebound.days }
const start = Date.UTC(2026, 0, 31, 16)
let services: TestServices
let db: Database

/** A year of postings that meet often: few people, few issues, orders that overlap. Always the same. */
const postings: GroupedPosting[] = []
function fill(count: number): void {
  let state = 20_261_122
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return Math.floor((state / 2 ** 32) * limit)
  }
  const orNone = <T>(value: T, one: number): T | null => (below(one) === 0 ? null : value)
  for (let id = 1; id <= count; id += 1) {
    const publishedAt = start + below(300 * 24) * hour
    const hotline = below(2) === 0
    const base = makeGrouped({ id, issue: below(4) === 0 || id === 1 ? id : postings[below(id - 1)]!.issue })
    const category = orNone(['0101', '0201', '0301'][below(3)]!, 5)
    const place = orNone(pack.places[below(20)]!, 4)
    postings.push({
      ...base, externalId: String(id), publishedAt, channel: hotline ? 'hotline' : 'forum', kind: hotline ? 'work-order' : 'thread',
      reporter: orNone(`r${below(40)}`, 6),
      // What is told in a forum is registered where an order was made of it.
      workOrder: hotline || below(8) === 0 ? makeOrder(orNone(publishedAt + (below(40) - 2) * day, 8)) : null,
      enrichment: {
        ...base.enrichment, category: { code: category, confidence: 1 }, counted: below(12) > 0,
        purpose: (['投诉', '求助', '举报', '咨询', '表扬'] as const)[below(5)]!,
        units: below(6) === 0 ? [] : [{ unit: ['cg', 'zj', 'ga'][below(3)]!, confidence: 1, reason: '' }],
        place: place && { id: place.id, name: place.name, township: place.township, community: null },
      },
    })
  }
}

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  fill(1_500)
  await record(db, district, postings)
  await saveDecisions(db, district, postings)
})
afterAll(async () => {
  await db.end()
  await services.stop()
})

const keyOf: Record<RepeatKey, (posting: GroupedPosting) => string | null> = {
  unit: ({ enrichment }) => enrichment.units[0]?.unit ?? null,
  category: ({ enrichment }) => enrichment.category.code,
  purpose: ({ enrichment }) => enrichment.purpose,
  place: ({ enrichment }) => enrichment.place?.id ?? null,
  township: ({ enrichment }) => enrichment.place?.township ?? null,
  channel: ({ channel }) => channel,
  month: ({ publishedAt }) => toBeijingIso(publishedAt).slice(0, 7),
}

/** The same figures from the definitions alone, in memory. */
function recount(from: number, to: number, by: RepeatKey): Map<string | null, RepeatFigures> {
  const grievances = postings.filter(({ enrichment }) => enrichment.counted && isGrievance(enrichment.purpose)).map((posting) => ({ ...posting, at: posting.publishedAt }))
  const orders = postings.flatMap(({ issue, publishedAt, workOrder }) => (workOrder ? [{ issue, openedAt: publishedAt, closedAt: workOrder.closedAt }] : []))
  const inside = grievances.filter(({ at }) => at >= from && at < to)
  const repeats = findRepeats(grievances, terms)
  const rebounds = findRebounds(grievances, orders, terms)
  const concentrated = findConcentrated(inside)
  const figure = (all: typeof inside, counts: (one: (typeof inside)[number]) => boolean, of: (one: (typeof inside)[number]) => boolean) => {
    const registered = ({ channel, workOrder }: (typeof inside)[number]): boolean => channel === 'hotline' || workOrder !== null
    const tally = (some: typeof inside) => ({ registered: some.filter(registered).length, crawled: some.filter((one) => !registered(one)).length })
    const some = all.filter(counts)
    const [count, whole] = [tally(some), tally(all.filter(of))]
    const people = new Set(some.map(({ reporter, id }) => reporter ?? id)).size
    const rate = (kind: 'registered' | 'crawled') => (whole[kind] < fewestForRate ? null : count[kind] / whole[kind])
    return {
      count, of: whole, rate: { registered: rate('registered'), crawled: rate('crawled') }, issues: new Set(some.map(({ issue }) => issue)).size,
      people: people < 3 ? null : people,
    }
  }
  const figures = (all: typeof inside): RepeatFigures => ({
    repeat: figure(all, ({ id }) => repeats.has(id), ({ reporter }) => reporter !== null),
    concentrated: figure(all, ({ issue }) => concentrated.has(issue), () => true),
    rebound: figure(all, ({ id }) => rebounds.has(id), () => true),
  })
  return new Map<string | null, RepeatFigures>([['total', figures(inside)], ...[...Map.groupBy(inside, keyOf[by])].map(([key, some]) => [key, figures(some)] as const)])
}

test.each(repeatKeys)('SQL counts by %s what the definitions say', async (by) => {
  for (const [from, to] of [[start, start + 300 * day], [start + 60 * day, start + 95 * day], [start + 200 * day, start + 207 * day]] as const) {
    const expected = recount(from, to, by)
    const { total, rows } = await countRepeats(db, pack, from, to, by)
    const counted = new Map<string | null, RepeatFigures>([['total', total], ...rows.map(({ key, ...figures }) => [key, figures] as const)])
    expect(counted).toEqual(expected)
  }
})

test('the data have all that is counted in them, so that equal figures are not equal zeros', async () => {
  const { total } = await countRepeats(db, pack, start, start + 300 * day, 'unit')
  for (const figure of Object.values(total)) {
    expect(figure.count.registered).toBeGreaterThan(5)
    expect(figure.count.crawled).toBeGreaterThan(5)
    expect(figure.people).toBeGreaterThan(concentratedPeople)
  }
})

test('a period without a posting has figures of nothing', async () => {
  const { total, rows } = await countRepeats(db, pack, start - 50 * day, start - 40 * day, 'unit')
  expect(rows).toEqual([])
  expect(total.repeat).toEqual({ count: { registered: 0, crawled: 0 }, of: { registered: 0, crawled: 0 }, rate: { registered: null, crawled: null }, issues: 0, people: null })
})

test('the grievances of one issue are told with its orders', async () => {
  const issue = Map.groupBy(postings, (posting) => posting.issue).entries().toArray().toSorted((a, b) => b[1].length - a[1].length)[0]!
  const { grievances, orders } = await readGrievances(db, district, issue[0])
  expect(grievances.map(({ id }) => id).toSorted((a, b) => a - b))
    .toEqual(issue[1].filter(({ enrichment }) => enrichment.counted && isGrievance(enrichment.purpose)).map(({ id }) => id))
  expect(orders).toHaveLength(issue[1].filter(({ workOrder }) => workOrder !== null).length)
})
