import { afterEach, describe, expect, test } from 'vitest'
import { day, hour, minute } from '../../../../shared/clock.ts'
import { sourceSchema } from '../../../../shared/district.ts'
import { readOpening } from '../../../../crawlers/sample-town/opening.ts'
import { createTimeline } from '../../../../crawlers/sample-town/plan/timeline.ts'
import { kinds } from '../../../../crawlers/sample-town/plan/happening.ts'
import { truth } from '../../../../crawlers/sample-town/truth.ts'
import { closeTestTowns, hits, openTestTown, opened, type TestTown } from '../../../support/open-town.ts'

afterEach(closeTestTowns)

const list = (board: number, page = 1, order = 'lastpost') => `/forum/forum.php?mod=forumdisplay&fid=${board}&orderby=${order}&page=${page}`
const allPaths = [
  list(2), list(37, 1, 'dateline'), '/forum/', '/letters/', '/news/feed.xml', '/exports/', '/exports/hotline-20261122.csv', '/', '/robots.txt',
]

const post = (town: TestTown, fields: Record<string, string>) => town.bytes('/forum/forum.php?mod=post&action=newthread&topicsubmit=yes', {
  method: 'POST', body: new URLSearchParams({ fid: '2', username: '湖边人', subject: '测试帖', message: '正文', ...fields }),
})

describe('the sample town', () => {
  test('tells the same to the byte for the same seed and clock, and something else for another seed', async () => {
    const [one, same, other] = [await openTestTown(), await openTestTown(), await openTestTown({ seed: 'other' })]
    const normal = (town: TestTown, text: string) => text.replaceAll(town.url, '')
    for (const path of allPaths) expect(normal(same, await same.text(path)), path).toBe(normal(one, await one.text(path)))
    expect(await other.text(list(2))).not.toBe(await one.text(list(2)))
  })

  test('shows the same past under the same ids after a restart, even with another pace', async () => {
    const town = await openTestTown()
    town.clock.at += 3 * hour
    const before = await Promise.all(allPaths.map((path) => town.text(path)))
    const again = await town.restart({ pace: 3 })
    for (const [index, path] of allPaths.entries()) {
      expect((await again.text(path)).replaceAll(again.url, ''), path).toBe(before[index]?.replaceAll(town.url, ''))
    }
  })

  test('keeps the seed it was opened with', async () => {
    const town = await openTestTown()
    const before = await town.text(list(2))
    expect(await (await town.restart({ seed: 'other' })).text(list(2))).toBe(before)
  })

  test('hands out sources that the contract of sources accepts', async () => {
    const { sources } = await openTestTown()
    expect(sources.map((source) => sourceSchema.parse(source).adapter)).toEqual(['export', 'discuz', 'page', 'feed'])
    for (const source of sources) {
      expect(source).toMatchObject({ demo: true, allowPrivate: true, local: source.adapter !== 'feed' })
      expect(source.every).toBeLessThanOrEqual(5)
    }
  })

  test('grows live at about the pace that was set, and not at all with a pace of 0', async () => {
    const count = async (pace: number) => {
      const town = await openTestTown({ pace, days: 1 })
      const opening = (await readOpening(town.dataDir))!
      return truth(opening, opened + 2 * hour).filter(({ at, kind }) => at > opened && kind !== 'burst').length
    }
    const [quiet, lively] = [await count(0), await count(10)]
    // A birth every 13 s, its replies filling the rest: 554 in two hours, give or take three standard deviations.
    expect(lively - quiet).toBeGreaterThan(554 - 3 * 24)
    expect(lively - quiet).toBeLessThan(554 + 3 * 24)
  })

  test('serves nothing of the truth', async () => {
    const town = await openTestTown({ days: 30 })
    town.clock.at += hour
    const opening = (await readOpening(town.dataDir))!
    const matters = new Set(truth(opening, town.clock.at).map(({ matter }) => matter).filter((matter) => matter !== null))
    expect(matters.size).toBeGreaterThan(300)
    const days = Array.from({ length: 31 }, (_, index) => new Date(opened - index * day).toISOString().slice(0, 10).replaceAll('-', ''))
    const paths = [
      ...allPaths, ...[2, 37, 39].flatMap((board) => [1, 2, 3].map((page) => list(board, page))), ...days.map((date) => `/exports/hotline-${date}.csv`),
    ]
    const served = (await Promise.all(paths.map((path) => town.text(path)))).join('\n')
    const tids = hits(served, /normalthread_(\d{10})"/g)
    const threads = await Promise.all(tids.map((tid) => town.text(`/forum/forum.php?mod=viewthread&tid=${tid}`)))
    const everything = served + threads.join('\n')
    expect(everything.includes('matter:')).toBe(false)
    for (const kind of kinds) expect(new RegExp(`\\b${kind}\\b`).test(everything), kind).toBe(false)
  })

  test('is open within a second and answers pages within milliseconds', async () => {
    const started = performance.now()
    const town = await openTestTown({ days: 30 })
    expect(performance.now() - started).toBeLessThan(1_000)
    for (const path of allPaths) await town.bytes(path)
    const before = performance.now()
    for (let turn = 0; turn < 50; turn += 1) await town.bytes(list(2))
    expect((performance.now() - before) / 50).toBeLessThan(25)
  })

  test('refuses what it does not know', async () => {
    const town = await openTestTown()
    const paths = ['/x', '/letters/1.html', '/exports/hotline-20300101.csv', '/exports/hotline-20261399.csv', '/forum/x.php', '/news/9.html']
    const statuses = await Promise.all(paths.map(async (path) => (await town.bytes(path)).status))
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404])
    expect((await town.bytes('/', { method: 'DELETE' })).status).toBe(405)
  })
})

describe('the form of the forum', () => {
  test('puts a thread at the head of its board at once, and a restart keeps it there', async () => {
    const town = await openTestTown({ pace: 0 })
    town.clock.at += minute
    const answer = await post(town, { subject: '路灯又<坏>了 & 没人修', message: '第一行\r\n第二行😀' })
    expect(answer.status).toBe(303)
    const [tid] = hits(answer.headers.get('location') ?? '', /tid=(\d+)/g)
    const head = async (from: TestTown) => hits(await from.text(list(2)), /normalthread_(\d+)/g)[0]
    expect(await head(town)).toBe(tid)
    const again = await town.restart()
    expect(await head(again)).toBe(tid)
    const page = await again.text(`/forum/forum.php?mod=viewthread&tid=${tid}`)
    expect(page).toContain('路灯又&#60;坏&#62;了 &#38; 没人修')
    expect(page).toContain('第一行<br />\n第二行😀')
    expect(page).toContain('湖边人')
  })

  test('gives every thread of one second its own id', async () => {
    const town = await openTestTown()
    const answers = await Promise.all(Array.from({ length: 15 }, (_, index) => post(town, { subject: `第${index}帖` })))
    const again = await town.restart()
    const more = await post(again, { subject: '重启后' })
    expect(new Set([...answers, more].map(({ headers }) => headers.get('location'))).size).toBe(16)
  })

  test('serves a thread on the GBK board in GBK, with references for what GBK lacks', async () => {
    const town = await openTestTown()
    const answer = await post(town, { fid: '36', subject: '大魏村没水😡', message: '䶮家𠮷院停水' })
    const page = await town.bytes(`/forum/${answer.headers.get('location')}`)
    expect(page.headers.get('content-type')).toBe('text/html; charset=gbk')
    const text = new TextDecoder('gb18030', { fatal: true }).decode(page.body)
    expect(text).toContain('大魏村没水&#128545;')
    expect(text).toContain('&#134071;院停水')
  })

  test('refuses an empty title, an unknown board and a text without end', async () => {
    const town = await openTestTown()
    for (const [field, value] of [['subject', ' '], ['fid', '99'], ['message', '长'.repeat(10_001)]] as const) {
      const answer = await post(town, { [field]: value })
      expect(new TextDecoder().decode(answer.body)).toContain('id="messagetext"')
    }
    expect((await post(town, { message: 'x'.repeat(300_000) })).status).toBe(413)
    expect(createTimeline((await readOpening(town.dataDir))!).begins).toBe(opened - 6 * day)
  })
})
