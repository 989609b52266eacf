/** The timeline of a registered organisation, media or government account on Weibo, approved by somebody and until a day. */
import { z } from 'zod'
import { parseWeibo } from '../weibo/parse.ts'
import { userCursor, visitUser } from '../weibo/user-visit.ts'
import { commonOptions, defineSource } from '../source.ts'

/**
 * Persons are never followed: an account that Weibo does not show as verified for an organisation is refused, with the reason.
 * `url` is https://m.weibo.cn/; a `delay` of 5,000 ms or more belongs to it.
 */
export const weiboUser = defineSource({
  name: 'weibo-user',
  title: '微博机构账号',
  options: z.strictObject({
    ...commonOptions,
    uid: z.string().regex(/^\d{5,20}$/, 'uid 是账号的数字编号'),
    account: z.enum(['organisation', 'media', 'government']),
    /** Who has approved that it is read. */
    approvedBy: z.string().trim().min(1),
    /** The last day on which it is read. */
    until: z.iso.date(),
    pages: z.number().int().min(1).max(50).default(5),
    days: z.number().min(1).default(30),
    longTexts: z.number().int().min(0).default(20),
  }),
  cursor: userCursor,
  parse: parseWeibo,
  visit: (cursor, { config, options: { uid, until, pages, days, longTexts }, now }) =>
    visitUser(cursor, { site: new URL(config.url).origin, uid, until, pages, days, longTexts, now }),
})
