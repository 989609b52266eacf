/** Weibo's keyword search, newest first: as the mobile site asks it (JSON), or as s.weibo.com shows it (HTML). */
import { z } from 'zod'
import { parseWeibo } from '../weibo/parse.ts'
import { questionsOf } from '../weibo/questions.ts'
import { searchCursor, visitSearch } from '../weibo/search-visit.ts'
import { commonOptions, defineSource } from '../source.ts'

/** Searching is for matters: nothing in a question may single out a person. */
const question = z.string().trim().min(2).max(40).refine((words) => !/@|\d{7,}/.test(words), { error: '检索词不能是电话、证件号或账号昵称' })

/**
 * `url` is https://m.weibo.cn/ in the mode `mobile` and https://s.weibo.com/ in the mode `page`. Weibo stops who asks too fast
 * (some 50 searches in a row): a `delay` of 5,000 ms or more and `every` of 900 s belong to it, and a session that the operator imports.
 */
export const weiboSearch = defineSource({
  name: 'weibo-search',
  title: '微博检索',
  options: z.strictObject({
    ...commonOptions,
    mode: z.enum(['mobile', 'page']).default('mobile'),
    /** Own questions; empty = those that the district's names and plans make. */
    queries: z.array(question).max(200).default([]),
    /** Questions asked in one visit: the first always, the others in turn. */
    questions: z.number().int().min(2).max(20).default(6),
    /** Pages of one question that a visit reads at most. */
    pages: z.number().int().min(1).max(50).default(5),
    /** What is older is let be. */
    days: z.number().min(1).default(30),
    /** Long texts fetched in one visit; the others stay `partial`. */
    longTexts: z.number().int().min(0).default(20),
  }),
  cursor: searchCursor,
  parse: parseWeibo,
  visit(cursor, { config, options: { mode, queries, questions: most, pages, days, longTexts }, watch, now }) {
    const questions = queries.length > 0 ? [...new Set(queries)] : questionsOf(watch, config, now)
    return visitSearch(cursor, { site: new URL(config.url).origin, mode, questions, most, pages, days, longTexts, now })
  },
})
