import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boardOf, isLogin, siteOf, threadOf, threadUrl, xiunoSite } from '../../../../crawlers/xiuno/address.ts'

const styles = {
  'with a question mark': (path: string) => `${path}?forum-2-1.htm`,
  'rewritten': (path: string) => `${path}forum-2.htm?orderby=tid`,
  'with a question mark and slashes': (path: string) => `${path}?/forum/2/1`,
  'rewritten with slashes': (path: string) => `${path}forum/2`,
  'not yet known': (path: string) => path,
}
const ids = fc.integer({ min: 1, max: 999_999_999 }).map(String)
const paths = fc.constantFrom('http://b.test/', 'http://b.test/bbs/', 'https://b.test:8080/a/b/')

test.each(Object.entries(styles))('addresses that are made are read back the same, %s', (_name, styled) => {
  fc.assert(fc.property(paths, ids, fc.integer({ min: 1, max: 999 }), (path, id, page) => {
    const url = styled(path)
    expect(siteOf(url).root).toBe(path)
    expect(threadOf(threadUrl(url, id, page))).toBe(id)
    const site = xiunoSite(url)
    const list = site.list(id, page, 'opened', false).url
    expect([boardOf(list), threadOf(list), list.includes('orderby=tid')]).toEqual([id, null, true])
    expect(siteOf(list).root).toBe(path)
    // What is made from a made address is the same again.
    expect(threadUrl(list, id, page)).toBe(threadUrl(url, id, page))
  }))
})

test('an address that names nothing is no address', () => {
  for (const url of ['', '/', 'my-thread-5.htm', '?mythread-5.htm', '?thread-create-5.htm', 'thread-.htm', 'javascript:;']) expect([url, threadOf(url)]).toEqual([url, null])
  expect([isLogin('/?user-login.htm'), isLogin('user/login'), isLogin('?user-5.htm')]).toEqual([true, true, false])
})
