import { afterEach, expect, test } from 'vitest'
import { day } from '../../../../shared/clock.ts'
import { closeTestTowns, hits, openTestTown, type TestTown } from '../../../support/open-town.ts'

afterEach(closeTestTowns)

const list = (board: number, page = 1, order = 'lastpost') => `/forum/forum.php?mod=forumdisplay&fid=${board}&orderby=${order}&page=${page}`
/** A page in the encoding that its header names. */
async function read(town: TestTown, path: string): Promise<string> {
  const { headers, body } = await town.bytes(path)
  return new TextDecoder(hits(headers.get('content-type') ?? '', /charset=(\S+)/g)[0]).decode(body)
}

const rows = (page: string) => hits(page, /id="normalthread_(\d+)"/g)

/** Every page of a board. */
async function pagesOf(town: TestTown, board: number, order: string): Promise<string[]> {
  const first = await read(town, list(board, 1, order))
  const last = Number(hits(first, /共 (\d+) 页/g)[0] ?? 1)
  return Promise.all(Array.from({ length: last }, (_, index) => read(town, list(board, index + 1, order))))
}

test.each([2, 37, 39])('the pages of board %i add up to its threads, in both orders', async (board) => {
  const town = await openTestTown({ days: 30 })
  const total = Number(hits(await town.text('/forum/'), new RegExp(`fid=${board}">[^<]+</a></h2></td><td>主题 (\\d+)`, 'g'))[0])
  expect(total).toBeGreaterThan(20)
  for (const order of ['lastpost', 'dateline']) {
    const pages = (await pagesOf(town, board, order)).map(rows)
    expect(pages.slice(0, -1).every((page) => page.length === 20)).toBe(true)
    expect(new Set(pages.flat()).size).toBe(total)
    expect(pages.flat()).toHaveLength(total)
  }
})

test('the order of opening holds new threads first, pinned notices stand on the first page only', async () => {
  const town = await openTestTown({ days: 30 })
  const [first, second] = [await town.text(list(2, 1, 'dateline')), await town.text(list(2, 2, 'dateline'))]
  const ids = [...rows(first), ...rows(second)].filter((id) => id.length === 10).map(Number)
  expect(ids).toEqual(ids.toSorted((a, b) => b - a))
  expect(first).toContain('stickthread_1"')
  expect(second).not.toContain('stickthread_')
})

test('past its end a board shows its first page and a thread its last', async () => {
  const town = await openTestTown({ days: 30 })
  expect(rows(await town.text(list(2, 99)))).toEqual(rows(await town.text(list(2, 1))))
  const [tid] = rows(await town.text(list(2)))
  expect(await town.text(`/forum/forum.php?mod=viewthread&tid=${tid}&page=9`)).toBe(await town.text(`/forum/forum.php?mod=viewthread&tid=${tid}`))
})

test('the township board is GBK and nothing else: lists, threads and their headers', async () => {
  const town = await openTestTown({ days: 30 })
  const page = await town.bytes(list(36))
  expect(page.headers.get('content-type')).toBe('text/html; charset=gbk')
  expect(() => new TextDecoder('utf-8', { fatal: true }).decode(page.body)).toThrow()
  const text = new TextDecoder('gb18030', { fatal: true }).decode(page.body)
  expect(text).toContain('镇街之声')
  const thread = await town.bytes(`/forum/forum.php?mod=viewthread&tid=${rows(text).find((id) => id.length === 10)}`)
  expect(thread.headers.get('content-type')).toBe('text/html; charset=gbk')
})

test('threads are moved, deleted, edited and anonymous, answered by offices and hidden, as on any forum', async () => {
  const town = await openTestTown({ days: 120 })
  const lists = (await Promise.all([2, 37, 39].map((board) => pagesOf(town, board, 'dateline')))).flat().join('\n')
  const stub = hits(lists, /normalthread_(\d{11})"/g)[0]!
  expect(lists).toContain('移动:<a')
  const led = await town.bytes(`/forum/forum.php?mod=viewthread&tid=${stub}`)
  expect(led.status).toBe(302)
  expect((await town.bytes(`/forum/${led.headers.get('location')}`)).status).toBe(200)

  const tids = rows(lists).filter((id) => id.length === 10)
  const threads = await Promise.all(tids.map((tid) => read(town, `/forum/forum.php?mod=viewthread&tid=${tid}`)))
  const some = (mark: RegExp) => threads.filter((thread) => mark.test(thread)).length
  for (const mark of [/class="pstatus"/, /匿名&nbsp;/, />区\S{2,8}局回复</, /class="locked"/, /<blockquote>/]) {
    expect(some(mark), String(mark)).toBeGreaterThan(0)
  }
})

test('a deleted thread leaves the list and answers 404 in the words of the forum', async () => {
  const town = await openTestTown({ days: 60 })
  const known = new Set((await Promise.all([2, 37, 39].map((board) => pagesOf(town, board, 'dateline')))).flat().flatMap(rows))
  town.clock.at += 2 * day
  const left = new Set((await Promise.all([2, 37, 39].map((board) => pagesOf(town, board, 'dateline')))).flat().flatMap(rows))
  const gone = [...known].filter((tid) => !left.has(tid))
  const answers = await Promise.all(gone.map((tid) => town.bytes(`/forum/forum.php?mod=viewthread&tid=${tid}`)))
  const deleted = answers.filter(({ status }) => status === 404)
  // A thread that was moved to the township board is still there.
  expect(deleted).toHaveLength(gone.length)
  expect(left.size).toBeGreaterThan(known.size)
  for (const { body } of deleted) expect(new TextDecoder().decode(body)).toContain('id="messagetext"')
})

test('hostile postings are served as text: no script of theirs, lone surrogates as references', async () => {
  const town = await openTestTown({ days: 32 })
  const tids = (await Promise.all([2, 36, 37].map((board) => pagesOf(town, board, 'dateline')))).flat().flatMap(rows).filter((id) => id.length === 10)
  const pages = (await Promise.all(tids.map((tid) => read(town, `/forum/forum.php?mod=viewthread&tid=${tid}`)))).join('\n')
  expect(pages.includes('&#60;script&#62;alert(')).toBe(true)
  expect(pages.includes('&#55357;')).toBe(true)
  expect(/<script|<img|<svg|onerror=alert\(1\)>/.exec(pages)?.[0]).toBeUndefined()
})
