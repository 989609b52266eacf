import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { loadSource } from '../../shared/node/sources.ts'
import { readFeed, readHead } from '../../server/archive/feed.ts'
import { makeOrder } from '../support/grouped.ts'
import { district, makeComplaints, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

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
  await db.query('truncate districts, postings, events, revisions, enrichments, memberships, issues, sources')
})

test('what is recorded again counts as the same and takes no number', async () => {
  const postings = makeComplaints(50, 0, 1_000)
  expect(await record(db, district, postings)).toEqual({ added: 50, changed: 0, same: 0 })
  expect(await record(db, district, postings)).toEqual({ added: 0, changed: 0, same: 50 })
  expect((await readHead(db, district, 0)).recorded).toBe(50)
})

test('a changed posting is a revision with a number of its own, and its former words are kept', async () => {
  await record(db, district, [makePosting({ externalId: '1', text: '路灯坏了' }), makePosting({ externalId: '2' })])
  await record(db, district, [makePosting({ externalId: '1', text: '路灯坏了，补充：在东门' })])
  const { postings: events } = await readFeed(db, district, 0, 10)
  expect(events.map(({ posting }) => [posting.number, posting.id, posting.revision])).toEqual([[1, 1, 1], [2, 2, 1], [3, 1, 2]])
  const { rows } = await db.query('select revision, body from revisions')
  expect(rows).toEqual([{ revision: 1, body: '路灯坏了' }])
})

test('a posting that is gone from its source keeps the words that were recorded', async () => {
  await record(db, district, [makePosting({ externalId: '1', title: '路灯坏了', text: '东门的路灯坏了' })])
  const gone = makePosting({ externalId: '1', title: '', text: '', state: 'gone' })
  expect(await record(db, district, [gone])).toEqual({ added: 0, changed: 1, same: 0 })
  expect(await record(db, district, [gone, makePosting({ externalId: 'never-seen', text: '', state: 'gone' })])).toEqual({ added: 0, changed: 0, same: 2 })
  const { rows } = await db.query('select title, body, state from postings')
  expect(rows).toEqual([{ title: '路灯坏了', body: '东门的路灯坏了', state: 'gone' }])
})

test('counters that change all day make no revision', async () => {
  await record(db, district, [makePosting({ externalId: '1' })])
  const counts = { views: 900, replies: 4, reposts: null, likes: null }
  expect(await record(db, district, [makePosting({ externalId: '1', counts })])).toEqual({ added: 0, changed: 0, same: 1 })
  expect((await readHead(db, district, 0)).recorded).toBe(1)
})

test('the newest counters are kept without an event; one that is not told stays as it was', async () => {
  const told = (views: number | null, replies: number | null) => ({ views, replies, reposts: null, likes: null })
  const stored = async () => (await db.query<{ counts: unknown }>('select counts from postings')).rows[0]?.counts
  await record(db, district, [makePosting({ externalId: '1', counts: told(10, 1) })])
  await record(db, district, [makePosting({ externalId: '1', counts: told(900, null) })])
  expect(await stored()).toEqual(told(900, 1))
  await record(db, district, [makePosting({ externalId: '1', text: '路灯修好了', counts: told(null, 7) })])
  expect(await stored()).toEqual(told(900, 7))
})

test('numbers have no gap and follow the order of commit when many doors record at once', async () => {
  const all = makeComplaints(600, 0, 1_000)
  const doors = Array.from({ length: 6 }, (_, door) => all.filter((_posting, index) => index % 6 === door))
  await Promise.all(doors.map(async (mine) => {
    for (let at = 0; at < mine.length; at += 20) await record(db, district, mine.slice(at, at + 20))
  }))
  const { postings: events } = await readFeed(db, district, 0, 1_000)
  expect(events.map(({ posting }) => posting.number)).toEqual(Array.from({ length: 600 }, (_, index) => index + 1))
  expect(new Set(events.map(({ posting }) => posting.externalId)).size).toBe(600)
})

test('a cursor moves with its postings or not at all', async () => {
  const config = { id: 'forum-1' }
  await record(db, district, [makePosting({ externalId: '1' })], { source: 'forum-1', cursor: { high: 1 } })
  expect((await loadSource(db, district, config)).cursor).toEqual({ high: 1 })
  const broken = makePosting({ externalId: '2', publishedAt: Number.NaN })
  await expect(record(db, district, [broken], { source: 'forum-1', cursor: { high: 2 } })).rejects.toThrow()
  expect((await loadSource(db, district, config)).cursor).toEqual({ high: 1 })
})

test('hostile text is stored as text: NUL, lone surrogates and bidirectional overrides are gone, markup stays markup', async () => {
  await record(db, district, [makePosting({ externalId: '1', title: 'a\u0000b\uD800', text: '<script>alert(1)</script>\u202Egnp.exe\n=1+1' })])
  const { postings: [event] } = await readFeed(db, district, 0, 1)
  expect(event!.posting.title).toBe('ab')
  expect(event!.posting.text).toBe('<script>alert(1)</script>gnp.exe\n=1+1')
})

test('an order that tells the same in another turn is the same', async () => {
  const order = { ...makeOrder(null), unit: '区城管局' }
  const turned = Object.fromEntries(Object.entries(order).toReversed()) as typeof order
  await record(db, district, [makePosting({ externalId: 'HZ1', workOrder: order })])
  expect(await record(db, district, [makePosting({ externalId: 'HZ1', workOrder: turned })])).toEqual({ added: 0, changed: 0, same: 1 })
  expect(await record(db, district, [makePosting({ externalId: 'HZ1', workOrder: { ...turned, returns: 1 } })])).toEqual({ added: 0, changed: 1, same: 0 })
})

test('an open order that its source closes is seen before and after at each event', async () => {
  const order = { ...makeOrder(null), unit: '区城管局', status: '办理中' }
  await record(db, district, [makePosting({ externalId: 'HZ1', workOrder: order })])
  await record(db, district, [makePosting({ externalId: 'HZ1', workOrder: { ...order, closedAt: 5, status: '办结' } })])
  const { postings: [opened, closed] } = await readFeed(db, district, 0, 10)
  expect(opened!.posting.workOrder?.closedAt).toBeNull()
  expect(closed!.posting.workOrder?.closedAt).toBe(5)
  expect(closed!.orderBefore?.closedAt).toBeNull()
})
