import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { actOnAlert, listAlerts, readAlertHistory } from '../../server/archive/alerts.ts'
import { createJudge } from '../../server/judge.ts'
import { createLiveState } from '../../server/live-state/store.ts'
import { measureIssues, type MeasuredIssue } from '../../server/measure.ts'
import { hour, minute } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import type { Trend } from '../../shared/trend.ts'
import { makeGrouped, makeOrder } from '../support/grouped.ts'
import { activityOf, hoursAt, judgedAt as now, pack } from '../support/judging.ts'
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
beforeEach(async () => {
  await redis.flushall()
  await db.query('truncate alerts, alert_history')
})

const ordinary: Trend = { subject: { kind: 'issue', id: '1' }, hours: 24, seen: 1, people: 1, expected: 1, low: 0, high: 3, score: 0.5, small: false, at: now }
const measured = (more: Partial<IssueActivity>): MeasuredIssue =>
  ({ activity: activityOf({ lastAt: now, ...more }), day: ordinary, hour: { ...ordinary, hours: 1 }, burst: null, dangerAt: null, spark: [] })
const open = () => listAlerts(db, district, 'open')
const dry = { category: '0401', township: 'glj', count1h: 3, count24h: 3, people1h: 3, people24h: 3 }
const area = { category: '0401', categoryName: '停水', township: 'glj', townshipName: '高良涧街道', people: 3, count: 3, places: ['海棠晴园'], channels: ['hotline'], expected: 0.2, minutes: 60, planned: false, at: now }

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

test('danger that joins an open alert slides in though its level stays, and is put on record', async () => {
  const judge = createJudge(db, pack)
  await judge.issues([measured({ count24h: 3, people24h: 3 })], [], now)
  const grave = measured({ count24h: 4, people24h: 4, urgency: ['danger'] })
  expect(await judge.issues([grave], await open(), now + minute)).toMatchObject([{ level: 'yellow', popUp: true }])
  expect(await judge.issues([grave], await open(), now + 2 * minute)).toEqual([])
  const [alert] = await open()
  expect((await readAlertHistory(db, district, alert!.id)).map(({ note }) => note).at(-1)).toBe('出现须立即处置的情况，弹窗提示')
})

test('what was raised before the alert on its area, and nobody has looked at, becomes part of that one', async () => {
  const judge = createJudge(db, pack)
  const plans = [{ plan: 'P02', count: 2, people: 2 }]
  await judge.issues([measured({ ...dry, count1h: 2, people1h: 2, count24h: 2, people24h: 2, plans }), measured({ issue: 2, count24h: 3, people24h: 3 })], [], now)
  await judge.areas([area], await open(), now)
  await judge.issues([measured({ ...dry, plans })], await open(), now + minute)
  expect((await open()).map(({ subject }) => subject)).toEqual([{ kind: 'area', id: '0401@glj' }, { kind: 'issue', id: '2' }])
  const alerts = await listAlerts(db, district, 'all')
  const merged = alerts.find(({ subject }) => subject.id === '1')!
  expect((await readAlertHistory(db, district, merged.id)).at(-1)).toMatchObject({ action: 'dismiss', by: '系统', note: '已由“高良涧街道停水”预警涵盖，并入该预警' })
})

test('red is proposed, waits as orange for as long as nobody confirms it, and is then red whatever the counts do', async () => {
  const judge = createJudge(db, pack)
  const burst = { since: now - hour, seen: 9, people: 9, expected: 0.2, score: 0.9999, falsePerYear: 0.0001, at: now }
  const red = { ...measured({ count24h: 9, people24h: 9, urgency: ['crowd'] }), burst }
  expect(await judge.issues([red], [], now)).toMatchObject([{
    level: 'orange', proposedRed: true, sentence: expect.stringContaining('内容提及人员聚集，建议升为红色，待人工确认。') as string,
  }])
  expect(await judge.issues([measured({ count24h: 3, people24h: 3 })], await open(), now + 9 * hour)).toEqual([])
  expect(await open()).toMatchObject([{ level: 'orange', proposedRed: true }])
  const [{ id }] = await open() as [Alert]
  const confirm = () => actOnAlert(db, district, id, { action: 'confirmRed', note: '', by: '班长', at: now + 10 * hour })
  expect(await confirm()).toMatchObject({ done: true, alert: { level: 'red', proposedRed: false, state: 'received' } })
  expect(await confirm()).toMatchObject({ done: false, missing: false })
  expect(await judge.issues([red], await open(), now + 11 * hour)).toEqual([])
  await judge.issues([measured({ count24h: 3, people24h: 3 })], await open(), now + 30 * hour)
  expect(await open()).toMatchObject([{ level: 'red', proposedRed: false }])
  expect((await readAlertHistory(db, district, id)).map(({ action, by }) => [action, by])).toEqual([['raise', '系统'], ['confirmRed', '班长']])
})

test('a pack whose matrix lacks a row is refused at start, and the row is named', () => {
  const matrix = pack.rules.matrix.filter(({ rule }) => rule !== 'reach')
  expect(() => createJudge(db, { ...pack, rules: { ...pack.rules, matrix } })).toThrow('no row without conditions for rule “reach”, grade “media”')
})

test('questions on a matter count for it and not among its grievances, nor as its coming back after closing', async () => {
  const live = createLiveState(redis, district, pack.rules.rebound.days)
  const { enrichment } = makeGrouped({ id: 1 })
  const order = { ...makeOrder(now - 20 * hour) }
  const told = [
    makeGrouped({ id: 1, channel: 'hotline', reporter: 'a', publishedAt: now - 22 * hour, workOrder: order }),
    makeGrouped({ id: 2, channel: 'hotline', reporter: 'b', publishedAt: now - 3 * hour, enrichment: { ...enrichment, purpose: '咨询' } }),
    makeGrouped({ id: 3, channel: 'forum', reporter: 'c', publishedAt: now - 2 * hour }),
  ]
  await live.apply(0, told, [])
  const [issue] = await measureIssues(live, [1], now, { weightAt: () => 1, since: now - 30 * 24 * hour }, { reach: new Map(), burst: () => null })
  expect(issue?.activity).toMatchObject({
    count24h: 3, people24h: 3, grievances: { count24h: 2, people24h: 2, count7d: 2, people7d: 2 }, sinceClosed: { count: 1, people: 1 },
  })
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
    grievances: { count24h: 2, people24h: 2 }, closings: 0, dissatisfied: [], hours: { before: hoursAt(4, 1).with(9, 2), since: hoursAt(0, 0) },
  })
})
