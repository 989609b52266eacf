import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { startTown, type Town } from '../../crawlers/sample-town/main.ts'
import { tryAddress, type TryDoors } from '../../crawlers/try.ts'
import { systemClock } from '../../shared/clock.ts'
import type { TryAnswer } from '../../shared/errand.ts'
import { openBrowser } from '../../shared/node/browser.ts'
import { openHttp, type HttpDoor } from '../../shared/node/http/fetch.ts'
import { createLog } from '../../shared/node/log.ts'
import { listNames, openListSite, truthOf, type Answers } from '../support/list-site.ts'
import { noWatch } from '../support/watch.ts'

let http: HttpDoor
beforeAll(() => { http = openHttp({ userAgent: 'Mozilla/5.0 (compatible; Tinghu/0.1; +test)', clock: systemClock }) })
afterAll(() => http.close())

const doors = (privateHosts: string[], extra: Partial<TryDoors> = {}): TryDoors => ({
  http, clock: systemClock, watch: noWatch, districtNames: ['清溪'], privateHosts, signal: new AbortController().signal, ...extra,
})
const first = ({ refusal, proposals }: TryAnswer) => {
  expect(refusal).toBeNull()
  return proposals[0]!
}

describe('the sample town', () => {
  let town: Town
  let folder: string
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tinghu-propose-'))
    town = await startTown({ port: 0, seed: 'propose', days: 12, pace: 0, dataDir: folder, clock: systemClock, log: createLog('test', 'silent') })
  })
  afterAll(async () => {
    await town.close()
    await rm(folder, { recursive: true })
  })
  const look = async (path: string) => tryAddress(`${town.url}${path}`, doors([new URL(town.url).host]))
  const linkOn = async (path: string, pattern: RegExp) => {
    const page = await http.fetch(`${town.url}${path}`, { privateHosts: [new URL(town.url).host] })
    return pattern.exec(Buffer.from(page.bytes).toString())![1]!.replaceAll('&amp;', '&')
  }

  test('its forum is proposed with all boards, and each board by itself', async () => {
    const answer = await look('/forum/')
    expect(first(answer)).toMatchObject({ title: 'Discuz! 论坛', source: { adapter: 'discuz', url: `${town.url}/forum/`, channel: 'forum', allowPrivate: true, options: { boards: ['2', '36', '37', '39'] } } })
    expect(first(answer).sample).toHaveLength(10)
    expect(answer.proposals.slice(1).map(({ source }) => source.options)).toContainEqual({ boards: ['36'] })
  })

  test('a board is proposed as itself, a thread as its board', async () => {
    const board = '/forum/forum.php?mod=forumdisplay&fid=36'
    expect(first(await look(board)).source).toMatchObject({ adapter: 'discuz', options: { boards: ['36'] } })
    const thread = await linkOn(board, /id="normalthread_(\d+)"/)
    const proposed = first(await look(`/forum/forum.php?mod=viewthread&tid=${thread}`))
    expect(proposed.source).toMatchObject({ adapter: 'discuz', options: { boards: ['36'] } })
    expect(proposed.sample.every(({ title, time }) => title && time)).toBe(true)
  })

  test('the letter box and each of its letters are proposed as the list of letters, with bodies and answers', async () => {
    const list = first(await look('/letters/'))
    expect(list.source).toMatchObject({ adapter: 'page', channel: 'letterbox', url: `${town.url}/letters/`, options: { kind: 'letter', list: { item: 'ul.letters > li', date: 'span.date' } } })
    expect(list.source.options.detail).toMatchObject({ reply: {} })
    const letter = first(await look(`/letters/${await linkOn('/letters/', /href="(\d+\.html)"/)}`))
    expect(letter.source).toMatchObject({ adapter: 'page', url: `${town.url}/letters/`, options: { list: { item: 'ul.letters > li' } } })
    expect(letter.sample).toHaveLength(10)
  })

  test('the feed, the page that links to it, and a report are proposed as the feed', async () => {
    const feed = `${town.url}/news/feed.xml`
    const report = await linkOn('/news/feed.xml', /<link>[^<]*(\/news\/\d+\.html)<\/link>/)
    for (const path of ['/news/feed.xml', '/news/', report]) {
      const proposed = first(await look(path))
      expect(proposed.source).toMatchObject({ adapter: 'feed', channel: 'news', url: feed })
      expect(proposed.sample.length).toBeGreaterThan(0)
    }
  })

  test('the page of exports is proposed as the hotline', async () => {
    const proposed = first(await look('/exports/'))
    expect(proposed.source).toMatchObject({ adapter: 'export', channel: 'hotline', url: `${town.url}/exports/` })
    expect(proposed.sample.length).toBeGreaterThan(0)
  })
})

describe('plain lists of different build', () => {
  // Some of the lists give no year.
  const clock = { now: () => Date.parse('2026-11-22T23:30:00+08:00') }
  let site: Awaited<ReturnType<typeof openListSite>>
  let still: HttpDoor
  beforeAll(async () => {
    site = await openListSite()
    still = openHttp({ userAgent: 'test', clock })
  })
  afterAll(async () => {
    await still.close()
    await site.close()
  })

  test.each(listNames)('%s is inferred with exactly its rows, dates and details', async (name) => {
    const truth = truthOf(name)
    site.asked.length = 0
    const { source: config, sample, warning } = first(await tryAddress(`${site.url}/${name}/`, doors([site.host], { http: still, clock })))
    expect(site.asked.length).toBeLessThanOrEqual(8)
    expect(config).toMatchObject({ adapter: 'page', url: `${site.url}/${name}/`, options: { kind: truth.kind } })
    const source = openSource(config, noWatch)
    const read = async (path: string) => source.parse(await still.fetch(`${site.url}/${name}/${path}`, { privateHosts: [site.host] }))
    const list = await read('')
    expect(list.postings.map(({ title, time, url }) => ({ title, time: time?.slice(0, 10), path: url!.slice(`${site.url}/${name}/`.length) }))).toEqual(truth.rows)
    expect(list.links.length > 0).toBe(truth.next)
    for (const [path, detail] of Object.entries(truth.details)) {
      const [opening, reply] = (await read(path)).postings
      expect(opening, path).toMatchObject({ title: detail.title, author: detail.author })
      expect(opening!.text!.replace(/\s/g, ''), path).toBe(detail.text.replace(/\s/g, ''))
      expect(opening!.time!.replace('T', ' ').slice(0, 16), path).toBe(detail.time)
      expect(reply ? { text: reply.text, unit: reply.author, time: reply.time?.replace('T', ' ').slice(0, 16) } : null, path).toEqual(detail.reply)
    }
    expect(sample.map(({ title }) => title)).toContain(truth.rows[0]!.title)
    expect(warning === null).toBe(truth.next)
  })
})

describe('forums of other makes', () => {
  const stored = (path: string) => readFileSync(join(import.meta.dirname, '../fixtures/pages', path))

  test.each([
    ['discuz', 'discuz/x34-gbk', '/forum.php?mod=forumdisplay&fid=2', '/forum.php?mod=viewthread&tid=51', '2', /fid=2/],
    ['xiuno', 'xiuno/list-items', '/?forum-2-1.htm', '/?thread-51.htm', '2', /forum-2/],
    ['nodebb', 'nodebb/harmony', '/category/6/board', null, '6', /category\/6/],
  ])('a board of %s and a thread on it are proposed as the board', async (adapter, folder, boardPath, threadPath, board, isList) => {
    const site = await openListSite(({ url }) => {
      if (url === '/robots.txt') return { status: 404 }
      const json = url?.startsWith('/api/')
      return { body: stored(`${folder}/${isList.test(url ?? '') ? 'list' : adapter === 'nodebb' ? 'topic' : 'thread'}.${json ? 'json' : 'html'}`), ...(json ? { type: 'application/json' } : {}) }
    })
    for (const path of [boardPath, threadPath].filter((each) => each !== null)) {
      const { source, sample } = first(await tryAddress(`${site.url}${path}`, doors([site.host])))
      expect(source, path).toMatchObject({ adapter, options: { boards: [board] } })
      expect(sample.length, path).toBeGreaterThan(0)
    }
    expect(site.asked.length).toBeLessThanOrEqual(16)
    await site.close()
  })
})

describe('what cannot be proposed', () => {
  let site: Awaited<ReturnType<typeof openListSite>> | null = null
  const serve = async (answers: Answers) => { site = await openListSite(answers) }
  afterEach(async () => { await site?.close() })
  const html = (body: string) => `<!DOCTYPE html><html><head><title>站</title></head><body>${body}</body></html>`

  test.each([
    ['需登录', 200, '<form><input name="user"><input type="password" name="pw"></form>请先登录'], ['验证码', 200, '<p>请输入验证码继续访问</p>'],
    ['被站点的防护拦截', 200, '<h1>您的访问被拦截</h1><p>安全策略</p>'], ['站点关闭', 200, '<p>网站正在维护，请稍后</p>'], ['地址不存在', 404, '<p>404</p>'],
    ['站点出错', 502, '<p>Bad gateway</p>'], ['没有认出列表', 200, '<p>你好，世界</p>'],
  ])('says so: %s', async (words, status, body) => {
    await serve(({ url }) => (url === '/robots.txt' ? { status: 404 } : { status, body: html(body) }))
    const { refusal, proposals } = await tryAddress(`${site!.url}/a/b`, doors([site!.host]))
    expect(proposals).toEqual([])
    expect(refusal).toContain(words)
  })

  test('robots.txt is obeyed: the page itself is not asked for, nor are details that it bars', async () => {
    await serve(({ url }) => (url === '/robots.txt' ? { type: 'text/plain', body: 'User-agent: *\nDisallow: /letter-box/mail/\nDisallow: /notices/' } : null))
    expect((await tryAddress(`${site!.url}/notices/`, doors([site!.host]))).refusal).toContain('robots.txt 不允许')
    expect(site!.asked).toEqual(['/robots.txt'])
    const { source, warning } = first(await tryAddress(`${site!.url}/letter-box/`, doors([site!.host])))
    expect(source.options).not.toHaveProperty('detail')
    expect(warning).toContain('robots.txt 不允许')
    expect(site!.asked.filter((path) => path.includes('/mail/'))).toEqual([])
  })

  test('a list drawn by script is read with the browser where there is one, and refused with the reason where there is none', async () => {
    const empty = html('<div id="app"></div><script src="app.js"></script>')
    const script = "fetch('index.html').then((answer) => answer.text()).then((text) => { document.body.innerHTML = new DOMParser().parseFromString(text, 'text/html').body.innerHTML })"
    await serve(({ url }) => (url === '/robots.txt' ? { status: 404 } : url === '/letter-box/' ? { body: empty } : url === '/letter-box/app.js' ? { type: 'text/javascript', body: script } : null))
    expect((await tryAddress(`${site!.url}/letter-box/`, doors([site!.host]))).refusal).toContain('需脚本')
    const browser = openBrowser({ chromiumPath: process.env.CHROMIUM_PATH ?? null, http, clock: systemClock })
    try {
      const { source, warning, sample } = first(await tryAddress(`${site!.url}/letter-box/`, doors([site!.host], { browse: (url, options) => browser.fetch(url, options) })))
      expect(source).toMatchObject({ adapter: 'page', options: { browser: true, list: { item: 'ul.mail-list > li' }, detail: {} } })
      expect(sample.map(({ title }) => title)).toContain(truthOf('letter-box').rows[0]!.title)
      expect(warning).toContain('浏览器')
    } finally {
      await browser.close()
    }
  })
})

describe('addresses that lead inside', () => {
  let inner: Awaited<ReturnType<typeof openListSite>>
  let outer: Awaited<ReturnType<typeof openListSite>>
  beforeAll(async () => {
    inner = await openListSite(() => ({ body: '<html><body>secret</body></html>' }))
    outer = await openListSite(({ url }) => {
      if (url === '/robots.txt') return { status: 404 }
      if (url === '/hop') return { status: 302, location: `${inner.url}/letter-box/` }
      if (url === '/feeds') return { body: `<html><head><link rel="alternate" type="application/rss+xml" href="${inner.url}/feed.xml"><link rel="alternate" type="application/atom+xml" href="http://169.254.169.254/latest/"></head><body></body></html>` }
      return { body: `<html><body><ul>${[1, 2, 3, 4, 5].map((n) => `<li><a href="${inner.url}/item/${n}00.html">内部网站上的第${n}条通知公告</a><span>2026-11-1${n}</span></li>`).join('')}</ul></body></html>` }
    })
  })
  afterAll(async () => {
    await inner.close()
    await outer.close()
  })

  test('are not asked for, in any spelling of the address', async () => {
    const port = new URL(inner.url).port
    const spellings = ['127.0.0.1', '2130706433', '0x7f000001', '0177.0.0.1', '127.1', '[::1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', 'localhost', '0.0.0.0', '0']
    for (const host of spellings) {
      const { refusal, proposals } = await tryAddress(`http://${host}:${port}/letter-box/`, doors([]))
      expect(proposals).toEqual([])
      expect(refusal, host).toMatch(/内网/)
    }
    for (const url of ['http://169.254.169.254/latest/meta-data/', 'http://10.0.0.1/', 'http://192.168.1.1/', 'http://[fd00::1]/', 'file:///etc/passwd', 'javascript:alert(1)']) {
      expect((await tryAddress(url, doors([]))).proposals).toEqual([])
    }
    expect(inner.asked).toEqual([])
  })

  test('are not reached by a name that resolves inside, a redirect, a feed that is announced, or the rows of a list', async () => {
    const rebinding = openHttp({
      userAgent: 'test', clock: systemClock,
      resolve: (_name, _options, done) => { done(null, [{ address: '127.0.0.1', family: 4 }]) },
    })
    expect((await tryAddress(`http://harmless.example.test:${new URL(inner.url).port}/`, doors([], { http: rebinding }))).refusal).toMatch(/内网/)
    await rebinding.close()
    expect((await tryAddress(`${outer.url}/hop`, doors([outer.host]))).refusal).toMatch(/内网/)
    await tryAddress(`${outer.url}/feeds`, doors([outer.host]))
    const { proposals } = await tryAddress(`${outer.url}/rows`, doors([outer.host]))
    expect(proposals.every(({ source }) => source.options.detail === undefined)).toBe(true)
    expect(inner.asked).toEqual([])
  })
})
