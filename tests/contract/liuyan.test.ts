import { describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import type { Ask, Found } from '../../crawlers/source.ts'
import { day, minute } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { noWatch } from '../support/watch.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')

interface Letter {
  tid: string
  at: number
  content: string
  state: string
  answer?: string
}

/** A message board in memory: ten letters on a page, long ones cut in the list and whole on their own page. */
class Board {
  letters: Letter[] = []
  #ids = 9_000_000

  write(at: number, content = '请修一修。'): Letter {
    const letter = { tid: String(++this.#ids), at, content, state: '待回复' }
    this.letters.unshift(letter)
    return letter
  }

  page(ask: Ask, at: number): Page {
    const answer = (status: number, body: string): Page => ({ url: ask.url, status, headers: { 'content-type': 'application/json' }, bytes: Buffer.from(body), fetchedAt: at })
    if (ask.form) {
      const after = BigInt(ask.form.lastItem ?? '0')
      const shown = this.letters.filter(({ tid }) => after === 0n || BigInt(tid) < after).slice(0, Number(ask.form.pageSize ?? 10))
      const entries = shown.map(({ tid, at: written, content, state, answer: words }) => ({
        tid: '@@' + tid, nickName: '柳岸居民', subject: '题', content: content.length > 20 ? `${content.slice(0, 20)}...` : content, dateline: Math.floor(written / 1_000), stateInfo: state,
        ...(words ? { answerId: 1, answerContent: words, answerOrganization: '柳岸区城管局', answerDateline: Math.floor(at / 1_000) } : { answerId: null, answerContent: null }),
      }))
      // Ids as bare numbers, as the site writes them.
      return answer(200, JSON.stringify({ result: 'success', responseData: entries }).replace(/"@@(\d+)"/g, '$1'))
    }
    const letter = this.letters.find(({ tid }) => ask.url.endsWith(`tid=${tid}`))
    if (!letter) return answer(404, '<html><head><title>404</title></head><body>页面不存在</body></html>')
    return answer(200, `<html><body><span class="context-title-text">题</span><h3 class="grey2">陈***</h3><p class="content">${letter.content}</p></body></html>`)
  }
}

function walk(board: Board, { cursor = null, at = now, options = {}, instead = () => null }: { cursor?: unknown; at?: number; options?: object; instead?: (ask: Ask) => Partial<Page> | null } = {}) {
  const source = openSource(sourceSchema.parse({
    id: 'l', name: 'l', adapter: 'liuyan', channel: 'board', url: 'https://liuyan.people.com.cn/threads/list?fid=1029', enabled: true, every: 60, delay: 0, local: true, options,
  }), noWatch)
  const visit = source.visit(cursor, at)
  const found: Found[] = []
  const asked: Ask[] = []
  for (let ask = visit.next(); ask && asked.length < 100; ask = visit.next()) {
    asked.push(ask)
    const page = { ...board.page(ask, at), ...instead(ask) }
    const reading = source.parse(page)
    found.push(...visit.take(ask, reading, page))
    if (reading.state === 'blocked') break
  }
  return { found, asked, cursor: JSON.parse(JSON.stringify(visit.cursor())) as unknown, trouble: visit.trouble() }
}

const filled = (letters: number) => {
  const board = new Board()
  for (let n = letters; n > 0; n--) board.write(now - n * day)
  return board
}
const idsOf = (found: readonly Found[]): string[] => found.map(({ externalId }) => externalId)
const long = '从去年夏天开始，柳岸路东段的路灯就一直不亮，晚上接孩子放学看不清路，反映过好几次。'

describe('a visit to the message board', () => {
  test('asks with the form of the site, page by page, by the last letter of the page before', () => {
    const { asked, found } = walk(filled(25))
    expect(asked.map(({ form }) => form)).toEqual([
      { fid: '1029', state: '1', lastItem: '0' }, { fid: '1029', state: '1', lastItem: '9000016' }, { fid: '1029', state: '1', lastItem: '9000006' }, { fid: '1029', state: '1', lastItem: '9000001' },
    ])
    expect(asked.every(({ headers, url }) => headers?.referer === 'https://liuyan.people.com.cn/threads/list?fid=1029' && !url.includes('/v1/'))).toBe(true)
    expect(new Set(idsOf(found)).size).toBe(25)
    expect(found.every(({ kind, raw }) => kind === 'letter' && raw.text === '请修一修。\n（待回复）')).toBe(true)
  })

  test('the front end of 2026 is asked below its own path, for as many letters as are wanted', () => {
    const source = openSource(sourceSchema.parse({
      id: 'l', name: 'l', adapter: 'liuyan', channel: 'board', url: 'https://liuyan.people.com.cn/pro-dfbbs-front/', enabled: true, every: 60, delay: 0, local: true, options: { forums: [1029], pageSize: 20 },
    }), noWatch)
    expect(source.visit(null, now).next()).toMatchObject({ url: 'https://liuyan.people.com.cn/pro-dfbbs-front/threads/queryThreadsList', form: { fid: '1029', lastItem: '0', pageSize: '20' } })
  })

  test('later visits read until what is known: a new letter costs two requests, none one', () => {
    const board = filled(25)
    const { cursor } = walk(board)
    expect(walk(board, { cursor, at: now + minute }).asked).toHaveLength(1)
    const fresh = board.write(now + minute)
    const next = walk(board, { cursor, at: now + 2 * minute })
    expect([next.asked.length, idsOf(next.found)]).toEqual([2, [fresh.tid]])
  })

  test('an answer or another state of an old letter is found by the daily pass, and handed on as a revision with its reply', () => {
    const board = filled(25)
    const { cursor } = walk(board)
    const [, ...rest] = board.letters
    Object.assign(rest.at(-1) ?? {}, { state: '已办理', answer: '已修好。' })
    Object.assign(rest.at(-2) ?? {}, { state: '办理中' })
    const same = walk(board, { cursor, at: now + minute })
    expect(same.found).toEqual([])
    const next = walk(board, { cursor: same.cursor, at: now + day })
    expect(next.found.map(({ kind, raw }) => [kind, raw.text, raw.official, raw.author])).toEqual([
      ['letter', '请修一修。\n（已办理）', false, '柳岸居民'], ['reply', '已修好。', true, '柳岸区城管局'], ['letter', '请修一修。\n（办理中）', false, '柳岸居民'],
    ])
    expect(next.found[1]?.parent).toBe(next.found[0]?.externalId)
  })

  test('a letter that the list cuts is opened once, and keeps what became of it', () => {
    const board = filled(3)
    const cut = board.write(now, long)
    const first = walk(board)
    expect(first.found.find(({ externalId }) => externalId === cut.tid)?.raw).toMatchObject({ text: `${long}\n（待回复）`, state: 'visible', author: '柳岸居民' })
    expect(walk(board, { cursor: first.cursor, at: now + minute }).asked).toHaveLength(1)
    cut.state = '办理中'
    const next = walk(board, { cursor: first.cursor, at: now + 2 * minute })
    expect(next.found.map(({ raw }) => raw.text)).toEqual([`${long}\n（办理中）`])
  })

  test('its beginning is handed on where it can not be opened; a whole letter is never replaced by its beginning', () => {
    const board = filled(1)
    const cut = board.write(now, long)
    const shut = (ask: Ask) => (ask.form ? null : { bytes: Buffer.from('<html><body><div id="app"></div></body></html>') })
    const first = walk(board, { instead: shut })
    expect(first.found.find(({ externalId }) => externalId === cut.tid)?.raw.state).toBe('partial')
    const second = walk(board, { cursor: first.cursor, at: now + minute })
    expect(second.found.map(({ raw }) => raw.state)).toEqual(['visible'])
    cut.state = '办理中'
    expect(walk(board, { cursor: second.cursor, at: now + 2 * minute, instead: shut }).found).toEqual([])
  })

  test('a page whose words are not those of the list is not believed', () => {
    const board = filled(1)
    board.write(now, long)
    const visit = walk(board, { instead: (ask) => (ask.form ? null : { bytes: Buffer.from('<html><body><h3 class="grey2">x</h3><p class="content">请先阅读发帖须知</p></body></html>') }) })
    expect(visit.trouble).toBe('留言页的正文与列表对不上，页面可能改版')
    expect(visit.found.map(({ raw }) => raw.text)).not.toContain('请先阅读发帖须知')
  })

  test('a wall breaks the visit off, and the next one begins anew: nothing is missed', () => {
    const board = filled(25)
    const first = walk(board, { instead: ({ page }) => (page === 2 ? { status: 403, bytes: Buffer.from('Forbidden') } : null) })
    const second = walk(board, { cursor: first.cursor, at: now + minute })
    expect(new Set(idsOf([...first.found, ...second.found])).size).toBe(25)
    expect(first.found.length + second.found.length).toBe(25)
  })

  test('letters that come in while it reads are neither missed nor read twice', () => {
    const board = filled(25)
    const first = walk(board, { instead: () => (board.letters.length < 28 ? (board.write(now), null) : null) })
    const second = walk(board, { cursor: first.cursor, at: now + minute })
    const ids = idsOf([...first.found, ...second.found])
    expect(new Set(ids)).toEqual(new Set(board.letters.map(({ tid }) => tid)))
    expect(ids).toHaveLength(board.letters.length)
  })

  test('a letter that is no longer listed is gone at the second sighting only', () => {
    const board = filled(5)
    let { cursor } = walk(board)
    const [lost] = board.letters.splice(2, 1)
    const gone: string[][] = []
    for (const days of [1, 2, 3, 4]) {
      const visit = walk(board, { cursor, at: now + days * day })
      cursor = visit.cursor
      gone.push(idsOf(visit.found.filter(({ raw }) => raw.state === 'gone')))
    }
    expect(gone).toEqual([[], [lost?.tid], [], []])
  })

  test('a forum that had letters and shows none is suspected', () => {
    const { cursor } = walk(filled(3))
    expect(walk(new Board(), { cursor, at: now + minute }).trouble).toMatch(/原有留言/)
    expect(walk(new Board()).trouble).toBeNull()
  })
})
