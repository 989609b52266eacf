import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { readAnnounced } from '../../server/archive/announced.ts'
import { readCards } from '../../server/archive/cards.ts'
import { measureAreas } from '../../server/areas.ts'
import { createLiveState } from '../../server/live-state/store.ts'
import { createReachWatch } from '../../server/reach.ts'
import { hour, minute } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import type { Posting, Purpose } from '../../shared/posting.ts'
import { makeGrouped } from '../support/grouped.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const pack = loadDistrict(district)
const now = Date.parse('2026-11-22T10:00:00+08:00')
let services: TestServices
let db: Database
let redis: RedisClient

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  redis = connectRedis(services.redisUrl, () => undefined)
  await migrate(db, createLog('test', 'silent'))
})
afterAll(async () => {
  redis.disconnect()
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  await redis.flushall()
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
})

const views = (count: number): Posting['counts'] => ({ views: count, replies: null, reposts: null, likes: null })
const live = () => createLiveState(redis, district, pack.rules.rebound.days)

/** Understands all postings that are not understood yet as `purpose`, on a category in 高良涧. */
const understand = (purpose: Purpose, { counted = true, category = '0401', place = '润园小区' } = {}) => db.query(
  `insert into enrichments (district, posting, purpose, category, township, counted, enrichment)
     select district, id, $1, $2, 'glj', $3, jsonb_build_object('place', jsonb_build_object('name', $4::text)) from postings on conflict do nothing`,
  [purpose, category, counted, place])

/** Records postings and puts them all in issue 1. */
async function put(...postings: Posting[]): Promise<void> {
  await record(db, district, postings)
  await understand('投诉')
  await db.query(`insert into memberships (district, posting, issue, confidence, reason, model) select district, id, 1, 1, '{}', 'test' from postings on conflict do nothing`)
}

test('reach is told from crawled counters and outlets, grows from look to look, and marks what has changed', async () => {
  const watch = createReachWatch({ db, live: live(), pack })
  const old = makePosting({ externalId: '1', publishedAt: now - 30 * hour, counts: views(4_000) })
  await put(old, makePosting({ externalId: '2', channel: 'hotline', publishedAt: now, counts: views(9) }))
  await watch.look(now)
  expect(watch.known.get(1)).toEqual({ views: 4_000, reposts: null, viewsGained: 0, repostsGained: 0, outlets: 0 })
  expect(await redis.spop(live().keys.dirty, 9)).toEqual(['1'])

  const news = (id: string, account: string, at: number) => makePosting({ externalId: id, channel: 'news', kind: 'news', account, publishedAt: at })
  await put({ ...old, counts: views(4_700) }, news('3', '甲报', now - hour), news('4', '乙台', now), { ...news('5', '本区发布', now), official: true })
  await watch.look(now + minute)
  expect(watch.known.get(1)).toMatchObject({ views: 4_700, viewsGained: 700, outlets: 2 })
  expect(await redis.spop(live().keys.dirty, 9)).toEqual(['1'])
  await watch.look(now + 2 * minute)
  expect(await redis.spop(live().keys.dirty, 9)).toEqual([])
})

test('what was published within the hours of the pack has gained all its views, also right after a start', async () => {
  const watch = createReachWatch({ db, live: live(), pack })
  await put(makePosting({ externalId: '1', publishedAt: now - hour, counts: views(6_000) }))
  await watch.look(now)
  expect(watch.known.get(1)?.viewsGained).toBe(6_000)
})

test('what is no matter of the district’s, and praise, is read as widely as it likes', async () => {
  const watch = createReachWatch({ db, live: live(), pack })
  await record(db, district, [makePosting({ externalId: 'ad', publishedAt: now, counts: views(900_000) })])
  await understand('其他', { counted: false })
  await record(db, district, [makePosting({ externalId: 'praise', publishedAt: now, counts: views(900_000) })])
  await understand('表扬')
  await put()
  await watch.look(now)
  expect(watch.known.size).toBe(0)
})

test('who only asks whether the supply will be cut is no sign that it is', async () => {
  const state = live()
  const asked = ['1', '2', '3'].map((externalId, index) => makeGrouped({
    ...makePosting({ externalId, reporter: `r${index}`, publishedAt: now - 10 * minute }), id: index + 1, number: index + 1, identity: makeGrouped({ id: 1 }).identity,
    enrichment: { ...makeGrouped({ id: 1 }).enrichment, purpose: '咨询', category: { code: '0401', confidence: 1 }, place: { id: null, name: '润园小区', township: 'glj', community: null } },
  }))
  await record(db, district, asked)
  await understand('咨询')
  await state.apply(0, asked, [])
  expect((await measureAreas({ db, live: state, pack }, (code) => code, now)).filter(({ people }) => people > 0)).toEqual([])
})

test('an outage is expected as often as the last four weeks brought it', async () => {
  const state = live()
  const at = (id: number, publishedAt: number) => makeGrouped({
    ...makePosting({ externalId: String(id), reporter: `r${id}`, publishedAt }), id, number: id, identity: makeGrouped({ id }).identity,
    enrichment: { ...makeGrouped({ id }).enrichment, category: { code: '0401', confidence: 1 }, place: { id: null, name: '润园小区', township: 'glj', community: null } },
  })
  const all = [...Array.from({ length: 28 }, (_, days) => at(days + 1, now - (days + 0.5) * 24 * hour)), ...[29, 30, 31].map((id) => at(id, now - 5 * minute))]
  await put(...all)
  await state.apply(0, all, [])
  const [area] = (await measureAreas({ db, live: state, pack }, (code) => code, now)).filter(({ people }) => people > 0)
  expect(area!.expected).toBeCloseTo(1 / 24, 5)
})

test('an outage is planned where an official posting of the last days announces that supply in that township', async () => {
  const state = live()
  const inArea = (id: number, externalId: string) => makeGrouped({
    ...makePosting({ externalId, reporter: `r${id}`, publishedAt: now - 10 * minute }), id, number: id, identity: makeGrouped({ id }).identity,
    enrichment: { ...makeGrouped({ id }).enrichment, category: { code: '0401', confidence: 1 }, place: { id: null, name: '润园小区', township: 'glj', community: null } },
  })
  const cut = [inArea(1, '1'), inArea(2, '2'), inArea(3, '3')]
  await put(...cut)
  await state.apply(0, cut, [])
  const measured = async () => (await measureAreas({ db, live: state, pack }, (code) => code, now)).filter(({ people }) => people > 0)
  expect(await measured()).toMatchObject([{ category: '0401', township: 'glj', people: 3, channels: ['forum'], places: ['润园小区'], expected: 0, planned: false }])

  await record(db, district, [makePosting({ externalId: 'notice', official: true, publishedAt: now - 20 * hour })])
  await understand('其他', { counted: false })
  expect(await readAnnounced(db, district, ['0403'], now - 48 * hour)).toEqual([])
  expect(await measured()).toMatchObject([{ planned: true }])
})

test('the postings behind an alert are those of its issue, its area or its subject', async () => {
  await put(makePosting({ externalId: '1', channel: 'forum' }), makePosting({ externalId: '2', channel: 'hotline' }))
  await db.query('truncate enrichments')
  await db.query(`insert into enrichments (district, posting, purpose, category, township, place, counted, enrichment)
    select district, id, '投诉', '0401', case id when 1 then 'glj' end, 'a:b', true, jsonb_build_object('plans', case id when 1 then '["P02"]'::jsonb else '[]' end) from postings`)
  const behind = async (kind: 'issue' | 'area' | 'source' | 'subject', id: string) => (await readCards(db, district, { kind, id }, 9)).map((card) => card.id).sort()
  expect([await behind('issue', '1'), await behind('area', '0401@glj'), await behind('area', '0401@'), await behind('source', 'x')]).toEqual([[1, 2], [1], [2], []])
  expect([await behind('subject', 'plan:P02'), await behind('subject', 'channel:hotline'), await behind('subject', 'place:a:b'), await behind('subject', 'moon:1')])
    .toEqual([[1], [2], [1, 2], []])
})
