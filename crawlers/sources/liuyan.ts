/** 人民网领导留言板: letters to leaders and what offices answered. No capture of it was at hand: see liuyan/parse.ts. */
import { z } from 'zod'
import { Fatal } from '../../shared/errors.ts'
import { forumOf } from '../liuyan/address.ts'
import { parseLiuyan } from '../liuyan/parse.ts'
import { liuyanCursor, visitLiuyan } from '../liuyan/visit.ts'
import { commonOptions, defineSource } from '../source.ts'

/**
 * `url` is https://liuyan.people.com.cn/ or, for the front end of 2026, https://liuyan.people.com.cn/pro-dfbbs-front/.
 * A `delay` of 5,000 ms or more belongs to it.
 */
export const liuyan = defineSource({
  name: 'liuyan',
  title: '人民网领导留言板',
  options: z.strictObject({
    ...commonOptions,
    /** Forums by their number (fid); empty = the one that the source's address names. */
    forums: z.array(z.union([z.string().regex(/^\d{1,12}$/), z.number().int().min(0)]).transform(String)).default([]),
    pages: z.number().int().min(1).max(200).default(30),
    /** Letters on a page, for the front end that lets it be asked for. */
    pageSize: z.number().int().min(1).max(50).optional(),
    /** How far back the daily pass goes; answers may be given weeks later. */
    days: z.number().min(1).default(90),
  }),
  cursor: liuyanCursor,
  parse: parseLiuyan,
  visit(cursor, { config, options: { forums, pages, pageSize, days }, now }) {
    const named = forumOf(config.url)
    const chosen = forums.length > 0 ? forums : named ? [named] : []
    if (chosen.length === 0) throw new Fatal(`Source ${config.id}: options.forums is empty and ${config.url} names no forum`)
    return visitLiuyan(cursor, { url: config.url, forums: chosen, pages, pageSize, days, now })
  },
})
