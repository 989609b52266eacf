import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../shared/clock.ts'
import type { FigureReport, NewStated, NewTotal, StatedList, TablePreview, TotalList } from '../../shared/figures.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { blankOrder } from '../../shared/posting.ts'
import { saveTotals } from '../../server/archive/totals.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { makeWorkbook } from '../support/spreadsheets.ts'

const password = 'a-good-password'
let services: TestServices
let db: Database
let gateway: Gateway
let cookie = ''

beforeAll(async () => {
  services = await startTestServices()
  const log = createLog('test', 'silent')
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
  await ensureAdministrator(db, password)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district),
    log, clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  cookie = (await ask('POST', '/api/session', { name: 'admin', password })).headers.getSetCookie()[0]!.split(';')[0]!
  const at = Date.parse('2018-03-05T09:00:00+08:00')
  await record(db, district, [makePosting({ externalId: 'A1', source: 'office-hotline', channel: 'hotline', kind: 'work-order', publishedAt: at, workOrder: { ...blankOrder, orderNumber: 'A1' } })])
})
afterAll(async () => {
  await gateway.close()
  await db.end()
  await services.stop()
})

function ask(method: string, path: string, body?: unknown): Promise<Response> {
  return fetch(gateway.url + path, {
    method, headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
const read = async <T>(path: string): Promise<T> => (await ask('GET', path)).json() as Promise<T>
const send = async <T>(path: string, bytes: Uint8Array): Promise<T> => (await fetch(gateway.url + path, {
  method: 'POST', headers: { cookie, 'content-type': 'application/octet-stream' }, body: bytes as BodyInit,
})).json() as Promise<T>
const total = (given: Partial<NewTotal>): NewTotal => ({ period: '2017-03', channel: 'hotline', by: 'all', key: null, count: 10, note: '', ...given })
const messageOf = async (response: Response): Promise<string> => (await response.json() as { message: string }).message

test('a total that is entered gives the year after its base, and is told as unused where records stand', async () => {
  expect((await ask('POST', '/api/totals', total({}))).status).toBe(201)
  expect((await ask('POST', '/api/totals', total({ period: '2018-03', count: 99 }))).status).toBe(201)
  const { totals } = await read<TotalList>('/api/totals')
  expect(totals.map(({ period, unused }) => [period, unused])).toEqual([['2017-03', null], ['2018-03', '2018年3月“12345”热线已有记录，以记录为准']])
  const { total: figures } = await read<FigureReport>('/api/figures?period=2018-03')
  expect(figures.received).toMatchObject({ count: 1, rest: 'records', yearBefore: { was: 10, rest: 'totals' } })
  expect((await read<FigureReport>('/api/figures?period=2017-03')).total.received).toMatchObject({ count: 10, rest: 'totals' })
})

test('what cannot be a total is refused with the reason', async () => {
  const refusals: [Partial<NewTotal>, RegExp][] = [
    [{ period: '2099' }, /还没有到/], [{ period: '2017-13' }, /期间/], [{ count: 1.5 }, /整数/], [{ count: -1 }, /整数/], [{ channel: 'none' }, /没有这个渠道/],
    [{ by: 'unit' }, /单位或类别/],
  ]
  for (const [given, words] of refusals) {
    const response = await ask('POST', '/api/totals', total(given))
    expect(response.status).toBe(400)
    expect(await messageOf(response)).toMatch(words)
  }
})

test('a person\'s total is not overwritten by what a file counted, and goes when it is deleted', async () => {
  await saveTotals(db, district, [total({ count: 7 })], '导入', 1, 'counted')
  expect((await read<TotalList>('/api/totals')).totals.find(({ period }) => period === '2017-03')).toMatchObject({ count: 10, origin: 'entered', enteredBy: 'admin' })
  const query = new URLSearchParams({ period: '2017-03', channel: 'hotline', by: 'all' })
  expect((await ask('DELETE', `/api/totals?${query}`)).status).toBe(204)
  expect((await ask('DELETE', `/api/totals?${query}`)).status).toBe(404)
})

test('a table is looked at first, and saved when that is asked for, without its bad rows', async () => {
  const bytes = makeWorkbook([{ name: '2016年', rows: [['渠道', '1月', '2月'], ['热线', 5, 6], ['热线二', 1, 1]] }])
  const name = encodeURIComponent('总量.xlsx')
  const looked = await send<TablePreview<NewTotal>>(`/api/totals/file?name=${name}`, bytes)
  expect(looked).toMatchObject({ saved: null, problems: [{ sheet: '2016年', row: 3, column: '渠道（A列）', value: '热线二' }] })
  expect((await read<TotalList>('/api/totals')).totals.some(({ period }) => period.startsWith('2016'))).toBe(false)
  expect(await send<TablePreview<NewTotal>>(`/api/totals/file?name=${name}&save=true`, bytes)).toMatchObject({ saved: 2 })
  expect((await read<TotalList>('/api/totals')).totals.filter(({ period }) => period.startsWith('2016')).map(({ count }) => count)).toEqual([5, 6])
  expect(await send<{ message: string }>(`/api/totals/file?name=${name}`, Buffer.from('%PDF-1.4'))).toMatchObject({ message: expect.stringContaining('PDF') as string })
})

test('published figures stand beside the counted ones until they are deleted', async () => {
  const stated: NewStated = { period: '2018-03', indicator: 'received', by: null, key: null, value: 3, change: 0.18, changeIn: 'relative', note: '通报' }
  expect((await ask('POST', '/api/stated', stated)).status).toBe(201)
  const report = await read<FigureReport>('/api/figures?period=2018-03')
  expect(report.total.received?.stated).toEqual({ value: 3, change: 0.18, changeIn: 'relative', note: '通报' })
  expect(report.notes.join()).toMatch(/公布值/)
  expect((await read<StatedList>('/api/stated')).stated).toHaveLength(1)
  expect((await ask('POST', '/api/stated', { ...stated, indicator: 'none' })).status).toBe(400)
  expect((await ask('DELETE', `/api/stated?${new URLSearchParams({ period: '2018-03', indicator: 'received' })}`)).status).toBe(204)
  expect((await read<StatedList>('/api/stated')).stated).toEqual([])
})

test('nobody without a login sees or enters any of it, and an unknown address of the API is none', async () => {
  for (const path of ['/api/totals', '/api/stated']) expect((await fetch(gateway.url + path)).status).toBe(401)
  expect((await fetch(`${gateway.url}/api/nothing-here`)).status).toBe(404)
})
