import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { day, hour, systemClock } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'
import type { EarlierList } from '../../shared/posting-trace.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { connectRedis } from '../../shared/node/redis.ts'
import type { Posting } from '../../shared/posting.ts'
import { raiseAlert } from '../../server/archive/alerts.ts'
import { readEarlierWords, readTraces } from '../../server/archive/traces.ts'
import { createAttendant } from '../../server/attend.ts'
import { ensureAdministrator } from '../../server/auth/users.ts'
import { createEvidenceAsker } from '../../server/evidence/ask.ts'
import { startGateway } from '../../server/gateway.ts'
import { createLiveState } from '../../server/live-state/store.ts'
import { alertOf } from '../support/fixture-wall.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const registered = ['hotline']
const start = Date.UTC(2026, 10, 22)
let services: TestServices
let db: Database

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
})
afterAll(async () => {
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  await db.query('truncate postings, revisions, events, memberships, evidence, errands, districts')
})

const threadAt = (id: string) => `http://forum.example/thread-${id}-1-1.html`
const recordOne = async (at: number, given: Partial<Posting> & { externalId: string }): Promise<number> => {
  await record(db, district, [makePosting({ url: threadAt(given.externalId), ...given })], undefined, at)
  const { rows: [row] } = await db.query<{ id: number }>('select id from postings where external_id = $1', [given.externalId])
  return row!.id
}
const join = (posting: number, issue: number) =>
  db.query(`insert into memberships (district, posting, issue, confidence, reason, model) values ($1, $2, $3, 1, '{}', 'test')`, [district, posting, issue])
const traceOf = async (posting: number) => (await readTraces(db, district, registered, [posting])).get(posting)

test('a posting that nothing happened to has a page and nothing else; what is registered has none', async () => {
  const thread = await recordOne(start, { externalId: '1' })
  expect(await traceOf(thread)).toEqual({ hasPage: true, edits: 0, gone: null, answeredAt: null, evidence: { kept: 0, waiting: 0 } })
  for (const given of [{ url: null }, { channel: 'hotline' }, { kind: 'work-order' as const }, { url: 'javascript:alert(1)' }]) {
    const other = await recordOne(start, { externalId: JSON.stringify(given), ...given })
    expect(await traceOf(other)).toMatchObject({ hasPage: false })
  }
})

test('edits are counted by changes of words, and what stood there before can be read', async () => {
  const posting = await recordOne(start, { externalId: '1', text: '路灯坏了' })
  await recordOne(start + hour, { externalId: '1', text: '路灯坏了三天' })
  await recordOne(start + 2 * hour, { externalId: '1', text: '路灯坏了三天', images: ['a.jpg'] })
  await recordOne(start + 3 * hour, { externalId: '1', text: '已修好' })
  expect(await traceOf(posting)).toMatchObject({ edits: 2, gone: null })
  expect(await readEarlierWords(db, district, posting, 10)).toMatchObject([{ text: '路灯坏了三天', until: start + 3 * hour }, { text: '路灯坏了', until: start + hour }])
})

test('a posting that was shown in part first and then in full was not edited, nor one that was hidden', async () => {
  const posting = await recordOne(start, { externalId: '1', text: '路灯坏', state: 'partial' })
  await recordOne(start + hour, { externalId: '1', text: '路灯坏了三天', state: 'visible' })
  await recordOne(start + 2 * hour, { externalId: '1', text: '', state: 'shielded' })
  expect(await traceOf(posting)).toMatchObject({ edits: 0, gone: null })
  expect(await readEarlierWords(db, district, posting, 10)).toEqual([])
})

test('a deleted posting says when it was found gone and when its words were last seen; our copy stays', async () => {
  const posting = await recordOne(start, { externalId: '1', text: '路灯坏了' })
  await recordOne(start + hour, { externalId: '1', text: '路灯坏了三天' })
  await recordOne(start + day, { externalId: '1', title: '', text: '', state: 'gone' })
  expect(await traceOf(posting)).toMatchObject({ edits: 1, gone: { foundAt: start + day, lastSeenAt: start + hour } })
  const { rows: [row] } = await db.query<{ body: string }>('select body from postings')
  expect(row!.body).toBe('路灯坏了三天')
})

test('an official answer counts for the thread that it is an answer to', async () => {
  const [thread, other] = [await recordOne(start, { externalId: '1' }), await recordOne(start, { externalId: '2' })]
  const answer = await recordOne(start, { externalId: '11', parent: '1', kind: 'reply', official: true, publishedAt: start + 5 * hour })
  const reply = await recordOne(start, { externalId: '21', parent: '2', kind: 'reply', publishedAt: start + 5 * hour })
  for (const posting of [thread, other, answer, reply]) await join(posting, thread)
  expect(await traceOf(thread)).toMatchObject({ answeredAt: start + 5 * hour })
  expect(await traceOf(other)).toMatchObject({ answeredAt: null })
})

const alertOn = (issue: number, level: Alert['level'], id = 7): Alert => alertOf(0, start, { id, level, subject: { kind: 'issue', id: String(issue) } })
const askedFor = async (): Promise<string[]> => (await db.query<{ url: string }>(
  `select e.url from errands r join evidence e on e.id = (r.errand ->> 'evidence')::bigint where r.kind = 'capture' and e.asked_by = '系统' order by e.id`)).rows.map(({ url }) => url)

test('an orange alert has the newest five pages of its issue taken, a thread once, and none of what is registered or gone', async () => {
  for (let index = 0; index < 8; index++) await join(await recordOne(start, { externalId: `t${index}`, publishedAt: start + index * hour }), 1)
  await join(await recordOne(start, { externalId: 'r', parent: 't7', kind: 'reply', publishedAt: start + 9 * hour }), 1)
  await join(await recordOne(start, { externalId: 'call', channel: 'hotline', publishedAt: start + 20 * hour }), 1)
  await join(await recordOne(start, { externalId: 'lost', publishedAt: start + 20 * hour }), 1)
  await recordOne(start, { externalId: 'lost', state: 'gone', publishedAt: start + 20 * hour })
  await join(await recordOne(start, { externalId: 'elsewhere', publishedAt: start + 20 * hour }), 2)
  await createEvidenceAsker(db, loadDistrict(district)).follow([alertOn(1, 'orange')], start)
  expect((await askedFor()).toSorted()).toEqual(['r', 't3', 't4', 't5', 't6'].map(threadAt).toSorted())
})

test('what rises to red, a process that begins anew and a second alert ask for nothing twice within a day', async () => {
  for (let index = 0; index < 3; index++) await join(await recordOne(start, { externalId: `t${index}` }), 1)
  const asker = createEvidenceAsker(db, loadDistrict(district))
  await asker.follow([alertOn(1, 'yellow')], start)
  expect(await askedFor()).toHaveLength(0)
  await asker.follow([alertOn(1, 'orange')], start)
  await asker.follow([alertOn(1, 'orange')], start)
  await asker.follow([alertOn(1, 'red')], start + hour)
  await createEvidenceAsker(db, loadDistrict(district)).follow([alertOn(1, 'red'), alertOn(1, 'orange', 8)], start + 2 * hour)
  expect(await askedFor()).toHaveLength(3)
  await createEvidenceAsker(db, loadDistrict(district)).follow([alertOn(1, 'red')], start + 25 * hour)
  expect(await askedFor()).toHaveLength(5)
  await createEvidenceAsker(db, loadDistrict(district)).follow([alertOn(1, 'red')], start + 50 * hour)
  expect(await askedFor()).toHaveLength(5)
})

test('the beat of the line asks for the pages of an alert that stands open, however it came to be', async () => {
  const pack = loadDistrict(district)
  const redis = connectRedis(services.redisUrl, () => undefined)
  await join(await recordOne(start, { externalId: 't1' }), 1)
  // Of a rule that is not for walls.
  await raiseAlert(db, { ...alertOn(1, 'orange'), rules: ['dissatisfied'], lowerSince: null, at: start, because: 'test' })
  await createAttendant({ db, live: createLiveState(redis, district, 30), pack, clock: systemClock }).beat(0, true)
  redis.disconnect()
  expect(await askedFor()).toEqual([threadAt('t1')])
})

test('earlier words reach a screen masked', async () => {
  const log = createLog('test', 'silent')
  await ensureAdministrator(db, 'a-good-password')
  const gateway = await startGateway({
    config: readConfig({ PORT: '0', DATA_DIR: services.dataDir }), databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack: loadDistrict(district), log, clock: systemClock,
    secrets: { kioskToken: 'k', reporterKey: 'r', sessionKey: 's' },
  })
  try {
    const login = await fetch(`${gateway.url}/api/session`, {
      method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'admin', password: 'a-good-password' }),
    })
    const posting = await recordOne(start, { externalId: '1', text: '路灯坏了，请打13912345678联系我' })
    await recordOne(start + hour, { externalId: '1', text: '路灯坏了' })
    const answer = await fetch(`${gateway.url}/api/postings/${posting}/earlier`, { headers: { cookie: login.headers.getSetCookie()[0]!.split(';')[0]! } })
    const { earlier: [words] } = await answer.json() as EarlierList
    expect(words!.text).toContain('〔电话〕')
    expect(words!.text).not.toContain('13912345678')
  } finally {
    await gateway.close()
  }
})
