import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { hour } from '../../shared/clock.ts'
import { sourceSchema } from '../../shared/district.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { loadPage } from '../evaluate/parse.ts'
import { noWatch } from '../support/watch.ts'
import { midAt } from '../support/weibo.ts'

const account = { uid: '1700000002', account: 'media', approvedBy: '值班长', until: '2026-12-31' }
const open = (adapter: string, options: object = {}) => openSource(sourceSchema.parse({
  id: 'w', name: '微博', adapter, channel: 'weibo', url: 'https://m.weibo.cn/', enabled: true, every: 900, delay: 5_000, local: false, options,
}), noWatch)
const search = open('weibo-search')
const at = Date.parse('2026-11-22T21:30:00+08:00')
const page = (body: string | object, more: Partial<Page> = {}): Page => ({
  url: 'https://m.weibo.cn/api/container/getIndex', status: 200, headers: {}, fetchedAt: at,
  bytes: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)), ...more,
})

test('all three sources read every stored answer alike, whatever it is', async () => {
  const pages = join(import.meta.dirname, '../fixtures/pages')
  const folders = readdirSync(pages).filter((name) => name.startsWith('weibo-')).flatMap((name) => readdirSync(join(pages, name)).map((site) => join(pages, name, site)))
  const files = folders.flatMap((folder) => readdirSync(folder).filter((name) => !/expected|options|meta/.test(name)).map((name) => join(folder, name)))
  expect(files.length).toBeGreaterThan(20)
  for (const file of files) {
    const stored = await loadPage(file)
    const reading = search.parse(stored)
    expect(open('weibo-user', account).parse(stored)).toEqual(reading)
    expect(open('weibo-hot').parse(stored)).toEqual(reading)
  }
})

describe('a refusal is a state with its reason, never an empty list', () => {
  test.each([
    ['432', page('', { status: 432 }), 'blocked', 12 * hour],
    ['418', page('', { status: 418 }), 'blocked', 12 * hour],
    ['403 after many searches', page('<html></html>', { status: 403 }), 'blocked', 12 * hour],
    ['a login that has run out', page({ ok: -100, url: 'https://m.weibo.cn/login.php' }), 'login-required', null],
    ['the same as text', page({ ok: '-100' }), 'login-required', null],
    ['a human check', page({ ok: -100, errno: '-100', url: 'https://m.weibo.cn/captcha?scene=limit' }), 'captcha', null],
    ['a visitor page', page('<html><head><title>Sina Visitor System</title></head></html>'), 'blocked', null],
    ['a bot detector', page('<html><script>wbBotDetector()</script></html>'), 'blocked', null],
    ['the login page', page('<html><head><title>登录 - 微博通行证</title></head></html>'), 'login-required', null],
    ['a way to the login', page('', { status: 302, headers: { location: 'https://passport.weibo.com/visitor/visitor' } }), 'login-required', null],
    ['a way to the human check', page('', { status: 302, headers: { location: 'https://m.weibo.cn/captcha?x=1' } }), 'captcha', null],
    ['a page after such a way', page('<html></html>', { url: 'https://passport.weibo.cn/signin/login' }), 'login-required', null],
    ['words about haste', page({ ok: 0, msg: '请求过于频繁,歇歇吧', data: { cards: [] } }), 'rate-limited', hour],
    ['another shape', page({ ok: 1, data: { statuses: [] } }), 'unknown-page', null],
    ['no shape', page('[1, 2]'), 'unknown-page', null],
    ['half an answer', page('{"ok": 1, "data": {"cards": ['), 'incomplete', null],
  ] as const)('%s', (_, answer, state, pauseMs) => {
    const reading = search.parse(answer)
    expect([reading.state, reading.pauseMs, reading.postings]).toEqual([state, pauseMs, []])
    expect(reading.message).not.toBeNull()
  })

  test('what somebody searched for or wrote is no wall', () => {
    const mid = midAt(at)
    const words = 'verified passport.weibo.com login captcha Sina Visitor System wbBotDetector'
    const card = `<html><body><div mid="${mid}" action-type="feed_list_item"><p node-type="feed_list_content" nick-name="某人">${words}</p></div></body></html>`
    const asked = page(card, { url: `https://s.weibo.com/realtime?q=${encodeURIComponent('/login captcha passport.')}` })
    expect(search.parse(asked)).toMatchObject({ state: 'ok', postings: [{ id: mid, text: words }] })
    expect(search.parse(page(`<html><body><div class="card-no-result">没有 ${words}</div></body></html>`))).toMatchObject({ state: 'ok', postings: [] })
  })
})

describe('a card', () => {
  const mid = midAt(at - hour)
  const card = (from: string, attributes: string) => page(`<html><body><div ${attributes}><a class="name" href="//weibo.com/1700000001">某人</a>
    <p node-type="feed_list_content">路灯不亮</p>${from}</div></body></html>`)

  test.each(['p', 'div'])('is read with its address in a %s, its attributes in any order', (tag) => {
    const from = `<${tag} class="from"><a href="//weibo.com/1700000001/AbCdEfGhI?refer_flag=1">\n 1小时前 \n</a> 来自 <a href="x">iPhone</a></${tag}>`
    for (const attributes of [`action-type="feed_list_item" mid="${mid}" class="card-wrap"`, `class="card-wrap" mid="${mid}" action-type="feed_list_item"`]) {
      expect(search.parse(card(from, attributes)).postings).toMatchObject([{ id: mid, url: 'https://weibo.com/1700000001/AbCdEfGhI', author: '某人', time: '2026-11-22T20:30:00+08:00' }])
    }
  })

  test('whose shape has changed is no empty result', () => {
    expect(search.parse(card('', 'action-type="feed_list_item" data-id="1"')).state).toBe('unknown-page')
  })
})

test('a posting speaks for an office by its verification or by configuration, never by its name alone', () => {
  const mblog = (user: object) => page({ ok: 1, data: { id: midAt(at), text: '停水通知', user } })
  const official = (user: object, officials: string[] = []) => open('weibo-search', { officials }).parse(mblog(user)).postings[0]?.official
  expect(official({ screen_name: '湖城区住建局', verified: true, verified_type: 1 })).toBe(true)
  expect(official({ screen_name: '湖城区住建局', verified: false, verified_type: -1 })).toBe(false)
  expect(official({ screen_name: '湖城晚报', verified: true, verified_type: 3 })).toBe(false)
  expect(official({ screen_name: '湖城晚报', verified: true, verified_type: 3 }, ['湖城晚报'])).toBe(true)
})
