import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actOnAlert, listAlerts, readAlertHistory } from '../../server/archive/alerts.ts'
import { createJudge } from '../../server/judge.ts'
import { createLiveState } from '../../server/live-state/store.ts'
import { measureIssues, type MeasuredIssue } from '../../server/measure.ts'
import { hour, minute } from '../../shared/clock.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import type { Trend } from '../../shared/trend.ts'
import { makeGrouped, makeOrder } from '../support/grouped.ts'
import { hoursAt, judgedAt as now, pack, quietActivity } from '../support/judging.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

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
beforeEach(async () => { await db.query('truncate alerts, alert_history') })

const ordinary: Trend = { subject: { kind: 'issue', id: '1' }, hours: 24, seen: 1, people: 1, expected: 1, low: 0, high: 3, score: 0.5, small: false, at: now }
const measured = (more: Partial<IssueActivity>): MeasuredIssue =>
  ({ activity: { ...quietActivity, lastAt: now, ...more }, day: ordinary, hour: { ...ordinary, hours: 1 }, burst: null, spark: [] })
const open = () => listAlerts(db, district, 'open')
const dry = { category: '0401', township: 'glj', count1h: 3, count24h: 3, people1h: 3, people24h: 3 }
const area = { category: '0401', categoryName: '停水', township: 'glj', townshipName: '高良涧街道', people: 3, count: 3, places: ['海棠晴园'], minutes: 60, planned: false, at: now }

test('one matter has one alert: it is raised once, updated, and rises when more is seen', async () => {
  const judge = createJudge(db, pack)
  const several = measured({ count24h: 3, people24h: 3 })
  expect(await judge.issues([several], await open(), now)).toMatchObject([{ level: 'yellow', rules: ['concentrated'], people: 3 }])
  expect(await judge.issues([several], await open(), now + minute)).toEqual([])
  expect(await judge.issues([measured({ count24h: 12, people24h: 10 })], await open(), now + 2 * minute)).toMatchObject([{ level: 'orange', count: 12 }])
  expect(await judge.issues([several], await open(), now + 3 * minute)).toEqual([])
  const alerts = await open()
  expect(alerts).toMatchObject([{ level: 'orange', subject: { kind: 'issue', id: '1' } }])
  expect((await readAlertHistory(db, district, alerts[0]!.id)).map(({ action }) => action)).toEqual(['raise', 'changeLevel'])
})

test('an outage is told once, by its area: before and after that alert is raised the issue inside stays silent', async () => {
  const judge = createJudge(db, pack)
  expect(await judge.issues([measured(dry)], await open(), now)).toEqual([])
  expect(await judge.areas([area], await open(), now)).toMatchObject([{ level: 'orange', title: '高良涧街道停水' }])
  const later = measured({ ...dry, people1h: 0, count7d: 9, people7d: 9, lastAt: now + 2 * hour })
  expect(await judge.issues([later], await open(), now + 2 * hour)).toEqual([])
  expect((await open()).map(({ subject }) => subject.kind)).toEqual(['area'])
})

test('danger inside an outage is told beside it, and so is the same supply in another township', async () => {
  const judge = createJudge(db, pack)
  await judge.areas([area], await open(), now)
  const raised = await judge.issues([measured({ ...dry, urgency: ['danger'] }), measured({ ...dry, issue: 2, township: 'zb', people1h: 0 })], await open(), now)
  expect(raised).toMatchObject([{ subject: { id: '1' }, popUp: true }, { subject: { id: '2' }, rules: ['concentrated'] }])
})

test('an alert that was closed stays closed for the cool-down, but an order that comes back speaks when nobody writes', async () => {
  const judge = createJudge(db, pack)
  const [alert] = await judge.issues([measured({ count24h: 3, people24h: 3 })], [], now)
  await actOnAlert(db, district, alert!.id, { action: 'dismiss', note: '', by: '值班员', at: now + minute })
  expect(await judge.issues([measured({ count24h: 3, people24h: 3 })], await open(), now + hour)).toEqual([])
  const old = measured({ issue: 2, lastAt: now - 3 * 24 * hour, people7d: 4, returns: 2 })
  expect(await judge.issues([old], await open(), now + hour)).toMatchObject([{ level: 'yellow', rules: ['returned'] }])
})

test('a pack whose matrix lacks a row is refused at start, and the row is named', () => {
  const matrix = pack.rules.matrix.filter(({ rule }) => rule !== 'reach')
  expect(() => createJudge(db, { ...pack, rules: { ...pack.rules, matrix } })).toThrow('no row without conditions for rule “reach”, grade “media”')
})

test('what the rules go by is measured from the live state', async () => {
  const live = createLiveState(redis, district, pack.rules.rebound.days)
  const { enrichment } = makeGrouped({ id: 1 })
  const order = { ...makeOrder(null), unit: '城管局' }
  const first = makeGrouped({ id: 1, channel: 'upper', publishedAt: now - 30 * hour, workOrder: order, enrichment: { ...enrichment, plans: ['P10'] } })
  const later = [2, 3].map((id) => makeGrouped({
    id, channel: 'forum', reporter: `r${id}`, publishedAt: now - hour, enrichment: { ...enrichment, plans: ['P10', 'P18'] },
  }))
  const handedOn = makeGrouped({ id: 1, number: 4, revision: 2, orderBefore: order, workOrder: { ...order, unit: '住建局', returns: 2 } })
  await live.apply(0, [first, ...later, handedOn], [])
  const reach = { views: 1, reposts: null, viewsGained: 1, repostsGained: 0, outlets: 1 }
  const [issue] = await measureIssues(live, [1], now, { weightAt: () => 1, since: now - 30 * 24 * hour }, { reach: new Map([[1, reach]]), burst: () => null })
  expect(issue?.activity).toMatchObject({
    channels24h: ['forum'], plans: [{ plan: 'P10', count: 2, people: 2 }, { plan: 'P18', count: 2, people: 2 }], returns: 2, passes: 2, reach,
    closings: 0, dissatisfied: [], hours: { before: hoursAt(4, 1).with(9, 2), since: hoursAt(0, 0) },
  })
})
