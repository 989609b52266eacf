/**
 * Articles of a public account (微信公众号), only through a feed that the operator runs; WeChat itself is never asked.
 *
 * An account that WeChat has locked away for a day or more (小黑屋) leaves its feed answering 200 with nothing new: not the answer
 * but the age of its newest article tells.
 */
import { z } from 'zod'
import { day } from '../../shared/clock.ts'
import { parseFeed } from '../feed/parse.ts'
import { feedCursor, visitFeed } from '../feed/visit.ts'
import { commonOptions, defineSource } from '../source.ts'
import { instantOf } from '../times.ts'

export const wechat = defineSource({
  name: 'wechat',
  title: '微信公众号（自建订阅）',
  options: z.strictObject({
    ...commonOptions,
    /** Days without a new article after which something is wrong; as long as the account's longest usual pause. */
    quietDays: z.number().min(1).default(7),
  }),
  cursor: feedCursor,
  parse(page, options) {
    const reading = parseFeed(page, options)
    const times = reading.postings.flatMap(({ time }) => instantOf(time) ?? [])
    const silence = page.fetchedAt - Math.max(...times)
    if (times.length === 0 || silence <= options.quietDays * day) return reading
    const days = Math.floor(silence / day)
    const silent = `公众号已 ${days} 天没有新文章：订阅所用的账号可能进了“小黑屋”或已失效，请到订阅服务里查看`
    return { ...reading, degraded: reading.degraded ?? silent }
  },
  visit: (cursor, { config, options, now }) => visitFeed(cursor, { url: config.url, kind: 'news', quietDays: options.quietDays, now }),
})
