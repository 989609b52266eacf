import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, hour, parseInstant, type Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { Figure, FigureReport } from '../../shared/figures.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { blankOrder, type Posting, type WorkOrder } from '../../shared/posting.ts'
import { readFigures } from '../../server/archive/figures.ts'
import { createDice } from '../support/orders-world.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

/*
 * The office's own bulletin of 2018 (情况通报 2019年第1号), as records made to its figures. Two of its figures cannot both be: lines of 1305, 2304
 * and 2155 that fell by 32.1, 13.6 and 73.3 % come from 12,660, while their sum is said to have fallen by 52.0 %, from 12,010. And the +18.0 % of
 * the whole follows from five of its seven channels only.
 */
const published: [channel: string, count: number, change: number | null][] = [
  ['hotline', 32_271, 0.238], ['letterbox', 162, -0.225], ['forum', 1_480, -0.196], ['petition', 11, -0.981], ['water', 1_305, -0.321], ['power', 2_304, -0.136],
  ['gas', 2_155, -0.733], ['transfer', 1, null], ['wechat', 40, null], ['app', 15, null], ['weibo', 7, null], ['discipline', 76, -0.382],
]
const units: [unit: string, count: number][] = [
  ['高良涧街道', 2_238], ['住建局', 1_476], ['城管局', 962], ['公安分局', 884], ['东双沟镇', 739], ['环保分局', 664], ['市场监管局', 637], ['水利局', 625], ['交通局', 581],
  ['岔河镇', 570], ['人社局', 532], ['朱坝街道', 407], ['三河镇', 370], ['教育局', 270], ['资产公司', 229], ['黄集街道', 196], ['卫计委', 135], ['经济开发区', 132], ['民政局', 114], ['国土分局', 104],
]
/** Called back, and satisfied, of each utility: 1660 and 1464 together. */
const asked: Record<string, [asked: number, satisfied: number]> = { water: [350, 317], power: [291, 267], gas: [1_019, 880] }

const pack: DistrictPack = loadDistrict(district)
const now = parseInstant('2019-01-28T09:00:00') as Instant
const start = parseInstant('2018-01-01') as Instant
let services: TestServices
let db: Database

/** All orders of a channel, spread over the year. */
function makeOrders(channel: string, count: number): Posting[] {
  const below = createDice(count)
  return Array.from({ length: count }, (_, at): Posting => {
    const publishedAt = start + below(365 * 24) * hour
    const workOrder: WorkOrder = { ...blankOrder, orderNumber: `${channel}-${at}`, purpose: '求助', handling: 'transferred', closedAt: publishedAt + day }
    const called = asked[channel]
    if (called && at < called[0]) Object.assign(workOrder, { calledBackAt: publishedAt + 2 * day, reached: true, satisfied: at < called[1] })
    return makePosting({ externalId: workOrder.orderNumber, source: `office-${channel}`, channel, kind: 'work-order', title: '', text: '', publishedAt, workOrder })
  })
}

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  const orders = new Map(published.filter(([channel]) => channel !== 'discipline').map(([channel, count]) => [channel, makeOrders(channel, count)]))
  const hotline = orders.get('hotline')!
  units.flatMap(([unit, count]) => Array.from({ length: count }, () => unit)).forEach((unit, at) => { hotline[at]!.workOrder!.unit = unit })
  // Callers of the hotline: 97.5 % of 5440 satisfied; the other 136 were not, of whom 116 were appeased in the end.
  hotline.slice(20_000, 25_440).forEach(({ workOrder }, at) => Object.assign(workOrder!, {
    reached: true, satisfied: at < 5_304, appeased: at < 5_304 ? null : at < 5_304 + 116 }))
  const all = [...orders.values()].flat()
  for (let at = 0; at < all.length; at += 500) await record(db, district, all.slice(at, at + 500))
  await enterTotal('2018', 'discipline', 76)
  for (const [channel, count, change] of published) if (change !== null) await enterTotal('2017', channel, Math.round(count / (1 + change)))
  await state('', '', 39_827, 0.18, '各渠道合计')
  for (const [channel, count, change] of published) await state('channel', channel, count, change, '')
  await db.query('analyze')
}, 180_000)
afterAll(async () => {
  await db.end()
  await services.stop()
})

const enterTotal = (period: string, channel: string, count: number): Promise<unknown> => db.query(
  `insert into totals (district, period, channel, by, key, count, origin, note, entered_by, entered_at) values ($1, $2, $3, 'all', '', $4, 'entered', '', 'test', 0)
   on conflict (district, period, channel, by, key) do update set count = excluded.count`, [district, period, channel, count])
const state = (by: string, key: string, value: number, change: number | null, note: string, indicator = 'received'): Promise<unknown> => db.query(
  `insert into stated_figures (district, period, indicator, by, key, value, change, change_in, note, entered_by, entered_at) values ($1, '2018', $2, $3, $4, $5, $6, 'relative', $7, 'test', 0)
   on conflict (district, period, indicator, by, key) do update set value = excluded.value, change = excluded.change, note = excluded.note`,
  [district, indicator, by, key, value, change, note])
const read = (by: 'channel' | 'unit' | null): Promise<FigureReport> => readFigures(db, pack, { period: '2018', by, now })
const received = ({ rows }: FigureReport): Map<string | null, Figure> => new Map(rows.map(({ key, figures }) => [key, figures.received!]))

test('every channel and the whole come back to the digit', async () => {
  const report = await read('channel')
  expect(report.total.received).toMatchObject({ count: 39_827, rest: 'mixed', stated: { value: 39_827, change: 0.18, note: '各渠道合计' } })
  expect([...received(report)].map(([key, { count }]) => [key, count]).toSorted()).toEqual(published.map(([channel, count]) => [channel, count]).toSorted())
  expect(received(report).get('discipline')!.rest).toBe('totals')
})

test('every channel has the 同比 of the bulletin, and where little is to be said of it, it is said', async () => {
  const figures = received(await read('channel'))
  for (const [channel, , change] of published) {
    const own = figures.get(channel)!.yearBefore!
    expect(`${channel} ${own.change === null ? null : own.change.toFixed(3)}`).toBe(`${channel} ${change === null ? null : change.toFixed(3)}`)
  }
  expect(figures.get('petition')!.yearBefore!.doubt).toMatch(/为总量，口径可能不同；由579件骤降/)
  expect(figures.get('transfer')!.yearBefore).toEqual({ was: null, change: null, rest: 'none', doubt: null })
})

test('the +18.0 % of the whole stands beside what its channels give, and the five channels that give it are named', async () => {
  const { total, notes } = await read('channel')
  // The lines of the utilities fell from 12,660: −4.1 %, told without the channels that have no year before.
  expect(total.received!.yearBefore).toMatchObject({ was: 41_479, rest: 'totals', doubt: expect.stringMatching(/只按两期都有数据的渠道比较，不含APP、其他热线咨询（三农咨询）、微信、微博；上年同期为总量/) as string })
  expect(total.received!.yearBefore!.change).toBeCloseTo(39_764 / 41_479 - 1, 10)
  const note = notes.find((words) => words.startsWith('受理量：公布同比+18.0%不能由各渠道得出'))
  expect(note).toContain('只算其中5个渠道')
  for (const name of ['“12345”热线', '领导信箱', '“12345在线”论坛', '阳光信访', '阳光纪检']) expect(note).toContain(name)
  expect(note).toContain('则为+18.0%（34000件对28819件）')
})

test('with the utilities as the bulletin sums them up the whole fell by about 2.5 %, and the same five channels are named', async () => {
  const scale = 12_010 / 12_660
  for (const [channel, was] of [['water', 1_922], ['power', 2_667]] as const) await enterTotal('2017', channel, Math.round(was * scale))
  await enterTotal('2017', 'gas', 12_010 - Math.round(1_922 * scale) - Math.round(2_667 * scale))
  const { total, notes } = await read('channel')
  expect(total.received!.yearBefore!.was).toBe(40_829)
  expect(total.received!.yearBefore!.change).toBeCloseTo(-0.026, 3)
  expect(notes.find((words) => words.includes('不能由各渠道得出'))).toContain('只算其中5个渠道')
  // Now the lines have another 同比 than was published of each, which is told too.
  expect(notes).toContainEqual(expect.stringMatching(/^受理量（自来水报修）：公布同比−32\.1%，计算为−28\.4%$/))
})

test('the twenty units come back to the digit, under the names that they had then', async () => {
  const report = await read('unit')
  const names = ['高良涧街道', '区住建局', '区城管局', '市公安局洪泽分局', '东双沟镇', '环保分局', '区市场监管局', '区水利局', '区交通运输局', '岔河镇', '区人社局', '朱坝街道', '三河镇', '区教育局',
    '资产公司', '黄集街道', '区卫计委', '洪泽经济开发区', '区民政局', '国土分局']
  expect(report.rows.filter(({ key }) => key !== null).map(({ name, figures }) => [name, figures.received!.count])).toEqual(units.map(([, count], at) => [names[at], count]))
})

test('call-backs of the utilities: asked and satisfied to the digit, rates to .1 %', async () => {
  const { rows } = await read('channel')
  const rateOf = (channel: string) => rows.find(({ key }) => key === channel)!.figures.satisfied!
  for (const [channel, rate] of [['water', '90.6'], ['power', '91.8'], ['gas', '86.4'], ['hotline', '97.5']] as const) expect((rateOf(channel).rate! * 100).toFixed(1)).toBe(rate)
  expect(['water', 'power', 'gas'].reduce((sum, channel) => sum + rateOf(channel).of!, 0)).toBe(1_660)
  expect(['water', 'power', 'gas'].reduce((sum, channel) => sum + rateOf(channel).count!, 0)).toBe(1_464)
})

test('of 136 who were not satisfied 116 were appeased: 85 %', async () => {
  const { total } = await read(null)
  expect(total.appeased).toMatchObject({ count: 116, of: 136 })
  expect(Math.round(total.appeased!.rate! * 100)).toBe(85)
})

test('a published count on another basis is shown with what the records say', async () => {
  await db.query(`delete from stated_figures where district = $1`, [district])
  await db.query(`delete from totals where district = $1 and channel = 'discipline'`, [district])
  await state('', '', 39_827, null, '2018年度情况通报')
  const { notes, total } = await read(null)
  expect(total.received!.count).toBe(39_751)
  expect(notes).toContain('受理量：公布值39827件，按记录39751件，相差76件')
})
