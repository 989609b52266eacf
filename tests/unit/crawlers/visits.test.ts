import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../../crawlers/configured.ts'
import { noWatch } from '../../support/watch.ts'
import { hasChanged, type KnownThread } from '../../../crawlers/threads/cursor.ts'
import { blankPosting, type Found, type OpenSource } from '../../../crawlers/source.ts'
import { hour } from '../../../shared/clock.ts'
import { sourceSchema } from '../../../shared/district.ts'
import type { Page } from '../../../shared/node/http/fetch.ts'

const pages = join(import.meta.dirname, '../../fixtures/pages')
const stored = (path: string) => readFileSync(join(pages, path))
const open = (adapter: string, url: string, options: unknown = {}) => openSource(sourceSchema.parse({
  id: 's', name: 's', adapter, channel: 'news', url, enabled: true, every: 60, delay: 0, local: true, options,
}), noWatch)

/** Walks a visit through a site of stored bytes; what is not there answers 404. */
function walk(source: OpenSource, site: Record<string, Uint8Array | Partial<Page>>, cursor: unknown, now: number) {
  const visit = source.visit(cursor, now)
  const found: Found[] = []
  const asked: string[] = []
  for (let ask = visit.next(); ask; ask = visit.next()) {
    asked.push(ask.url)
    const given = site[ask.url] ?? { status: 404 }
    const page: Page = { url: ask.url, status: 200, headers: {}, bytes: new Uint8Array(), fetchedAt: now, ...(given instanceof Uint8Array ? { bytes: given } : given) }
    found.push(...visit.take(ask, source.parse(page), page))
  }
  return { found, asked, cursor: JSON.parse(JSON.stringify(visit.cursor())) as unknown, trouble: visit.trouble() }
}
const now = Date.parse('2026-11-22T21:30:00+08:00')

describe('exports', () => {
  const base = 'http://hotline.example.test/export/'
  const source = open('export', base)
  const head = '工单编号,来电时间,诉求类型,标题,诉求内容,来电号码,承办单位,状态,办理结果,办结时间,到期时间,是否满意,退单次数\n'
  const row = (id: string, state: string) => `${id},2026-11-22 08:30:00,投诉,停水,停水了,13900001234,区水务局,${state},,,,,0\n`
  const index = (...days: number[]) => Buffer.from(`<html><body>${days.map((day) => `<a href="${day}.csv">${day}</a>`).join('')}</body></html>`)

  test('are read the oldest first; later only rows that changed are handed on', () => {
    const first = walk(source, { [base]: index(2, 1), [`${base}1.csv`]: Buffer.from(head + row('A', '办理中')), [`${base}2.csv`]: Buffer.from(head + row('B', '办理中')) }, null, now)
    expect(first.found.map(({ externalId, kind }) => [externalId, kind])).toEqual([['A', 'work-order'], ['B', 'work-order']])
    const second = walk(source, { [base]: index(2, 1), [`${base}1.csv`]: { status: 304 }, [`${base}2.csv`]: Buffer.from(head + row('B', '已办结') + row('C', '办理中')) }, first.cursor, now)
    expect(second.found.map(({ externalId, raw }) => [externalId, raw.workOrder?.status])).toEqual([['B', '已办结'], ['C', '办理中']])
  })

  test('older files are asked for once an hour only', () => {
    const days = [1, 2, 3, 4, 5]
    const site = { [base]: index(...days), ...Object.fromEntries(days.map((day) => [`${base}${day}.csv`, Buffer.from(head + row(`D${day}`, '办理中'))])) }
    const first = walk(source, site, null, now)
    expect(walk(source, site, first.cursor, now + 1_000).asked.map((url) => url.slice(base.length))).toEqual(['', '3.csv', '4.csv', '5.csv'])
    expect(walk(source, site, first.cursor, now + hour).asked).toHaveLength(6)
  })

  test('a cut file gives its whole rows and is asked for in full again', () => {
    const site = { [base]: index(1), [`${base}1.csv`]: { bytes: Buffer.from(`${head}${row('A', '办理中')}B,2026`), headers: { etag: '"1"' } } }
    const first = walk(source, site, null, now)
    expect(first.found.map(({ externalId }) => externalId)).toEqual(['A'])
    expect(first.cursor).toMatchObject({ files: { [`${base}1.csv`]: { etag: null } } })
  })
})

describe('a letter box', () => {
  const base = 'http://letters.example.test/'
  const options = JSON.parse(readFileSync(join(pages, 'page/letters/options.json'), 'utf8')) as unknown
  const source = open('page', `${base}list.html`, options)
  const site = { [`${base}list.html`]: stored('page/letters/list.html'), [`${base}letter/8.html`]: stored('page/letters/letter.html') }

  test('gives each letter with its answer, by ids that do not hang on the host', () => {
    const { found } = walk(source, site, null, now)
    expect(found.map(({ kind, externalId, parent }) => [kind, externalId, parent])).toEqual([['letter', '/letter/8.html', null], ['reply', '/letter/8.html#1', '/letter/8.html']])
  })

  test('is read again where a row of the list has changed, and only there', () => {
    const { cursor } = walk(source, site, null, now)
    const answered = Buffer.from(stored('page/letters/list.html').toString().replace('办理中', '已答复').replace('letter/7.html?utm_source=home', 'letter/9.html'))
    const changed = { ...site, [`${base}list.html`]: Buffer.from(stored('page/letters/list.html').toString().replace('已答复', '已归档')) }
    expect(walk(source, site, cursor, now).asked).not.toContain(`${base}letter/8.html`)
    expect(walk(source, changed, cursor, now).asked).toContain(`${base}letter/8.html`)
    expect(walk(source, { ...site, [`${base}list.html`]: answered }, cursor, now).asked).toContain(`${base}letter/9.html`)
  })

  test('that has lost its rows says so', () => {
    const { cursor } = walk(source, site, null, now)
    expect(walk(source, { [`${base}list.html`]: stored('page/letters/other.html') }, cursor, now).trouble).toBe('列表原有条目，现在一条也读不出')
  })
})

describe('a feed', () => {
  const url = 'http://news.example.test/feed'
  const source = open('feed', url)

  test('is asked for with what its last answer gave, unless that was cut', () => {
    const headers = { etag: '"7"', 'last-modified': 'Sun, 22 Nov 2026 00:00:00 GMT' }
    const whole = walk(source, { [url]: { bytes: stored('feed/own/rss.xml'), headers } }, null, now)
    expect(source.visit(whole.cursor, now).next()?.validators).toEqual({ etag: '"7"', lastModified: headers['last-modified'] })
    const cut = walk(source, { [url]: { bytes: stored('feed/own/cut.xml'), headers } }, null, now)
    expect(cut.found).toHaveLength(1)
    expect(source.visit(cut.cursor, now).next()?.validators).toEqual({ etag: null, lastModified: null })
  })

  test('that was full and is empty is suspected', () => {
    const full = walk(source, { [url]: stored('feed/own/rss.xml') }, null, now)
    expect(walk(source, { [url]: stored('feed/own/empty.xml') }, full.cursor, now).trouble).not.toBeNull()
    expect(walk(source, { [url]: stored('feed/own/empty.xml') }, null, now).trouble).toBeNull()
  })
})

test('a cursor of another version is as good as none', () => {
  const source = open('discuz', 'http://bbs.example.test/forum.php?mod=forumdisplay&fid=2')
  expect(source.visit({ threads: 'all' }, now).cursor()).toEqual(source.visit(null, now).cursor())
})

test('a thread has changed by its number of replies or the time of the last one, not by how that time is written', () => {
  const known: KnownThread = { replies: 3, last: '2026-11-22T21:25+08:00', pages: 1, at: now, step: 0, missing: 0 }
  const row = (replies: number | null, lastReplyAt: string | null) => ({ ...blankPosting, replies, lastReplyAt })
  expect(hasChanged(row(4, '2026-11-22T21:25+08:00'), known)).toBe(true)
  expect(hasChanged(row(3, '2026-11-22T21:29+08:00'), known)).toBe(true)
  expect(hasChanged(row(3, '2026-11-22T21:24:30+08:00'), known)).toBe(false)
  expect(hasChanged(row(3, '2026-11-22'), known)).toBe(false)
  expect(hasChanged(row(null, null), known)).toBe(false)
  expect(hasChanged(row(3, null), undefined)).toBe(true)
})
