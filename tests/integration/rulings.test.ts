import { afterAll, beforeAll, expect, test } from 'vitest'
import { day, hour } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { record } from '../../shared/node/record.ts'
import type { Ruling } from '../../shared/ruling.ts'
import { recordRuling, readCorrections } from '../../server/archive/rulings.ts'
import { createCorrector } from '../../server/correct.ts'
import { readLiveState, readWindows, recountWindows } from '../support/figures.ts'
import { openLine, type TestLine } from '../support/line.ts'
import { district, makeComplaints, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

const pack = loadDistrict(district)
const startAt = Date.now() - 10 * day
let services: TestServices
let line: TestLine

beforeAll(async () => {
  services = await startTestServices()
  line = await openLine(services)
  line.start()
  await record(line.db, district, makeComplaints(400, startAt, 0.5 * hour))
  await line.caughtUp()
})
afterAll(async () => {
  await line.close()
  await services.stop()
})

const rule = (ruling: Ruling): Promise<number> => recordRuling(line.db, district, ruling, 'admin', Date.now(), createCorrector(pack))
const membersOf = async (issue: number): Promise<number[]> =>
  (await line.db.query<{ posting: number }>('select posting from memberships where issue = $1 order by posting', [issue])).rows.map(({ posting }) => posting)
const issueOf = async (posting: number): Promise<number> =>
  (await line.db.query<{ issue: number }>('select issue from memberships where posting = $1', [posting])).rows[0]!.issue
const largest = async (): Promise<number[]> =>
  (await line.db.query<{ issue: number }>('select issue from memberships group by issue order by count(*) desc, issue limit 6')).rows.map(({ issue }) => issue)

/** The figures in Redis are those of PostgreSQL, and those of a replay from nothing. */
async function expectTrue(): Promise<void> {
  await line.caughtUp()
  expect(await readWindows(line.redis, district)).toEqual(await recountWindows(line.db, district))
  const live = await readLiveState(line.redis, district)
  await line.replay()
  expect(await readLiveState(line.redis, district)).toEqual(live)
}

test('a merger brings all postings over, a replay counts the same, and the emptied issue says where it went', async () => {
  const [into, from] = await largest() as [number, number]
  const [here, there] = [await membersOf(into), await membersOf(from)]
  await rule({ kind: 'merge', from, into })
  await line.caughtUp()
  expect(await membersOf(into)).toEqual([...here, ...there].toSorted((a, b) => a - b))
  expect((await line.db.query('select moved_to from issues where id = $1', [from])).rows).toEqual([{ moved_to: into }])
  const { rows: [member] } = await line.db.query<{ reason: unknown; confidence: number }>('select reason, confidence from memberships where posting = $1', [from])
  expect(member).toEqual({ confidence: 1, reason: { because: 'person', by: 'admin', ruling: 401 } })
  await expectTrue()
})

test('a split names the part without the founder after its earliest posting, and what is like it keeps to it', async () => {
  const [issue] = await largest() as [number]
  const members = await membersOf(issue)
  const leaving = members.filter((_, index) => index % 2 === 1)
  await rule({ kind: 'split', issue, postings: leaving })
  await line.caughtUp()
  expect(await membersOf(leaving[0]!)).toEqual(leaving)
  expect(await membersOf(issue)).toEqual(members.filter((id) => !leaving.includes(id)))
  await expectTrue()
})

test('the founder put apart keeps the number, and the rest is named anew', async () => {
  const issue = (await largest())[1]!
  const rest = (await membersOf(issue)).filter((posting) => posting !== issue)
  await rule({ kind: 'apart', issue, posting: issue })
  await line.caughtUp()
  expect(await membersOf(issue)).toEqual([issue])
  expect(await membersOf(rest[0]!)).toEqual(rest)
  await expectTrue()
})

test('a copy of what was put apart goes with it, before and after a restart, and not back to the issue', async () => {
  const issue = (await largest())[2]!
  const posting = (await membersOf(issue)).at(-1)!
  await rule({ kind: 'apart', issue, posting })
  await line.caughtUp()
  const apart = await issueOf(posting)
  expect(apart).not.toBe(issue)
  const { rows: [words] } = await line.db.query<{ title: string; text: string }>('select title, body as text from postings where id = $1', [posting])
  const copy = (externalId: string) => makePosting({ ...words, externalId, publishedAt: Date.now() - hour, receivedAt: Date.now() })
  await record(line.db, district, [copy('copy-1')])
  await line.caughtUp()
  await line.stop()
  line.start()
  await record(line.db, district, [copy('copy-2')])
  await line.caughtUp()
  const { rows } = await line.db.query<{ issue: number; copy_of: number | null }>(
    `select m.issue, m.copy_of from memberships m join postings p on p.id = m.posting where p.external_id like 'copy-%'`)
  expect(rows.map((row) => row.issue)).toEqual([apart, apart])
  expect(rows.every(({ copy_of: copyOf }) => copyOf !== null)).toBe(true)
  await expectTrue()
})

test('a correction counts for what it says, names the issue anew where it is about its founder, and is a row to train on', async () => {
  const issue = (await largest())[3]!
  for (const [field, value] of [['category', '0301'], ['unit', 'cg'], ['place', pack.places.find(({ kind }) => kind === 'estate')!.id], ['purpose', '咨询']] as const) {
    await rule({ kind: 'correct', posting: issue, field, value })
  }
  await line.caughtUp()
  const { rows: [row] } = await line.db.query<{ category: string; unit: string }>('select category, unit from issues where id = $1', [issue])
  expect(row).toEqual({ category: '0301', unit: 'cg' })
  await rule({ kind: 'correct', posting: issue, field: 'category', value: '0202' })
  await expectTrue()
  const corrections = (await readCorrections(line.db, district)).map(({ field, value }) => [field, value])
  expect(corrections).toEqual([['unit', 'cg'], ['purpose', '咨询'], ['category', '0202']])
})

test('the open alert of a merged issue goes along, or ends with a note where the other issue has one', async () => {
  const [a, b, c] = (await largest()).slice(3) as [number, number, number]
  const raise = async (issue: number): Promise<number> => (await line.db.query<{ id: number }>(
    `insert into alerts (district, subject_kind, subject, title, level, proposed_red, state, rules, sentence, pop_up, count, raised_at, updated_at)
     values ($1, 'issue', $2, '', 'blue', false, 'assigned', '{}', '', false, 1, 0, 0) returning id`, [district, String(issue)])).rows[0]!.id
  const [first, second] = [await raise(a), await raise(c)]
  await rule({ kind: 'merge', from: a, into: b })
  await rule({ kind: 'merge', from: b, into: c })
  await line.caughtUp()
  const { rows } = await line.db.query('select id, subject, state, settled_at is null as open from alerts where id = any($1) order by id', [[first, second]])
  expect(rows).toEqual([{ id: first, subject: String(b), state: 'dismissed', open: false }, { id: second, subject: String(c), state: 'assigned', open: true }])
  const { rows: history } = await line.db.query<{ action: string; by: string; state: string }>('select action, by, state from alert_history where alert = $1 order by at, state', [first])
  expect(history).toEqual([{ action: 'merge', by: 'admin', state: 'assigned' }, { action: 'merge', by: 'admin', state: 'dismissed' }])
  await expectTrue()
})

test('what is not there is refused in words', async () => {
  const [issue] = await largest() as [number]
  const refused: [Ruling, string][] = [
    [{ kind: 'merge', from: issue, into: issue }, '并入它自己'],
    [{ kind: 'merge', from: 999_999, into: issue }, '没有编号为 999999 的事项'],
    [{ kind: 'split', issue, postings: [999_999] }, '不在事项'],
    [{ kind: 'split', issue, postings: await membersOf(issue) }, '全部诉求'],
    [{ kind: 'correct', posting: issue, field: 'category', value: 'nothing' }, '没有编码'],
    [{ kind: 'correct', posting: 999_999, field: 'unit', value: 'cg' }, '没有编号为 999999 的诉求'],
  ]
  for (const [ruling, words] of refused) await expect(rule(ruling), words).rejects.toThrow(words)
})

test('rulings made at once that contradict each other are obeyed as far as they still make sense', async () => {
  const [a, b, c] = await largest() as [number, number, number]
  await line.stop()
  await rule({ kind: 'merge', from: a, into: b })
  await rule({ kind: 'merge', from: b, into: a })
  await rule({ kind: 'merge', from: b, into: c })
  await rule({ kind: 'apart', issue: a, posting: (await membersOf(a))[1]! })
  line.start()
  await line.caughtUp()
  expect(await membersOf(a)).toEqual([])
  await expectTrue()
})
