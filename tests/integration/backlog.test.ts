/** Old and bulky data come in through record, and the town of today goes on as if they had not. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listAlerts } from '../../server/archive/alerts.ts'
import { day, hour, minute } from '../../shared/clock.ts'
import { record } from '../../shared/node/record.ts'
import { blankOrder, type Posting, type WorkOrder } from '../../shared/posting.ts'
import type { TrendTable } from '../../shared/trend-view.ts'
import type { PostingCard, WallSections } from '../../shared/wall.ts'
import { openLine, type TestLine } from '../support/line.ts'
import { district, makeComplaints, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let line: TestLine

beforeEach(async () => {
  services = await startTestServices()
  line = await openLine(services)
  line.start()
})
afterEach(async () => {
  await line.close()
  await services.stop()
})

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
const keyOf = (name: string): string => `{${district}}:${name}`

async function section<Name extends keyof WallSections>(name: Name): Promise<WallSections[Name]> {
  return JSON.parse((await line.redis.hget(keyOf('sections'), name)) ?? 'null') as WallSections[Name]
}

/** Until all is applied, judged and pushed: nothing is left to be judged, and a beat has gone by after that. */
async function settled(): Promise<void> {
  await line.caughtUp()
  for (let quiet = 0; quiet < 6;) {
    await pause(500)
    quiet = (await line.redis.scard(keyOf('dirty'))) === 0 ? quiet + 1 : 0
  }
}

const words = ['有人扬言要跳楼讨说法', '多人聚集准备群体性上访', '整个小区停水', '门口闻到燃气泄漏的味道']

/** What an import makes of the office's rows: every row of it comes in now. */
function orders(count: number, from: number, to: number, order: (publishedAt: number, index: number) => Partial<WorkOrder>, place: (index: number) => string = () => ''): Posting[] {
  return makeComplaints(count, from, Math.floor((to - from) / count)).map((made, index) => ({
    ...made, source: 'office-hotline', channel: 'hotline', kind: 'work-order', externalId: `HZ${from}-${index}`, receivedAt: Date.now(),
    title: `${place(index)}${made.title}`, text: `${place(index)}${made.text}${index % 25 === 0 ? `${words[(index / 25) % words.length]}。` : ''}`,
    workOrder: { ...blankOrder, orderNumber: `HZ${from}-${index}`, unit: '区住建局', ...order(made.publishedAt, index) },
  }))
}

async function bring(postings: Posting[]): Promise<void> {
  for (let at = 0; at < postings.length; at += 500) await record(line.db, district, postings.slice(at, at + 500))
}

const fresh = (id: string, ago: number, given: Partial<Posting> = {}): Posting => makePosting({
  externalId: id, reporter: `fresh-${id}`, publishedAt: Date.now() - ago, receivedAt: Date.now(), title: '苏源绿洲健身器材损坏',
  text: '苏源绿洲中心广场的健身器材坏了几台，一直没有人来修，孩子们没有地方玩，请安排更换。', ...given,
})
const alertsNow = () => listAlerts(line.db, district, 'all')

test('a year of old orders leaves the town of today as it is, and what comes in beside them is judged', async () => {
  const now = Date.now()
  const matter = { title: '盛世华庭路灯不亮', text: '盛世华庭附近晚上一片漆黑，老人出门容易摔倒，路灯已经坏了半个多月，报修电话打了几次都说在安排。' }
  const closed = { ...blankOrder, orderNumber: 'new-1', unit: '区城管局', closedAt: now - 3 * day }
  await record(line.db, district, [fresh('closed', 10 * day, { ...matter, source: 'office-hotline', channel: 'hotline', kind: 'work-order', workOrder: closed })])
  const old = orders(6_000, Date.UTC(2018, 0, 1), Date.UTC(2018, 11, 31), (publishedAt, index) => ({
    closedAt: index % 10 === 0 ? null : publishedAt + 4 * day, satisfied: index % 7 === 0 ? false : null, returns: index % 50 === 0 ? 2 : 0,
  }))
  await bring([...old.slice(0, 3_000), ...old.slice(3_000).reverse()])
  await record(line.db, district, [fresh('a', 3 * minute), fresh('b', 2 * minute), fresh('c', minute)])
  await bring(old.map((posting, index) => ({ ...posting, workOrder: { ...posting.workOrder!, status: `第${index % 3}次更新`, satisfied: index % 5 === 0 ? false : null } })).slice(0, 1_000))
  await settled()

  expect(await alertsNow()).toMatchObject([{ rules: ['concentrated'], people: 3, level: 'yellow', popUp: false }])
  expect(await section('concentrated')).toHaveLength(1)
  expect(await section('rebound')).toEqual([])
  expect(await section('today')).toMatchObject({ registered: { now: 0 }, crawled: { now: 3 } })
  const latest = (await line.redis.lrange(keyOf('latest'), 0, -1)).map((text) => JSON.parse(text) as PostingCard)
  expect(latest.filter(({ publishedAt }) => publishedAt < now - 30 * day)).toEqual([])
  expect(latest).toHaveLength(3)
  const { rows } = await line.db.query('select 1 from errands union all select 1 from evidence')
  expect(rows).toEqual([])

  await record(line.db, district, [fresh('again', minute, matter)])
  await settled()
  expect((await alertsNow()).map(({ rules }) => rules).sort()).toEqual([['concentrated'], ['rebound']])
  expect(await section('rebound')).toHaveLength(1)
  expect(await section('today')).toMatchObject({ registered: { now: 0 }, crawled: { now: 4 } })

  // Nothing of 2018 is one matter with anything of today, so that no old open order keeps a matter of today from being closed.
  const { rows: across } = await line.db.query(
    `select m.issue from memberships m join postings p on p.district = m.district and p.id = m.posting
     group by m.issue having max(p.published_at) - min(p.published_at) > $1`, [400 * day])
  expect(across).toEqual([])

  // Whoever takes over the line says the same, and knows no more trends of it.
  await line.stop()
  await line.redis.del(keyOf('trends'))
  line.start()
  await settled()
  expect(await alertsNow()).toHaveLength(2)
  const trends = JSON.parse((await line.redis.get(keyOf('trends')))!) as TrendTable
  expect(trends.rows.filter(({ burst }) => burst !== null)).toEqual([])
  // Four of today and the order that was closed; nothing else was counted.
  expect(Math.max(...trends.rows.flatMap(({ windows }) => windows.map(({ seen }) => seen)))).toBe(5)
}, 120_000)

test.each(['oldest first', 'newest first'])('the last sixty days brought at once, %s, raise no burst, and their closing afterwards no flood', async (turn) => {
  const now = Date.now()
  const names = [...'春夏秋冬江河湖海松柏桃柳云霞星月']
  const place = (index: number): string => `${names[index % 16]}${names[Math.floor(index / 16) % 16]}${names[(index * 5) % 16]}苑小区`
  const late = orders(4_000, now - 60 * day, now - hour, () => ({}), place)
  await bring(turn === 'oldest first' ? late : late.toReversed())
  await settled()
  const before = await alertsNow()
  const silent = ['burst', 'surge', 'negative', 'rebound', 'dissatisfied', 'hide-and-seek', 'returned']
  const speaking = (alerts: Awaited<ReturnType<typeof alertsNow>>): string[] => alerts.filter(({ rules }) => rules.some((rule) => silent.includes(rule))).map(({ sentence }) => sentence)
  expect(speaking(before)).toEqual([])
  // What is raised speaks of the orders of the last day, some seventy, and of nothing older.
  expect(before.length).toBeGreaterThan(0)
  const states = await line.redis.hmget(keyOf('issues'), ...before.map(({ subject }) => subject.id))
  expect(states.filter((state) => (JSON.parse(state!) as { lastAt: number }).lastAt < now - day)).toEqual([])

  await bring(late.slice(0, 1_000).map((posting, index) => ({
    ...posting, workOrder: { ...posting.workOrder!, closedAt: posting.publishedAt + 3 * day, satisfied: index % 4 !== 0 },
  })))
  await settled()
  expect((await alertsNow()).map(({ id }) => id).sort((a, b) => a - b)).toEqual(before.map(({ id }) => id).sort((a, b) => a - b))
  expect(await section('rebound')).toEqual([])

  // One that was closed today and did not satisfy is told.
  await bring([{ ...late[3_000]!, workOrder: { ...late[3_000]!.workOrder!, closedAt: now - hour, satisfied: false } }])
  await settled()
  expect(speaking(await alertsNow())).toHaveLength(1)
}, 120_000)
