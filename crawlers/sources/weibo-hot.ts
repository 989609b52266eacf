/**
 * Weibo's hot search list; only words that name the district become postings, and each says no more than that it was there.
 * No answer of it was at hand: see weibo/hot.ts.
 */
import { z } from 'zod'
import { hotCursor, visitHot } from '../weibo/hot-visit.ts'
import { parseWeibo } from '../weibo/parse.ts'
import { commonOptions, defineSource } from '../source.ts'

/**
 * `url` is one of https://weibo.com/ajax/side/hotSearch, https://s.weibo.com/top/summary?cate=realtimehot and
 * https://m.weibo.cn/api/container/getIndex?containerid=106003type%3D25%26t%3D3%26disable_hot%3D1%26filter_type%3Drealtimehot;
 * which one it is shows in the answer. A `delay` of 5,000 ms or more belongs to it.
 */
export const weiboHot = defineSource({
  name: 'weibo-hot',
  title: '微博热搜',
  options: z.strictObject(commonOptions),
  cursor: hotCursor,
  parse: parseWeibo,
  visit: (cursor, { config, watch }) => visitHot(cursor, { url: config.url, names: watch.names }),
})
