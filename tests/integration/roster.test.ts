/** Running crawlers take up what the console changes, share sources among themselves, keep pauses across a restart, and do errands. */
import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { hour, minute, second } from '../../shared/clock.ts'
import { sourceSchema, type SourceConfig } from '../../shared/district.ts'
import type { Errand, TryAnswer } from '../../shared/errand.ts'
import { root } from '../../shared/node/config.ts'
import { askErrand, readErrand, type ErrandState } from '../../shared/node/errands.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { importSession } from '../../shared/node/site-sessions.ts'
import { saveSourceConfig } from '../../shared/node/sources.ts'
import type { SourceHealth } from '../../shared/source.ts'
import { TestForum } from '../support/forum.ts'
import { district } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database
let forum: TestForum
let url: string
let file: string
const children: ChildProcess[] = []
const key = 'the key of this test'

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl, { onError: () => undefined })
  await migrate(db, createLog('test', 'silent'))
  file = join(services.dataDir, 'sources.json')
})
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources, site_sessions, errands')
  writeFileSync(file, '[]')
  forum = new TestForum()
  url = await forum.open()
  for (let n = 0; n < 3; n++) forum.post(`第${n}帖`, '内容', Date.now() - hour + n * minute)
})
afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => end(child, 'SIGKILL')))
  await forum.close()
})
afterAll(async () => {
  await db.end()
  await services.stop()
})

function start(): ChildProcess {
  const env = {
    ...process.env, DATABASE_URL: services.databaseUrl, DATA_DIR: join(services.dataDir, 'data'), SOURCES_FILE: file, SESSION_KEY: key, LOG_LEVEL: 'silent',
  }
  const child = fork(join(root, 'crawlers/main.ts'), { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  children.push(child)
  return child
}
async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  child.kill(signal)
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}
const config = (id: string, more: Partial<SourceConfig> = {}): SourceConfig => sourceSchema.parse({
  id, name: id, adapter: 'discuz', channel: 'forum', url, enabled: true, every: 1, delay: 0, local: true, allowPrivate: true, options: { boards: [2] }, ...more,
})
const save = (changed: SourceConfig) => saveSourceConfig(db, district, changed, 'operator', Date.now())
const health = async (source: string): Promise<SourceHealth | null> =>
  (await db.query<{ health: SourceHealth | null }>('select health from sources where source = $1', [source])).rows[0]?.health ?? null
const stateIs = (source: string, state: string) => until(async () => (await health(source))?.state === state, 60 * second)
async function until(what: () => Promise<boolean>, ms: number): Promise<void> {
  for (const last = Date.now() + ms; Date.now() < last; await sleep(20)) if (await what()) return
  throw new Error('it did not come to pass in time')
}
async function ask(errand: Errand): Promise<ErrandState> {
  const id = await askErrand(db, district, errand, 'operator', Date.now())
  await until(async () => (await readErrand(db, district, id))?.doneAt !== null, 60 * second)
  return (await readErrand(db, district, id))!
}
const connected = () => until(async () => (await db.query(`select 1 from pg_stat_activity where application_name = 'tinghu-crawlers'`)).rows.length > 0, 60 * second)

test('a source that is added, changed and disabled in the console is taken up without a restart, beside those of the file', async () => {
  writeFileSync(file, JSON.stringify([config('of-file')]))
  const child = start()
  await stateIs('of-file', 'OK')
  await save(config('added'))
  await stateIs('added', 'OK')
  await save(config('added', { options: { boards: [3] }, name: '改名' }))
  await until(async () => (await health('added'))?.name === '改名', 60 * second)
  expect(forum.asked.some((path) => path.includes('fid=3'))).toBe(true)
  await save(config('added', { enabled: false }))
  await stateIs('added', 'DISABLED')
  const asked = forum.asked.filter((path) => path.includes('fid=3')).length
  await until(async () => forum.asked.length > asked + 3, 60 * second)
  expect(forum.asked.filter((path) => path.includes('fid=3')).length).toBe(asked)
  expect((await health('of-file'))?.state).toBe('OK')
  await expect(save(config('of-file'))).rejects.toThrow('已被配置文件里的采集源占用')
  expect(child.exitCode).toBeNull()
}, 180_000)

test('a source that is broken, unreadable or past its date says so and stops nobody', async () => {
  writeFileSync(file, JSON.stringify([config('good'), config('gopher', { adapter: 'gopher' }), config('past', { options: { boards: [2], until: '2026-01-31' } })]))
  await save(config('wrong', { options: { boards: 'all of them', pages: -1 } }))
  await save({ ...config('torn'), every: -5 })
  start()
  await stateIs('good', 'OK')
  await stateIs('wrong', 'PARSE_BROKEN')
  await stateIs('torn', 'PARSE_BROKEN')
  expect(await health('gopher')).toMatchObject({ state: 'PARSE_BROKEN', reason: expect.stringContaining('配置有误') as string })
  expect(await health('past')).toMatchObject({ state: 'DISABLED', reason: expect.stringContaining('已到期（2026-01-31）') as string })
}, 180_000)

test('of two crawlers one works for a site, and the other takes over when it is killed', async () => {
  writeFileSync(file, JSON.stringify([config('a'), config('b')]))
  let inside = 0
  let most = 0
  forum.door = (_request, response) => {
    most = Math.max(most, ++inside)
    response.on('close', () => { inside-- })
    return false
  }
  const first = start()
  await stateIs('b', 'OK')
  start()
  await until(async () => (await db.query(`select 1 from pg_stat_activity where application_name = 'tinghu-crawlers'`)).rows.length === 2, 60 * second)
  const holders = async () => (await db.query<{ pid: number }>(`select pid from pg_locks where locktype = 'advisory' and granted`)).rows.map(({ pid }) => pid)
  const [holder] = await holders()
  await sleep(1_500)
  expect(await holders()).toEqual([holder])
  await end(first, 'SIGKILL')
  forum.post('接班以后', '内容', Date.now())
  await until(async () => (await db.query(`select 1 from postings where title = '接班以后'`)).rows.length > 0, 60 * second)
  expect((await holders())[0]).not.toBe(holder)
  expect(most).toBe(1)
}, 180_000)

test('a pause outlives a restart; an operator ends it, and then one request probes before anything else is asked', async () => {
  writeFileSync(file, JSON.stringify([config('forum', { options: { boards: [2, 3, 4] } })]))
  forum.fault = '432'
  const first = start()
  await stateIs('forum', 'BLOCKED')
  const { until: pause, since, failures } = (await health('forum'))!
  expect(pause).toBeGreaterThan(Date.now() + 9 * minute)
  await end(first, 'SIGTERM')
  const [asked] = [forum.asked.length]
  start()
  await connected()
  await sleep(2_000)
  expect(forum.asked.length).toBe(asked)
  expect(await ask({ kind: 'visit', source: 'forum' })).toMatchObject({ failure: null })
  await until(async () => (await health('forum'))?.failures === failures + 1, 60 * second)
  expect(forum.asked.slice(asked).filter((path) => path !== '/robots.txt')).toHaveLength(1)
  expect(await health('forum')).toMatchObject({ state: 'BLOCKED', since })
  expect((await health('forum'))!.until! - Date.now()).toBeGreaterThan(19 * minute)
  forum.fault = 'none'
  await ask({ kind: 'visit', source: 'forum' })
  await stateIs('forum', 'OK')
  expect(await health('forum')).toMatchObject({ until: null, failures: 0 })
  await until(async () => (await db.query('select 1 from postings')).rows.length === 3, 60 * second)
}, 180_000)

test('a session that is lent wakes the sources of its site at once, and is not slept through by crawlers that start after it', async () => {
  forum.door = ({ headers }, response) => {
    if (headers.cookie === 'auth=1') return false
    response.writeHead(302, { location: '/member.php?mod=logging&action=login' }).end()
    return true
  }
  const lend = (text: string) => importSession(db, district, key, { text, userAgent: 'Mozilla/5.0 Operator', site: '127.0.0.1' }, 'operator', Date.now())
  await save(config('members'))
  const first = start()
  await stateIs('members', 'NEEDS_LOGIN')
  await lend('auth=1')
  await stateIs('members', 'OK')
  await lend('auth=2')
  await stateIs('members', 'NEEDS_LOGIN')
  await end(first, 'SIGTERM')
  await lend('auth=1')
  start()
  await stateIs('members', 'OK')
}, 180_000)

test('an errand that cannot be done is answered in Chinese and ends nothing', async () => {
  const child = start()
  await connected()
  expect(await ask({ kind: 'visit', source: 'nowhere' })).toMatchObject({ failure: expect.stringContaining('没有在采集') as string })
  expect((await ask({ kind: 'dance' } as unknown as Errand)).failure).toContain('不认识的任务')
  expect((await ask({ kind: 'visit', source: 'nowhere' })).failure).not.toBeNull()
  expect(child.exitCode).toBeNull()
}, 180_000)

test('an address that somebody pasted is looked at, inside only where a configured source is', async () => {
  writeFileSync(file, JSON.stringify([config('forum')]))
  start()
  await stateIs('forum', 'OK')
  const { answer, failure } = await ask({ kind: 'try', url: `${url}forum.php?mod=forumdisplay&fid=2` })
  expect(failure).toBeNull()
  expect((answer as TryAnswer).proposals[0]?.source.adapter).toBe('discuz')
  const other = new TestForum()
  const inside = await other.open()
  expect((await ask({ kind: 'try', url: inside })).answer).toMatchObject({ refusal: expect.any(String) as string, proposals: [] })
  expect(other.asked).toEqual([])
  await other.close()
}, 180_000)

test('crawlers that lose PostgreSQL for a while go on afterwards', async () => {
  writeFileSync(file, JSON.stringify([config('forum')]))
  const child = start()
  await stateIs('forum', 'OK')
  await services.killPostgres()
  await sleep(500)
  forum.post('断线期间', '内容', Date.now())
  await services.restartPostgres()
  await until(async () => (await db.query(`select 1 from postings where title = '断线期间'`).catch(() => ({ rows: [] }))).rows.length === 1, 60 * second)
  expect(child.exitCode).toBeNull()
}, 180_000)
