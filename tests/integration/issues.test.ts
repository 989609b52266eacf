import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, hour, systemClock } from '../../shared/clock.ts'
import type { CorrectionChoices, IssueDetail, IssueList, RulingAccepted } from '../../shared/issue-view.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { record } from '../../shared/node/record.ts'
import type { RepeatReport } from '../../shared/repeat.ts'
import type { Ruling } from '../../shared/ruling.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { startGateway, type Gateway } from '../../server/gateway.ts'
import { openLine, type TestLine } from '../support/line.ts'
import { district, makeComplaints, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const password = 'a-good-password'
let services: TestServices
let line: TestLine
let gateway: Gateway
let cookie: string

const get = (path: string): Promise<Response> => fetch(gateway.url + path, { headers: { cookie } })
const read = async <T>(path: string): Promise<T> => await (await get(path)).json() as T
const post = (path: string, body: unknown): Promise<Response> =>
  fetch(gateway.url + path, { method: 'POST', headers: { 'content-type': 'application/json', cookie }, body: JSON.stringify(body) })
const rule = async (ruling: Ruling): Promise<number> => {
  const response = await post('/api/rulings', ruling)
  expect(response.status).toBe(202)
  const { number } = await response.json() as RulingAccepted
  await line.caughtUp()
  return number
}

beforeAll(async () => {
  services = await startTestServices()
  line = await openLine(services)
  line.start()
  await ensureAdministrator(line.db, password)
  gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db: line.db, pack: loadDistrict(district),
    log: createLog('test', 'silent'), clock: systemClock, secrets: { kioskToken: 'kiosk', reporterKey: 'r', sessionKey: 'session key' },
  })
  const login = await post('/api/session', { name: 'admin', password })
  cookie = login.headers.getSetCookie()[0]!.split(';')[0]!
  await record(line.db, district, makeComplaints(300, Date.now() - 9 * day, 0.7 * hour))
  await record(line.db, district, [
    makePosting({ externalId: 'phone', title: '海棠晴园停水', text: '海棠晴园从昨天开始停水，请联系13951512345王女士尽快恢复供水。', publishedAt: Date.now() - hour }),
  ])
  await line.caughtUp()
})
afterAll(async () => {
  await gateway.close()
  await line.close()
  await services.stop()
})

test('nobody reads or rules without a login', async () => {
  for (const path of ['/api/issues', '/api/issues/1', '/api/rulings/choices', '/api/repeats', '/api/issues?kiosk=kiosk']) {
    expect((await fetch(gateway.url + path)).status, path).toBe(401)
  }
  expect((await fetch(`${gateway.url}/api/rulings`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })).status).toBe(401)
})

test('issues are found by title or place, the newest activity first', async () => {
  const all = await read<IssueList>('/api/issues?limit=20')
  expect(all.issues).toHaveLength(20)
  const times = all.issues.map(({ lastAt }) => lastAt)
  expect(times).toEqual(times.toSorted((a, b) => b - a))
  const found = await read<IssueList>(`/api/issues?q=${encodeURIComponent('海棠晴园')}`)
  expect(found.issues.length).toBeGreaterThan(1)
  for (const issue of found.issues) {
    expect(`${issue.title}${issue.place}`).toContain('海棠晴园')
    expect(issue.channels.reduce((sum, { count }) => sum + count, 0)).toBe(issue.total)
    for (const channel of issue.channels) expect(channel.measure).toBe(channel.channel === 'hotline' ? '件' : '条')
  }
  expect((await read<IssueList>('/api/issues?q=%25')).issues).toEqual([])
})

test('an issue is shown page by page, newest first, with why each posting belongs, and masked', async () => {
  const issue = (await read<IssueList>(`/api/issues?q=${encodeURIComponent('海棠晴园')}`)).issues[0]!
  const whole = await read<IssueDetail>(`/api/issues/${issue.id}`)
  const text = JSON.stringify(whole)
  expect(text).not.toContain('13951512345')
  expect(whole.issue).toEqual(issue)
  expect(whole.members.filter(({ uncountedBecause }) => uncountedBecause === null)).toHaveLength(issue.total)
  expect(whole.members.at(-1)!.reason).toBe('该事项的第一条诉求')
  expect(whole.nearby.every((near) => near.issue !== issue.id && near.total > 0)).toBe(true)
  const pages: number[] = []
  for (let before: number | null = null, first = true; first || before !== null; first = false) {
    const page: IssueDetail = await read<IssueDetail>(`/api/issues/${issue.id}?limit=2${before === null ? '' : `&before=${before}`}`)
    pages.push(...page.members.map(({ card }) => card.id))
    before = page.next
  }
  expect(pages).toEqual(whole.members.map(({ card }) => card.id))
})

test('what a person rules is obeyed, told with the issue, and leads from the old address to the new', async () => {
  const [into, from] = (await read<IssueList>('/api/issues?limit=40')).issues.filter(({ total }) => total > 2).map(({ id }) => id) as [number, number]
  const number = await rule({ kind: 'merge', from, into })
  expect(await read(`/api/issues/${from}`)).toEqual({ movedTo: into })
  const merged = await read<IssueDetail>(`/api/issues/${into}`)
  expect(merged.rulings[0]).toMatchObject({ number, kind: 'merge', by: 'admin', done: true, sentence: `将事项${from}并入事项${into}` })
  const moved = merged.members.find(({ card }) => card.id === from)!
  expect(moved).toMatchObject({ confidence: 1, reason: `由admin人工归入（第${number}号裁定）` })
  await rule({ kind: 'correct', posting: from, field: 'purpose', value: '咨询' })
  const corrected = (await read<IssueDetail>(`/api/issues/${into}`)).members.find(({ card }) => card.id === from)!
  expect(corrected).toMatchObject({ purpose: '咨询', corrected: ['purpose'], repeat: false })
  expect((await post('/api/rulings', { kind: 'merge', from, into })).status).toBe(409)
  expect(await (await post('/api/rulings', { kind: 'merge', from: into, into })).json()).toEqual({ message: '不能把事项并入它自己' })
})

test('what cannot be ruled or asked is answered in Chinese', async () => {
  for (const body of [{}, { kind: 'merge', from: 1 }, { kind: 'split', issue: 1, postings: [] }, { kind: 'correct', posting: 1, field: 'text', value: 'x' }]) {
    const response = await post('/api/rulings', body)
    expect(response.status).toBe(400)
    expect(((await response.json()) as { message: string }).message).toMatch(/^请求不完整或格式有误：✖ (无效|数值过小)/)
  }
  expect((await get('/api/issues/999999')).status).toBe(404)
  expect((await get('/api/repeats?from=2026-02-30')).status).toBe(400)
  expect((await get('/api/repeats?from=2026-03-02&to=2026-03-01')).status).toBe(400)
  expect((await get('/api/repeats?by=reporter')).status).toBe(400)
})

test('what a correction may say is told with names', async () => {
  const choices = await read<CorrectionChoices>('/api/rulings/choices')
  expect(choices.category.find(({ value }) => value === '0101')).toEqual({ value: '0101', name: '占道经营', group: '市容环卫' })
  expect(choices.unit.find(({ value }) => value === 'cg')!.name).toBe('区城管局')
  expect(choices.place.length).toBeGreaterThan(100)
  expect(choices.purpose.map(({ value }) => value)).toContain('投诉')
})

test('the three figures are told with their basis, by name, for days of Beijing time', async () => {
  const asDay = (at: number): string => new Date(at + 8 * hour).toISOString().slice(0, 10)
  const report = await read<RepeatReport>(`/api/repeats?from=${asDay(Date.now() - 12 * day)}&to=${asDay(Date.now())}&by=channel`)
  expect(report.rows.map(({ name }) => name)).toContain('“12345”热线')
  expect(report.total.concentrated.count.registered + report.total.concentrated.count.crawled).toBeGreaterThan(0)
  expect(report.to - report.from).toBe(13 * day)
  for (const words of Object.values(report.basis)) expect(words).toContain('分母为')
})
