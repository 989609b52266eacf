import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, parseInstant, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { figureKeys, type FigureKey, type FigureReport } from '../../shared/figures.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { blankOrder, type WorkOrder } from '../../shared/posting.ts'
import { readFigureRecords } from '../../server/archive/figure-records.ts'
import { readFigures } from '../../server/archive/figures.ts'
import { createDice, makeWorld, recordWorld, worldStart, type WorldPosting } from '../support/orders-world.ts'
import { recount } from '../support/figures-recount.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const base = loadDistrict(district)
/** The district as if the department of environment had been renamed in the middle of 2018. */
const pack: DistrictPack = {
  ...base, units: base.units.map((unit) => (unit.id === 'hbfj' ? { ...unit, validTo: '2018-06' } : unit.id === 'hb' ? { ...unit, validFrom: '2018-07' } : unit)),
}
const now = parseInstant('2019-03-01T12:00:00') as Instant
let services: TestServices
let db: Database
let world: WorldPosting[]

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
  world = makeWorld(8_000)
  await recordWorld(db, world)
  await db.query('analyze')
}, 120_000)
afterAll(async () => {
  await db.end()
  await services.stop()
})

/** Periods of all kinds in the two years, each with a grouping. */
function choosePeriods(count: number): { period: string; by: FigureKey }[] {
  const below = createDice(7)
  const dateAt = (offset: number): string => toBeijingIso(worldStart + offset * day).slice(0, 10)
  return Array.from({ length: count }, (_, at) => {
    const year = 2017 + below(2)
    const start = below(700)
    const period = [
      String(year), `${year}-H${1 + below(2)}`, `${year}-Q${1 + below(4)}`, `${year}-${String(1 + below(12)).padStart(2, '0')}`,
      `${dateAt(start)}..${dateAt(start + 1 + below(29))}`, dateAt(start),
    ][[0, 1, 2, 3, 4, 3, 2, 4, 5, 4][at % 10] as number] as string
    return { period, by: figureKeys[at % figureKeys.length] as FigureKey }
  })
}

test.each(choosePeriods(30))('$period by $by is what a recount of the records says', async ({ period, by }) => {
  const report = await readFigures(db, pack, { period, by, now })
  const expected = recount(world, report.from, report.to, now, by)
  const rows = new Map([[undefined, report.total], ...report.rows.map((row) => [row.key, row.figures] as const)])
  const differences: string[] = []
  for (const [row, figures] of expected) {
    for (const [id, { count, of }] of Object.entries(figures)) {
      const figure = rows.get(row)?.[id]
      // What is not known of a row is null on one side and nothing on the other: 网帖 of a hotline, 受理量 of a board.
      if (figure?.count == null && (count === null || count === 0) && (of === null || of === 0)) continue
      const rate = of === null || of < 30 || count === null ? null : count / of
      if (figure?.count !== count || figure.of !== of || figure.rate !== rate) differences.push(`${row} ${id}: ${JSON.stringify(figure)} is not ${count}/${of}`)
    }
  }
  expect(differences).toEqual([])
  // No row of the period says more than the recount found.
  for (const row of report.rows) if (!expected.has(row.key)) expect(row.figures.received?.count ?? 0).toBe(0)
})

test('the world has all that is counted in it, so that equal figures are not equal zeros', async () => {
  const { total } = await readFigures(db, pack, { period: '2018', by: null, now })
  for (const figure of Object.values(total)) {
    expect(figure.count).toBeGreaterThan(10)
    if (figure.of !== null) expect(figure.of).toBeGreaterThan(figure.count as number)
  }
})

test('what a channel never tells is left out of its rates, and null where only such channels are left', async () => {
  const report = await readFigures(db, pack, { period: '2018', by: 'channel', now })
  const figuresOf = (channel: string) => report.rows.find(({ key }) => key === channel)!.figures
  expect(figuresOf('wechat').satisfied).toMatchObject({ count: null, of: null, rate: null, rest: 'none' })
  expect(figuresOf('hotline').satisfied!.of).toBeGreaterThan(30)
  expect(report.notes).toContainEqual(expect.stringMatching(/^微信的记录没有相应栏目，未纳入：.*满意率/))
})

test('a list of records is as long as its figure says, for any indicator, row and part', async () => {
  const below = createDice(3)
  const asked: [string, FigureKey][] = [['2018', 'unit'], ['2018-Q2', 'channel'], ['2017-11', 'category'], ['2018-03-05..2018-03-25', 'purpose'], ['2018-H2', 'township'], ['2018', 'month']]
  for (const [period, by] of asked) {
    const report = await readFigures(db, pack, { period, by, now })
    const row = report.rows[below(report.rows.length)]!
    for (const [key, figures] of [[undefined, report.total], [row.key, row.figures]] as const) {
      for (const { id } of report.indicators) {
        for (const part of ['count', 'of'] as const) {
          const figure = figures[id]!
          const list = await readFigureRecords(db, pack, { period, by: key === undefined ? null : by, key: key ?? null, indicator: id, part, offset: 0, limit: 5, now })
          expect(`${period} ${key} ${id} ${part} ${list.total}`).toBe(`${period} ${key} ${id} ${part} ${figure[part] ?? 0}`)
          expect(list.records).toHaveLength(Math.min(5, list.total))
        }
      }
    }
  }
})

test('pages of a list hold each record once, with masked words or none', async () => {
  const seen = new Set<number>()
  const question = { period: '2018-05', by: null, key: null, indicator: 'received', part: 'count', limit: 70, now } as const
  for (let offset: number | null = 0; offset !== null;) {
    const { records, next, total } = await readFigureRecords(db, pack, { ...question, offset })
    for (const { posting, title } of records) {
      seen.add(posting)
      expect(title).toBe(world[posting - 1]!.read ? `第${posting}件` : '尚未分析')
    }
    offset = next
    if (next === null) expect(seen.size).toBe(total)
  }
})

test('a rename in the middle of the year leaves one row and a true 同比', async () => {
  const { rows } = await readFigures(db, pack, { period: '2018', by: 'unit', now })
  const of = (year: string) => world.filter(({ workOrder, publishedAt }) =>
    (workOrder?.unit === '环保分局' || workOrder?.unit === '洪泽生态环境局') && toBeijingIso(publishedAt).startsWith(year)).length
  expect(rows.filter(({ name }) => name.includes('环'))).toMatchObject([
    { key: 'hb', name: '洪泽生态环境局', peers: '部门', figures: { received: { count: of('2018'), yearBefore: { was: expect.any(Number) as number } } } }])
  const before = await readFigures(db, pack, { period: '2018-H1', by: 'unit', now })
  expect(before.rows.filter(({ name }) => name.includes('环')).map(({ key }) => key)).toEqual(['hbfj'])
  // Petitions began in 2018: they are no part of the comparison, and it is said.
  const { yearBefore } = rows.find(({ key }) => key === 'hb')!.figures.received!
  const hotline = world.filter(({ workOrder, publishedAt, channel }) => channel !== 'petition'
    && (workOrder?.unit === '环保分局' || workOrder?.unit === '洪泽生态环境局') && toBeijingIso(publishedAt).startsWith('2018')).length
  expect(yearBefore).toMatchObject({ was: of('2017'), change: hotline / of('2017') - 1, doubt: expect.stringContaining('阳光信访') as string })
})

test('a channel without records in the year before is not compared with 0', async () => {
  const { rows } = await readFigures(db, pack, { period: '2018', by: 'channel', now })
  expect(rows.find(({ key }) => key === 'petition')!.figures.received!.yearBefore).toEqual({ was: null, change: null, rest: 'none', doubt: null })
})

test('working days over the National Day week count neither it nor the weekends that are moved', async () => {
  const order = (orderNumber: string, given: Partial<WorkOrder>): WorkOrder => ({ ...blankOrder, orderNumber, purpose: '投诉', ...given })
  const at = (text: string) => parseInstant(text) as Instant
  // 2018: off from 1 to 7 October, worked on 29 and 30 September. Received on Friday 28 September: five working days end on Wednesday the 10th.
  const received = { channel: 'app', source: 'office-app', kind: 'work-order', publishedAt: at('2018-09-28T09:00:00') } as const
  const add = (id: string, given: Partial<WorkOrder>) => makePosting({ ...received, externalId: id, workOrder: order(id, given) })
  await record(db, district, [
    add('A1', { closedAt: at('2018-10-10T23:59:00') }), add('A2', { closedAt: at('2018-10-11T00:01:00') }), add('A3', { closedAt: at('2018-10-12'), dueAt: at('2018-10-13') }),
    add('A4', { closedAt: at('2018-10-24T12:00:00'), extended: true }), add('A5', { closedAt: at('2018-10-26'), extended: true }),
    add('A6', { closedAt: at('2018-10-26'), extended: true, extendedTo: at('2018-11-01') }), add('A7', {}), add('A8', { closedAt: at('2018-10-30'), purpose: '咨询' }),
  ])
  const onTime = async (moment: string) => {
    const { rows } = await readFigures(db, pack, { period: '2018-09-28', by: 'channel', now: at(moment) })
    return rows.find(({ key }) => key === 'app')!.figures.onTime
  }
  expect(await onTime('2018-11-30')).toMatchObject({ count: 4, of: 7, rate: null })
  // While it is not due an open order is neither.
  expect(await onTime('2018-10-10T12:00:00')).toMatchObject({ of: 6 })
  const { records } = await readFigureRecords(db, pack, { period: '2018-09-28', by: 'channel', key: 'app', indicator: 'received', part: 'count', offset: 0, limit: 20, now })
  expect(new Map(records.map(({ orderNumber, dueAt }) => [orderNumber, toBeijingIso(dueAt as number).slice(5, 10)])))
    .toEqual(new Map([['A1', '10-10'], ['A2', '10-10'], ['A3', '10-13'], ['A4', '10-24'], ['A5', '10-24'], ['A6', '11-01'], ['A7', '10-10'], ['A8', '10-08']]))
})

test('totals stand where there are no records, and never beside them', async () => {
  const enter = (period: string, channel: string, count: number, by = 'all', key = '') => db.query(
    `insert into totals (district, period, channel, by, key, count, origin, note, entered_by, entered_at) values ($1, $2, $3, $4, $5, $6, 'entered', '', 'test', 0)`,
    [district, period, channel, by, key, count])
  const received = async (period: string, by: FigureKey | null = null): Promise<FigureReport> => readFigures(db, pack, { period, by, now })
  const plain = (await received('2017')).total.received!.count as number
  for (const month of ['01', '02', '03']) await enter(`2017-${month}`, 'discipline', 10)
  await enter('2017-05', 'hotline', 9_999)
  await enter('2017-05', '', 8_888)
  await enter('2016', 'hotline', 3_000)
  await enter('2016-04', 'hotline', 250)
  await enter('2015', 'hotline', 2_500)
  await enter('2015', '', 7_777, 'unit', 'zj')
  expect((await received('2017')).total.received).toMatchObject({ count: plain + 30, rest: 'mixed' })
  expect((await received('2017-02')).total.received!.rest).toBe('mixed')
  const days = await received('2017-02-01..2017-02-10')
  expect(days.total.received!.rest).toBe('records')
  expect(days.notes).toContainEqual(expect.stringContaining('阳光纪检只有整月或整年的总量'))
  // A year's total gives way to monthly ones, and stands for no other time than its year.
  expect((await received('2016')).total.received).toMatchObject({ count: 250, rest: 'totals' })
  expect((await received('2015')).total.received).toMatchObject({ count: 2_500, rest: 'totals' })
  expect((await received('2015-03')).total.received).toMatchObject({ count: null, rest: 'none' })
  expect((await received('2015', 'unit')).rows).toMatchObject([{ key: 'zj', figures: { received: { count: 7_777, rest: 'totals' }, onTime: { count: null } } }])
  expect((await received('2017', 'channel')).rows.find(({ key }) => key === 'discipline')!.figures.received).toMatchObject({ count: 30, rest: 'totals' })
})

test('a period that is not over yet is compared with as many days', async () => {
  const middle = parseInstant('2018-03-10T12:00:00') as Instant
  const { total, notes } = await readFigures(db, pack, { period: '2018', by: null, now: middle })
  const same = await readFigures(db, pack, { period: '2017-01-01..2017-03-10', by: null, now })
  expect(total.received!.yearBefore!.was).toBe(same.total.received!.count! - 20)
  expect(notes[0]).toMatch(/^统计期尚未结束：统计至2018-03-10/)
})

test('a period without anything has unknown figures, not zeros', async () => {
  const { total, rows } = await readFigures(db, pack, { period: '2014-02', by: 'unit', now })
  expect(rows).toEqual([])
  for (const figure of Object.values(total)) expect(figure).toMatchObject({ count: null, rate: null, rest: 'none' })
})
