import { expect, test } from 'vitest'
import { openSource } from '../../../../crawlers/configured.ts'
import { noWatch } from '../../../support/watch.ts'
import { day } from '../../../../shared/clock.ts'
import { sourceSchema } from '../../../../shared/district.ts'

const url = 'https://feeds.example.test/liuan.xml'
const written = Date.parse('2026-11-20T08:00:00+08:00')
const item = '<item><guid isPermaLink="false">a1</guid><title>停水通知</title><pubDate>Fri, 20 Nov 2026 08:00:00 +0800</pubDate></item>'
const xml = Buffer.from(`<rss version="2.0"><channel><title>柳岸发布</title>${item}</channel></rss>`)
const open = (adapter: string, options: object = {}) =>
  openSource(sourceSchema.parse({ id: 'w', name: 'w', adapter, channel: 'news', url, enabled: true, every: 60, delay: 0, local: false, options }), noWatch)

/** One visit at a time; the site answers 304 to whoever asks with the validators it gave. */
function visit(source: ReturnType<typeof open>, cursor: unknown, at: number) {
  const visiting = source.visit(cursor, at)
  const ask = visiting.next()
  if (!ask) throw new Error('nothing asked')
  const known = ask.validators?.etag === '"1"'
  const page = { url, status: known ? 304 : 200, headers: { 'etag': '"1"', 'content-type': 'text/xml' }, bytes: known ? new Uint8Array() : xml, fetchedAt: at }
  const reading = source.parse(page)
  const found = visiting.take(ask, reading, page)
  return { state: reading.state, degraded: reading.degraded, found, cursor: JSON.parse(JSON.stringify(visiting.cursor())) as unknown }
}

test('an account that has written nothing for too long is in trouble although its feed answers, at each visit from then on', () => {
  const source = open('wechat', { quietDays: 3 })
  const first = visit(source, null, written + day)
  expect([first.state, first.degraded, first.found.map(({ externalId, kind }) => [externalId, kind])]).toEqual(['ok', null, [['a1', 'news']]])
  const unchanged = visit(source, first.cursor, written + 2 * day)
  expect([unchanged.state, unchanged.degraded]).toEqual(['not-modified', null])
  const silent = visit(source, unchanged.cursor, written + 4 * day)
  expect([silent.state, silent.degraded]).toEqual(['ok', '公众号已 4 天没有新文章：订阅所用的账号可能进了“小黑屋”或已失效，请到订阅服务里查看'])
  expect(visit(source, silent.cursor, written + 5 * day).degraded).toMatch(/^公众号已 5 天/)
})

test('any other feed may be silent for as long as it likes', () => {
  const source = open('feed')
  const { cursor } = visit(source, null, written + day)
  expect(visit(source, cursor, written + 90 * day).state).toBe('not-modified')
})

test('a cursor from before the newest item was noted is still good', () => {
  const kept = { validators: { etag: '"1"', lastModified: null }, items: 1 }
  expect(open('feed').visit(kept, written).next()?.validators).toEqual(kept.validators)
})
