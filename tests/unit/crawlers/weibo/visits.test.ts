import { describe, expect, test } from 'vitest'
import { openSource } from '../../../../crawlers/configured.ts'
import type { Ask, OpenSource, Watch } from '../../../../crawlers/source.ts'
import { day, hour, minute } from '../../../../shared/clock.ts'
import { sourceSchema } from '../../../../shared/district.ts'
import { planSchema } from '../../../../shared/plan.ts'
import type { Page } from '../../../../shared/node/http/fetch.ts'
import { noWatch } from '../../../support/watch.ts'
import { answer, midAt, office, pageOf, walkVisit, type Written } from '../../../support/weibo.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const plan = planSchema.parse({ id: 'P', name: '停水', all: ['停水|停电|停气|断供'], none: [], sources: [], season: '', ceiling: null, popUp: false, note: '' })
const watch: Watch = { names: ['湖城', '老山'], plans: [plan] }
const open = (adapter: string, url: string, options: object = {}): OpenSource =>
  openSource(sourceSchema.parse({ id: 'w', name: '微博', adapter, channel: 'weibo', url, enabled: true, every: 900, delay: 5_000, local: false, options }), watch)

const said = (count: number, from = now - hour): Written[] => Array.from({ length: count }, (_, nth) => ({ id: midAt(from - nth * minute), text: `第 ${nth} 条` }))
const wall = (ask: Ask) => answer({ ok: -100, url: 'https://passport.weibo.com/sso/signin' }, ask.url, now)
const ids = (postings: { externalId: string }[]) => postings.map(({ externalId }) => externalId)
const parameter = (ask: Ask, name: string) => new URL(ask.url).searchParams.get(name)

describe('a search', () => {
  const source = (options: object = {}) => open('weibo-search', 'https://m.weibo.cn/', { queries: ['湖城 停水'], ...options })
  const site = (written: readonly Written[]) => (ask: Ask): Page => {
    if (ask.role === 'long-text') {
      const whole = written.find(({ id }) => id === ask.key)?.whole
      return answer(whole ? { ok: 1, data: { longTextContent: whole } } : { ok: 0, msg: '该微博不存在' }, ask.url, now)
    }
    const body = pageOf(written, Number(parameter(ask, 'page')))
    return answer(body, ask.url, now)
  }

  test('pages to its end, the oldest of a page first, then asks only until it meets what it knows', () => {
    const written = said(25)
    const first = walkVisit(source(), null, now, site(written))
    expect(first.asked.map((ask) => parameter(ask, 'page'))).toEqual(['1', '2', '3', '4'])
    expect(new Set(ids(first.found))).toEqual(new Set(written.map(({ id }) => id)))
    expect(first.found).toHaveLength(25)
    expect(first.found[0]?.externalId).toBe(written[9]?.id)
    const quiet = walkVisit(source(), first.cursor, now + hour, site(written))
    expect([quiet.found.length, quiet.asked.length]).toEqual([0, 1])
    const more = [...said(3, now), ...written]
    const later = walkVisit(source(), quiet.cursor, now + hour, site(more))
    expect(ids(later.found)).toEqual(more.slice(0, 3).reverse().map(({ id }) => id))
    // One page of overlap: the page after the one with news holds nothing new and ends it.
    expect(later.asked).toHaveLength(2)
  })

  test('behind a login wall asks nothing more, and takes up where the wall stood', () => {
    const written = said(25)
    const cut = walkVisit(source({ queries: ['湖城 停水', '湖城 停电'] }), null, now, (ask) => (parameter(ask, 'page') === '2' ? wall(ask) : site(written)(ask)))
    expect(cut.states).toEqual(['ok', 'login-required'])
    expect(cut.asked).toHaveLength(2)
    expect(cut.found).toHaveLength(10)
    const again = walkVisit(source(), cut.cursor, now + hour, site(written))
    expect(ids(again.found).toSorted()).toEqual(written.slice(10).map(({ id }) => id).toSorted())
  })

  test('waits with what is cut until the long text is there, and hands it on once', () => {
    const written = said(3)
    if (written[1]) written[1].whole = '第 1 条，全部的话'
    const { found, asked } = walkVisit(source(), null, now, site(written))
    expect(asked.map(({ role, essential }) => [role, essential])).toEqual([['list', true], ['long-text', false], ['list', true]])
    expect(found).toHaveLength(3)
    expect(found.find(({ externalId }) => externalId === written[1]?.id)?.raw).toMatchObject({ text: '第 1 条，全部的话', state: 'visible' })
  })

  test('hands on what it has where the long text is refused, without the link to the rest', () => {
    const written = said(2).map((row) => ({ ...row, whole: '全部的话' }))
    const refused = walkVisit(source(), null, now, (ask) => (ask.role === 'long-text' ? wall(ask) : site(written)(ask)))
    expect(refused.asked.filter(({ role }) => role === 'long-text')).toHaveLength(1)
    expect(refused.found.map(({ raw }) => [raw.state, raw.text])).toEqual([['partial', '第 1 条…'], ['partial', '第 0 条…']])
    const again = walkVisit(source(), refused.cursor, now, site(written))
    expect(again.found).toEqual([])
  })

  test('sees a posting again whose long text never came, and then takes it as it is', () => {
    const written = said(2).map((row, nth) => (nth === 0 ? { ...row, whole: '全部的话' } : row))
    const silent = walkVisit(source(), null, now, (ask) => (ask.role === 'long-text' ? null : site(written)(ask)))
    expect(ids(silent.found)).toEqual([written[1]?.id])
    const again = walkVisit(source(), silent.cursor, now, site(written))
    expect(again.found.map(({ externalId, raw }) => [externalId, raw.state])).toEqual([[written[0]?.id, 'partial']])
    expect(again.asked.every(({ role }) => role === 'list')).toBe(true)
  })

  test('pages down again to a posting whose long text never came', () => {
    const written = said(25).map((row, nth) => (nth === 14 ? { ...row, whole: '全部的话' } : row))
    const silent = walkVisit(source(), null, now, (ask) => (ask.role === 'long-text' ? null : site(written)(ask)))
    const again = walkVisit(source(), silent.cursor, now, site(written))
    expect([silent.found.length, ids(again.found)]).toEqual([24, [written[14]?.id]])
  })

  test('leaves what is older than its days, and does not page on for it', () => {
    const { found, asked } = walkVisit(source({ days: 1 }), null, now, site([...said(4), ...said(30, now - 3 * day)]))
    expect(found).toHaveLength(4)
    expect(asked).toHaveLength(2)
  })

  test('of the district asks few questions a visit, the first always and the others in turn, newest first, without a name or a cookie of ours', () => {
    const asked: string[] = []
    let cursor: unknown = null
    for (let visit = 0; visit < 3; visit++) {
      const walked = walkVisit(open('weibo-search', 'https://m.weibo.cn/', { questions: 3 }), cursor, now, (ask) => answer({ ok: 0, msg: '这里还没有内容' }, ask.url, now))
      asked.push(...walked.asked.map(({ key }) => key))
      cursor = walked.cursor
      for (const { url, headers } of walked.asked) {
        expect(new URL(url).searchParams.get('containerid')).toMatch(/^100103type=61&q=.+&t=0$/)
        expect(Object.keys(headers ?? {}).filter((name) => /^(?:cookie|user-agent)$/i.test(name))).toEqual([])
        expect(headers).toMatchObject({ 'x-requested-with': 'XMLHttpRequest', 'mweibo-pwa': '1' })
      }
    }
    expect(asked).toEqual(['湖城', '老山', '湖城 停水', '湖城', '湖城 停电', '湖城 停气', '湖城', '湖城 断供', '老山 停水'])
  })

  test('on s.weibo.com follows the next page on the same site only', () => {
    const page = (next: string, at: number): Page => {
      const id = midAt(now - at * minute)
      const card = `<div action-type="feed_list_item" mid="${id}"><p node-type="feed_list_content" nick-name="某人">停水</p></div>`
      const html = `<html><body>${card}<a class="next" href="${next}">下一页</a></body></html>`
      return { url: 'https://s.weibo.com/realtime?q=x&page=1', status: 200, headers: {}, bytes: Buffer.from(html), fetchedAt: now }
    }
    const walk = (next: string) => walkVisit(open('weibo-search', 'https://s.weibo.com/', { queries: ['湖城'], mode: 'page' }), null, now, (ask) => page(next, ask.page))
    expect(walk('/realtime?q=x&page=2').asked.map(({ url }) => url)).toContain('https://s.weibo.com/realtime?q=x&page=2')
    expect(walk('https://elsewhere.example.test/realtime?page=2').asked).toHaveLength(1)
  })

  test('refuses questions after a person, and without a question asks nothing', () => {
    for (const query of ['@某人', '13900001234', '320829199001011234 停水']) expect(() => source({ queries: [query] })).toThrow(/检索词不能是/)
    expect(openSource(sourceSchema.parse({ ...source().config, options: {} }), noWatch).visit(null, now).next()).toBeNull()
  })
})

describe('a timeline', () => {
  const options = { uid: String(office.id), account: 'government', approvedBy: '值班长', until: '2026-12-31' }
  const source = (more: object = {}) => open('weibo-user', 'https://m.weibo.cn/', { ...options, ...more })
  const info = (user: object) => ({ ok: 1, data: { userInfo: user, tabsInfo: { tabs: [{ tab_type: 'weibo', containerid: '1076031700000002' }] } } })
  const site = (written: readonly Written[], user: object = office) => (ask: Ask): Page => {
    if (ask.role === 'account') return answer(info(user), ask.url, now)
    const page = Number(parameter(ask, 'since_id') ?? '1')
    return answer(pageOf(written, page, written.length > page * 10 ? { since_id: page + 1 } : {}), ask.url, now)
  }

  test('is read past its pinned postings, by since_id, to its end', () => {
    const written: Written[] = [{ id: midAt(now - 300 * day), text: '长期置顶', pinned: true }, ...said(22)]
    const first = walkVisit(source(), null, now, site(written))
    expect(first.asked.map((ask) => [ask.role, parameter(ask, 'since_id')])).toEqual([['account', null], ['list', null], ['list', '2'], ['list', '3']])
    expect(first.found).toHaveLength(23)
    const more = [...written, ...said(2, now)]
    const later = walkVisit(source(), first.cursor, now + hour, site(more))
    expect(later.found).toHaveLength(2)
    expect(later.asked.map(({ role }) => role)).toEqual(['list', 'list'])
  })

  test('of pinned postings only on its first page is read on, also when they are known', () => {
    const pinned = said(3).map((row) => ({ ...row, pinned: true }))
    const pages = (later: readonly Written[]) => (ask: Ask) => (ask.role === 'account' ? answer(info(office), ask.url, now)
      : answer(parameter(ask, 'since_id') ? pageOf(later, 1) : pageOf(pinned, 1, { since_id: 9 }), ask.url, now))
    const first = walkVisit(source(), null, now, pages(said(2, now - day)))
    expect(first.found).toHaveLength(5)
    expect(walkVisit(source(), first.cursor, now, pages(said(1, now))).found).toHaveLength(1)
  })

  test.each([
    ['a known person', { ...office, verified_type: 0 }], ['nobody verified', { ...office, verified: false, verified_type: -1 }],
    ['a 达人', { ...office, verified_type: 220 }], ['an account that tells nothing', { id: office.id }], ['another account', { ...office, id: 1700000009 }],
  ])('of %s is refused, with the reason', (_, user) => {
    const { asked, found, trouble } = walkVisit(source(), null, now, site(said(5), user))
    expect([asked.map(({ role }) => role), found]).toEqual([['account'], []])
    expect(trouble).toMatch(/不采集个人账号|不是登记的/)
  })

  test.each([1, 2, 3, 4, 5, 6, 7])('of an organisation of type %d is read', (type) => {
    expect(walkVisit(source(), null, now, site(said(5), { ...office, verified_type: type })).found).toHaveLength(5)
  })

  test('is asked once a day whether it still is an organisation', () => {
    const first = walkVisit(source(), null, now, site(said(5)))
    expect(walkVisit(source(), first.cursor, now + hour, site(said(5))).asked.map(({ role }) => role)).toEqual(['list'])
    const lost = walkVisit(source(), first.cursor, now + day, site(said(5), { ...office, verified_type: 0 }))
    expect([lost.asked.map(({ role }) => role), lost.trouble]).toEqual([['account'], expect.stringContaining('不采集个人账号')])
  })

  test('past its last day is not asked for, and says so', () => {
    const ended = walkVisit(source({ until: '2026-11-21' }), null, now, site(said(5)))
    expect([ended.asked, ended.trouble]).toEqual([[], expect.stringContaining('2026-11-21 到期')])
    expect(walkVisit(source({ until: '2026-11-22' }), null, now, site(said(5))).found).toHaveLength(5)
  })

  test('gives only what the account itself wrote', () => {
    const other = { id: 1700000009, screen_name: '某人' }
    const liked = (ask: Ask) => answer(ask.role === 'account' ? info(office) : pageOf(said(3), 1, {}, other), ask.url, now)
    expect(walkVisit(source(), null, now, liked).found).toEqual([])
  })

  test('that was full and is empty is suspected', () => {
    const first = walkVisit(source(), null, now, site(said(5)))
    expect(walkVisit(source(), first.cursor, now, site([])).trouble).toBe('账号原有微博，现在一条也读不出')
    expect(walkVisit(source(), null, now, site([])).trouble).toBeNull()
  })

  test('needs to be registered, approved and limited', () => {
    for (const missing of ['uid', 'account', 'approvedBy', 'until']) expect(() => source({ [missing]: undefined })).toThrow(new RegExp(missing))
    expect(() => source({ account: 'person' })).toThrow(/account/)
    expect(() => source({ until: '永远' })).toThrow(/until/)
  })
})

describe('the hot list', () => {
  const url = 'https://weibo.com/ajax/side/hotSearch'
  const list = (...words: string[]) => (ask: Ask) => answer({ ok: 1, data: { realtime: words.map((word) => ({ word, num: '1' })) } }, ask.url, now)

  test('gives words that name the district, each once', () => {
    const first = walkVisit(open('weibo-hot', url), null, now, list('湖城大雾封航', '冬至吃什么'))
    expect(first.found.map(({ kind, raw }) => [kind, raw.text, raw.official, raw.author])).toEqual([['weibo', '湖城大雾封航', false, null]])
    expect(walkVisit(open('weibo-hot', url), first.cursor, now, list('湖城大雾封航', '老山 枫叶')).found.map(({ raw }) => raw.text)).toEqual(['老山 枫叶'])
  })
})
