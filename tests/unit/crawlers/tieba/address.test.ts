import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { boardOf, boardOfSearch, pageOf, roleOf, threadOf, tiebaSite } from '../../../../crawlers/tieba/address.ts'

const gbk = (name: string) => [...iconv.encode(name, 'gbk')].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('')

test('the name of a board is read in GBK, in UTF-8 and as it stands', () => {
  for (const name of ['洪泽', '淮安论坛', '老子山温泉', 'abc吧友']) {
    expect(boardOf(`https://tieba.baidu.com/f?kw=${gbk(name)}`)).toBe(name)
    expect(boardOf(`https://tieba.baidu.com/f?ie=utf-8&kw=${encodeURIComponent(name)}&pn=50`)).toBe(name)
    expect(boardOf(`https://tieba.baidu.com/f?kw=${name}`)).toBe(name)
  }
  expect(boardOf('https://tieba.baidu.com/f?kw=a%20b+c')).toBe('a b c')
  expect(boardOf('https://tieba.baidu.com/')).toBeNull()
  expect(boardOf('https://tieba.baidu.com/f?kw=\ud800')).not.toBeNull()
})

test('an id of nineteen digits stays as it is', () => {
  expect(threadOf('/p/6300000000000000361?pid=1')).toBe('6300000000000000361')
  expect(threadOf('https://tieba.baidu.com/p/comment?tid=6300000000000000361&pid=2')).toBe('6300000000000000361')
  expect(threadOf('https://tieba.baidu.com/f?kw=1')).toBeNull()
})

test('what is asked for is told from the address', () => {
  const site = tiebaSite('https://tieba.baidu.com/f?kw=x')
  const asked = [site.list('洪泽', 3, 'answered', false).url, site.list(boardOfSearch('停水'), 2, 'answered', false).url, site.thread('12', 1).url, site.thread('12', 4).url]
  expect(asked.map((url) => [roleOf(url), pageOf(url)])).toEqual([['list', 3], ['search', 2], ['thread', 1], ['thread', 4]])
})
