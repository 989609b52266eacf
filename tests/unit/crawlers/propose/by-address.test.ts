import { describe, expect, test } from 'vitest'
import { proposeByAddress } from '../../../../crawlers/propose/by-address.ts'
import { idOf } from '../../../../crawlers/propose/source-of.ts'

const at = (url: string) => proposeByAddress(url, { districtNames: ['洪泽'], privateHosts: [] }, (adapter) => adapter)

describe('an address that says by itself what it is', () => {
  test.each([
    ['https://tieba.baidu.com/f?kw=%E6%B4%AA%E6%B3%BD&ie=utf-8', { adapter: 'tieba', url: 'https://tieba.baidu.com/f?kw=%E6%B4%AA%E6%B3%BD', channel: 'web' }],
    ['https://s.weibo.com/weibo?q=%E6%B4%AA%E6%B3%BD%E6%B9%96', { adapter: 'weibo-search', url: 'https://s.weibo.com/', options: { mode: 'page', queries: ['洪泽湖'] } }],
    ['https://m.weibo.cn/search?containerid=100103type%3D1%26q%3D%E6%B4%AA%E6%B3%BD', { adapter: 'weibo-search', url: 'https://m.weibo.cn/', options: { mode: 'mobile', queries: ['洪泽'] } }],
    ['https://weibo.com/u/1234567890', { adapter: 'weibo-user', options: { uid: '1234567890' } }],
    ['https://m.weibo.cn/u/1234567890', { adapter: 'weibo-user', options: { uid: '1234567890' } }],
    ['https://s.weibo.com/top/summary?cate=realtimehot', { adapter: 'weibo-hot' }],
    ['https://liuyan.people.com.cn/threads/list?fid=1234', { adapter: 'liuyan', channel: 'board' }],
  ])('%s', (url, source) => {
    expect(at(url)[0]).toMatchObject({ source: { ...source, local: false }, sample: [] })
    expect(at(url)[0]?.warning).toBeTruthy()
  })

  test('an account is only proposed with what a person must approve', () => {
    expect(at('https://weibo.com/u/1234567890')[0]?.warning).toMatch(/不得关注个人.*批准人.*截止日期/)
  })

  test.each(['https://www.weibo.com.example.cn/u/1234567890', 'https://tieba.baidu.com/', 'https://www.hongze.gov.cn/'])('%s says nothing', (url) => {
    expect(at(url)).toEqual([])
  })
})

test('an id is made of the host and of what the address ends in', () => {
  expect(idOf('https://www.hongze.gov.cn/hdjl/letters/', 'page')).toBe('hongze-gov-cn-letters')
  expect(idOf('http://bbs.example.cn/forum.php?mod=forumdisplay&fid=2', 'discuz')).toBe('bbs-example-cn-discuz')
})
