import { createHash } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { day, hour } from '../../shared/clock.ts'
import { askRechecks } from '../../server/archive/evidence.ts'
import { readTraces } from '../../server/archive/traces.ts'
import { openEvidenceTrial, reason, type EvidenceTrial } from '../support/evidence.ts'
import { district } from '../support/postings.ts'

let trial: EvidenceTrial

beforeAll(async () => { trial = await openEvidenceTrial() })
afterAll(() => trial.close())
beforeEach(() => trial.clear())

test('a page is kept as it was seen, its styles fetched, with the SHA-256 of the very bytes that are stored', async () => {
  const evidence = await trial.keep('/moved')
  const { rows: [row] } = await trial.db.query<{ picture: Buffer; html: Buffer; headers: Record<string, string>; final_url: string; status: number }>('select * from evidence')
  const print = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
  expect(row!.picture.subarray(1, 4).toString()).toBe('PNG')
  expect(row!.html.toString()).toContain('脚本写的字')
  expect(evidence).toMatchObject({
    state: 'kept', finalUrl: `http://${trial.site.host}/thread-2`, status: 200, failure: null, askedBy: 'admin',
    picture: { sha256: print(row!.picture), bytes: row!.picture.length }, html: { sha256: print(row!.html), bytes: row!.html.length },
  })
  expect(row!.headers['content-type']).toContain('text/html')
  expect(JSON.stringify(row!.headers)).not.toContain('secret')
  expect(trial.site.asked).toEqual(['/robots.txt', '/moved', '/thread-2', '/look.css'])
  expect(JSON.stringify(evidence)).not.toContain('漆黑')
})

test('what a page asks of the private network is refused: not one request arrives there', async () => {
  await trial.keep()
  expect(trial.inside.asked).toEqual([])
})

test('an address inside is refused when its source may not go there, and a page that robots.txt forbids; both say so in Chinese', async () => {
  const first = await trial.recordAt('/thread-1')
  await trial.post('/api/evidence', { posting: first, reason })
  expect(await trial.runErrand(false)).toHaveProperty('failure')
  const [refused] = await trial.listed(first)
  expect(refused).toMatchObject({ state: 'failed', picture: null })
  expect(refused!.failure).toContain('不能取证')
  expect(trial.site.asked).toEqual([])

  const second = await trial.recordAt('/private/1')
  await trial.post('/api/evidence', { posting: second, reason })
  await trial.db.query('update errands set done_at = 1 where id = (select min(id) from errands)')
  await trial.runErrand()
  expect((await trial.listed(second))[0]?.failure).toContain('robots.txt 不允许')
  expect(trial.site.asked).toEqual(['/robots.txt'])
})

test('a reply whose own address robots.txt forbids is kept on the page of its thread', async () => {
  await trial.recordAt('/thread-7', { externalId: '7' })
  const reply = await trial.recordAt('/private/findpost-71', { kind: 'reply', parent: '7' })
  await trial.post('/api/evidence', { posting: reply, reason })
  expect(await trial.runErrand()).toEqual({ answer: 'kept' })
  expect((await trial.listed(reply))[0]).toMatchObject({ state: 'kept', finalUrl: `http://${trial.site.host}/thread-7` })
})

test('a site that is busy has said nothing of the page: it can be asked for again', async () => {
  const posting = await trial.recordAt('/busy')
  await trial.post('/api/evidence', { posting, reason })
  await trial.runErrand()
  expect((await trial.listed(posting))[0]).toMatchObject({ state: 'failed', failure: '页面没有打开，可稍后再申请：网站答复 HTTP 429' })
  expect((await trial.post('/api/evidence', { posting, reason })).status).toBe(202)
})

test('a page that says “deleted” is evidence too, with its status; an errand taken up twice keeps one', async () => {
  const evidence = await trial.keep('/gone')
  expect(evidence).toMatchObject({ state: 'kept', status: 404 })
  await trial.db.query('update errands set taken_at = null')
  expect(await trial.runErrand()).toEqual({ answer: 'kept' })
  expect((await trial.listed(evidence.posting))[0]).toEqual(evidence)
})

test('asking needs a reason and a page; nobody gets two at once', async () => {
  const posting = await trial.recordAt('/thread-1')
  expect((await trial.post('/api/evidence', { posting, reason: '看看' })).status).toBe(400)
  expect((await trial.post('/api/evidence', { posting: 999, reason })).status).toBe(404)
  const order = await trial.recordAt('/order', { kind: 'work-order', channel: 'hotline' })
  expect((await trial.post('/api/evidence', { posting: order, reason })).status).toBe(409)
  const answers = await Promise.all([1, 2, 3].map(() => trial.post('/api/evidence', { posting, reason })))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([202, 409, 409])
  expect(await trial.audited()).toEqual(['evidence.ask admin 领导要求留存'])
})

test('what was kept is looked at again on the schedule, once for all steps that were missed, until the page is gone', async () => {
  const { posting, takenAt } = await trial.keep('/thread-1')
  const asksAfter = async (span: number): Promise<number> => {
    const before = (await trial.listed(posting)).length
    await askRechecks(trial.db, district, takenAt! + span)
    return (await trial.listed(posting)).length - before
  }
  const traceOf = async () => (await readTraces(trial.db, district, [], [posting])).get(posting)!
  expect(await asksAfter(hour / 2)).toBe(0)
  expect(await asksAfter(hour)).toBe(1)
  expect(await asksAfter(7 * hour), 'while one waits').toBe(0)
  expect(await trial.runErrand()).toEqual({ answer: 'kept' })
  expect((await trial.listed(posting))[0]).toMatchObject({ askedBy: '定期复查', status: 200 })
  expect(await asksAfter(2 * day)).toBe(1)
  await trial.runErrand()
  expect(await asksAfter(2.5 * day)).toBe(0)
  expect((await traceOf()).gone).toBeNull()

  await trial.db.query('update postings set url = replace(url, $1, $2)', ['/thread-1', '/gone'])
  expect(await asksAfter(3 * day)).toBe(1)
  await trial.runErrand()
  expect((await trial.listed(posting))[0]).toMatchObject({ state: 'kept', status: 404 })
  expect((await traceOf()).gone).not.toBeNull()
  expect(await asksAfter(8 * day), 'a page that is gone').toBe(0)
})
