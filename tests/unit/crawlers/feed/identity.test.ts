import { expect, test } from 'vitest'
import { canonicalLink, identify, withinSite } from '../../../../crawlers/feed/identity.ts'

const item = (guid: string | null, link: string | null, title = '题') => ({ guid, link, title, text: '' })

test('an item is known by its guid, unless two share it or it is its own address with a changing end', () => {
  expect(identify([item('g1', 'http://x.test/1'), item('1', 'http://x.test/2'), item('1', 'http://x.test/3'), item('http://x.test/4#v2', 'http://x.test/4')]))
    .toEqual(['g1', 'http://x.test/2', 'http://x.test/3', 'http://x.test/4'])
})
test('an item without guid and address is known by its words', () => {
  const [a, b, again] = identify([item(null, null, '甲'), item(null, null, '乙'), item(null, null, '甲')])
  expect(a).not.toBe(b)
  expect(a).toBe(again)
})
test('what only says how a reader came is no part of an address', () => {
  expect(canonicalLink('http://x.test/a?utm_source=rss&id=4&from=timeline#top')).toBe('http://x.test/a?id=4')
})
test('an id outlives a move of its site to another port or scheme', () => {
  expect(withinSite('http://127.0.0.1:8090/letters/7.html?a=1#1', 'http://127.0.0.1:9000/letters/')).toBe('/letters/7.html?a=1#1')
  expect(withinSite('https://other.test/7', 'http://x.test/')).toBe('https://other.test/7')
  expect(withinSite('tag:x.test,2026:1', 'http://x.test/')).toBe('tag:x.test,2026:1')
})
