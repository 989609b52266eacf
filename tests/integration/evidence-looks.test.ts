import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EvidenceCheck } from '../../shared/evidence.ts'
import { openPages } from '../../shared/node/browser.ts'
import { stampPicture } from '../../server/evidence/stamp.ts'
import { openEvidenceTrial, type EvidenceTrial } from '../support/evidence.ts'

let trial: EvidenceTrial

beforeAll(async () => { trial = await openEvidenceTrial() })
afterAll(() => trial.close())
beforeEach(() => trial.clear())

test('a look needs a reason, is on record before it is sent, and holds once, for its person and its evidence', async () => {
  const { id } = await trial.keep()
  expect((await trial.post(`/api/evidence/${id}/open`, { reason: '看' })).status).toBe(400)
  expect((await trial.get(`/api/evidence/${id}/picture?pass=1`)).status).toBe(403)
  const { pass } = await trial.grant(id)
  expect((await trial.get(`/api/evidence/${id + 1}/picture?pass=${pass}`)).status).toBe(403)
  const answers = await Promise.all([0, 1].map(() => trial.get(`/api/evidence/${id}/html?pass=${pass}`)))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 403])
  expect(await trial.audited()).toEqual([
    'evidence.ask admin 领导要求留存', 'evidence.open admin 核实坠物情况', `evidence.html admin 凭第${pass}号登记：核实坠物情况`,
  ])
  const html = answers.find(({ status }) => status === 200)!
  expect(html.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(html.headers.get('content-disposition')).toContain('attachment')
  expect(createHash('sha256').update(Buffer.from(await html.arrayBuffer())).digest('hex')).toBe((await trial.db.query<{ html_sha256: string }>('select html_sha256 from evidence')).rows[0]!.html_sha256)
  await trial.db.query(`update audit_log set at = at - 6 * 60 * 1000`)
  const old = await trial.grant(id)
  await trial.db.query('update audit_log set at = at - 6 * 60 * 1000 where id = $1', [old.pass])
  expect((await trial.get(`/api/evidence/${id}/picture?pass=${old.pass}`)).status).toBe(403)
})

test('what cannot be put on record is not shown', async () => {
  const { id } = await trial.keep()
  const { pass } = await trial.grant(id)
  await trial.db.query(`create function refuse() returns trigger language plpgsql as $$ begin raise exception 'the log is full'; end $$;
    create trigger refuse before insert on audit_log for each row execute function refuse()`)
  try {
    const answer = await trial.get(`/api/evidence/${id}/picture?pass=${pass}`)
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toContain('json')
    expect((await trial.post(`/api/evidence/${id}/open`, { reason: '再看一次' })).status).toBe(500)
  } finally {
    await trial.db.query('drop trigger refuse on audit_log; drop function refuse')
  }
  expect((await trial.get(`/api/evidence/${id}/picture?pass=${pass}`)).status).toBe(200)
})

test('each look has its own watermark, and the original stays as it was', async () => {
  const { id, picture } = await trial.keep()
  const look = async (): Promise<Buffer> => {
    const answer = await trial.get(`/api/evidence/${id}/picture?pass=${(await trial.grant(id)).pass}`)
    expect(answer.headers.get('content-type')).toBe('image/jpeg')
    return Buffer.from(await answer.arrayBuffer())
  }
  const first = await look()
  await new Promise((resolve) => setTimeout(resolve, 1_000))
  const second = await look()
  expect(first.equals(second)).toBe(false)
  const { rows: [row] } = await trial.db.query<{ picture: Buffer }>('select picture from evidence')
  expect(createHash('sha256').update(row!.picture).digest('hex')).toBe(picture!.sha256)
})

test('the watermark is made of the very characters of a name, on a machine without Chinese fonts too', async () => {
  await trial.keep()
  const { rows: [row] } = await trial.db.query<{ picture: Buffer }>('select picture from evidence')
  const pages = openPages(null)
  const stamp = (by: string) => stampPicture(pages, row!.picture, { evidence: 1, by, at: 0, sha256: 'a'.repeat(64) })
  // Boxes in place of what is missing would look the same.
  const [lake, marsh, again] = [await stamp('湖'), await stamp('泽'), await stamp('湖')]
  await pages.close()
  expect(Buffer.compare(lake, again)).toBe(0)
  expect(Buffer.compare(lake, marsh)).not.toBe(0)
})

test('a check tells whether a single bit has changed', async () => {
  const { id } = await trial.keep()
  const check = async (): Promise<EvidenceCheck> => (await trial.post(`/api/evidence/${id}/check`, {})).json() as Promise<EvidenceCheck>
  expect(await check()).toMatchObject({ picture: true, html: true })
  await trial.db.query('update evidence set picture = set_bit(picture, 4000, 1 - get_bit(picture, 4000))')
  expect(await check()).toMatchObject({ picture: false, html: true })
})

test('a wall gets nothing of it', async () => {
  const { id } = await trial.keep()
  for (const path of ['/api/evidence?posting=1', `/api/evidence/${id}/picture?pass=1`, '/api/postings/1/earlier']) {
    expect((await fetch(`${trial.gatewayUrl}${path}${path.includes('?') ? '&' : '?'}kiosk=k`)).status).toBe(401)
  }
})
