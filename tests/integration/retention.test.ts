import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { day } from '../../shared/clock.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { forgetDue } from '../../server/retention.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const log = createLog('test', 'silent')
const start = Date.parse('2026-01-01T00:00:00Z')
let services: TestServices
let db: Database

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, log)
})
afterAll(async () => {
  await db.end()
  await services.stop()
})
beforeEach(async () => {
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources, evidence')
})

const forgetAfter = (days: number): Promise<void> => forgetDue(db, district, { now: () => start + days * day }, log)
const stored = async (externalId: string) =>
  (await db.query<{ title: string; body: string; url: string | null; reporter: string | null }>('select title, body, url, reporter from postings where external_id = $1', [externalId])).rows[0]!

/** Records a posting and what the line would have decided about it. */
async function decide(externalId: string, counted: boolean, issue: number | null = null, more: { reporter?: string; at?: number } = {}): Promise<number> {
  const { at = start, ...told } = more
  await record(db, district, [makePosting({ externalId, url: `https://example.cn/${externalId}`, ...told })], undefined, at)
  const { rows: [row] } = await db.query<{ id: number }>('select id from postings where external_id = $1', [externalId])
  const id = row!.id
  await db.query(`insert into enrichments (district, posting, purpose, counted, enrichment) values ($1, $2, '投诉', $3, '{"maskedTitle": "甲", "maskedText": "乙"}')`, [district, id, counted])
  await db.query(`insert into memberships (district, posting, issue, confidence, reason, model) values ($1, $2, $3, 1, '{}', 'test')`, [district, id, issue ?? id])
  return id
}

test('hashes of reporters go after 180 days, words of what counts stay', async () => {
  await decide('a', true)
  await forgetAfter(179)
  expect((await stored('a')).reporter).toBe('aaaa')
  await forgetAfter(181)
  expect(await stored('a')).toMatchObject({ reporter: null, title: '润园小区楼顶违建无人管', url: 'https://example.cn/a' })
})

test('without their hash, people stay as many voices of an issue as they were, and are nobody in any other', async () => {
  const issue = await decide('a', true)
  await decide('b', true, issue)
  await decide('c', true, issue, { reporter: 'bbbb' })
  await decide('later', true, issue, { at: start + 100 * day })
  await decide('elsewhere', true)
  await forgetAfter(181)
  const voices = async () => new Map((await db.query<{ external_id: string; voice: string | null; reporter: string | null }>(
    'select external_id, voice, reporter from postings')).rows.map((row) => [row.external_id, row]))
  const first = await voices()
  expect(first.get('a')?.voice).toBeTruthy()
  expect(first.get('b')?.voice).toBe(first.get('a')?.voice)
  expect(first.get('later')).toMatchObject({ voice: first.get('a')?.voice, reporter: 'aaaa' })
  expect(new Set([...first.values()].map(({ voice }) => voice)).size).toBe(3)
  expect(first.get('elsewhere')?.voice).not.toBe(first.get('a')?.voice)
  // What comes after the older ones were forgotten joins the voice of what still has its hash.
  await decide('last', true, issue, { at: start + 190 * day })
  await forgetAfter(281)
  expect((await voices()).get('last')).toMatchObject({ voice: first.get('a')?.voice, reporter: 'aaaa' })
  expect((await voices()).get('later')?.reporter).toBeNull()
})

test('the words of what counts nowhere and stands alone go after 90 days, and do not come back', async () => {
  await decide('stray', false)
  await forgetAfter(89)
  expect((await stored('stray')).body).not.toBe('')
  await forgetAfter(91)
  expect(await stored('stray')).toEqual({ title: '', body: '', url: null, reporter: null })
  const { rows } = await db.query('select enrichment from enrichments')
  expect(rows[0]).toEqual({ enrichment: { maskedTitle: '', maskedText: '' } })
  expect(await record(db, district, [makePosting({ externalId: 'stray', url: 'https://example.cn/stray' })], undefined, start + 92 * day)).toEqual({ added: 0, changed: 0, same: 1 })
  expect((await stored('stray')).body).toBe('')
})

test('what is linked to an issue or kept as evidence stays', async () => {
  const issue = await decide('counted', true)
  await decide('reply', false, issue)
  const proof = await decide('evidence', false)
  await db.query(`insert into evidence (district, posting, source, url, asked_by, asked_at, state) values ($1, $2, 'test', 'https://example.cn', 'admin', 0, 'kept')`, [district, proof])
  await forgetAfter(120)
  for (const id of ['counted', 'reply', 'evidence']) expect((await stored(id)).body, id).not.toBe('')
})
