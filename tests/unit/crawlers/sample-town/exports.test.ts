import { parse } from 'csv-parse/sync'
import { afterEach, expect, test } from 'vitest'
import { day, hour, minute } from '../../../../shared/clock.ts'
import type { WorkOrder } from '../../../../shared/posting.ts'
import { readRows as readExport } from '../../../../crawlers/export/rows.ts'
import { exportHeaders } from '../../../../crawlers/sample-town/sites/exports.ts'
import { closeTestTowns, openTestTown, type TestTown } from '../../../support/open-town.ts'

afterEach(closeTestTowns)

type Row = Record<(typeof exportHeaders)[number], string>

const readRows = (text: string): Row[] => parse<Row>(text, { columns: true, bom: true })
const rowsOf = async (town: TestTown, date: string): Promise<Row[]> => readRows(await town.text(`/exports/hotline-${date}.csv`))

test('a file begins with the byte order mark and exactly the agreed headers, and holds only the day and the past', async () => {
  const town = await openTestTown()
  const { body } = await town.bytes('/exports/hotline-20261122.csv')
  expect([...body.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  const text = new TextDecoder().decode(body)
  expect(text.split('\r\n')[0]).toBe('工单编号,来电时间,诉求类型,标题,诉求内容,来电号码,承办单位,状态,办理结果,办结时间,到期时间,是否满意,退单次数,签收时间,办理方式,延期至,回访时间,是否有效回访,是否解决,是否化解')
  const rows = readRows(text)
  expect(rows.length).toBeGreaterThan(50)
  for (const row of rows) expect(row.来电时间).toMatch(/^2026-11-22 (?:[01]\d:[0-5]\d:[0-5]\d|20:00:00)$/)
  expect(new Set(rows.map((row) => row.工单编号)).size).toBe(rows.length)
})

test('the index links one file for each day of the past and today', async () => {
  const town = await openTestTown({ days: 30 })
  const links = [...(await town.text('/exports/')).matchAll(/href="(hotline-\d{8}\.csv)"/g)].map(([, name]) => name!)
  expect(links).toHaveLength(31)
  expect(links[0]).toBe('hotline-20261122.csv')
  for (const name of links) expect((await town.bytes(`/exports/${name}`)).status).toBe(200)
})

test('older files change by what happens to their orders only: never a row, a word or a caller', async () => {
  const town = await openTestTown({ days: 10 })
  const before = await rowsOf(town, '20261119')
  town.clock.at += 4 * day
  const after = await rowsOf(town, '20261119')
  const fixed = exportHeaders.slice(0, 7)
  expect(after.map((row) => fixed.map((name) => row[name]))).toEqual(before.map((row) => fixed.map((name) => row[name])))
  const closed = (rows: Row[]) => rows.filter((row) => row.办结时间 !== '').length
  expect(closed(after)).toBeGreaterThan(closed(before))
  expect(closed(after)).toBeLessThanOrEqual(after.length)
  for (const [index, row] of before.entries()) if (row.办结时间 !== '') expect(after[index]?.办结时间).toBe(row.办结时间)
  expect(after.some((row) => row.是否满意 === '否')).toBe(true)
  expect(after.some((row) => Number(row.退单次数) > 0)).toBe(true)
  for (const row of after) expect(row.办结时间 === '').toBe(row.办理结果 === '')
})

test('an unchanged file answers 304 to its validators, a changed one comes whole', async () => {
  const town = await openTestTown()
  const path = '/exports/hotline-20261122.csv'
  const first = await town.bytes(path)
  const validators = { 'if-none-match': first.headers.get('etag')!, 'if-modified-since': first.headers.get('last-modified')! }
  expect((await town.bytes(path, { headers: validators })).status).toBe(304)
  expect((await town.bytes(path, { headers: { 'if-modified-since': validators['if-modified-since'] } })).status).toBe(304)
  town.clock.at += 30 * minute
  const later = await town.bytes(path, { headers: validators })
  expect(later.status).toBe(200)
  expect(later.headers.get('etag')).not.toBe(validators['if-none-match'])
  // After a restart the same version bears the same mark.
  expect((await (await town.restart()).bytes(path)).headers.get('etag')).toBe(later.headers.get('etag'))
})

test('half of what the hotline hears are consultations, most of them answered at once', async () => {
  const town = await openTestTown({ days: 20, pace: 0 })
  const dates = Array.from({ length: 14 }, (_, index) => new Date(town.clock.at - (index + 3) * day).toISOString().slice(0, 10).replaceAll('-', ''))
  const rows = (await Promise.all(dates.map((date) => rowsOf(town, date)))).flat()
  const asked = rows.filter((row) => row.诉求类型 === '咨询')
  expect(asked.length / rows.length).toBeGreaterThan(0.42)
  expect(asked.length / rows.length).toBeLessThan(0.58)
  const soon = asked.filter((row) => row.办结时间 !== '' && Date.parse(row.办结时间) - Date.parse(row.来电时间) < hour)
  expect(soon.length / asked.length).toBeGreaterThan(0.6)
  expect(rows.length / dates.length).toBeGreaterThan(180)
  expect(rows.length / dates.length).toBeLessThan(340)
})

test('an order tells what every indicator needs, in its order, and the crawler reads all of it', async () => {
  const town = await openTestTown({ days: 20, pace: 0 })
  const orders: (WorkOrder & { at: number })[] = []
  for (let back = 3; back < 20; back++) {
    const date = new Date(town.clock.at - back * day).toISOString().slice(0, 10).replaceAll('-', '')
    const read = readExport(await town.text(`/exports/hotline-${date}.csv`), 'http://town/', town.clock.at)
    expect(read?.trouble).toBeNull()
    for (const { workOrder, time } of read?.postings ?? []) if (workOrder) orders.push({ ...workOrder, at: Date.parse(time ?? '') })
  }
  expect(orders.length).toBeGreaterThan(2_000)
  const share = (test: (order: WorkOrder) => boolean) => orders.filter(test).length / orders.length
  expect(share(({ handling }) => handling === 'direct')).toBeGreaterThan(0.25)
  expect(share(({ handling }) => handling === 'transferred')).toBeGreaterThan(0.4)
  expect(share(({ extendedTo }) => extendedTo !== null)).toBeGreaterThan(0.01)
  expect(share(({ extendedTo }) => extendedTo !== null)).toBeLessThan(0.06)
  for (const answer of ['reached', 'resolved', 'satisfied', 'appeased'] as const) {
    expect(orders.some((order) => order[answer] === true), answer).toBe(true)
    expect(orders.some((order) => order[answer] === false), answer).toBe(true)
  }
  for (const { at, handling, signedAt, closedAt, calledBackAt, reached, resolved, satisfied, appeased, dueAt, extendedTo } of orders) {
    expect(handling === 'direct' ? signedAt : null).toBeNull()
    expect((signedAt ?? at) - at).toBeGreaterThanOrEqual(0)
    if (closedAt !== null) expect(closedAt).toBeGreaterThanOrEqual(signedAt ?? at)
    if (calledBackAt !== null) expect(calledBackAt).toBeGreaterThan(closedAt ?? Infinity)
    expect(reached === true).toBe(satisfied !== null)
    expect(resolved !== null).toBe(satisfied !== null)
    expect(appeased === null || satisfied === false).toBe(true)
    if (extendedTo !== null) expect(extendedTo).toBeGreaterThan(dueAt ?? Infinity)
  }
})
