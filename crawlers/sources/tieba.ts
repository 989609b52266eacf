/** 百度贴吧: boards (吧) and searches, with the answers below each floor. */
import { z } from 'zod'
import { defineSource } from '../source.ts'
import { boardOf, boardOfSearch } from '../tieba/address.ts'
import { parseTieba } from '../tieba/parse.ts'
import { tiebaCursor, visitTieba } from '../tieba/visit.ts'
import { planOf, threadOptions } from '../threads/options.ts'

/**
 * `url` is the address of a board, e.g. https://tieba.baidu.com/f?kw=洪泽. Baidu asks for a check soon: a `delay` of 5,000 ms or more
 * and a session that the operator imports belong to it. Boards that are drawn by scripts need `browser`.
 */
export const tieba = defineSource({
  name: 'tieba',
  title: '百度贴吧',
  options: z.strictObject({
    ...threadOptions,
    /** Words to search all boards for, besides the boards. */
    queries: z.array(z.string().trim().min(2).max(40)).default([]),
    /** Pages of a thread that one visit reads at most; of endless ones (水楼) the first and the last are read. */
    threadPages: z.number().int().min(1).default(30),
    /** Pages of answers below floors that one visit reads at most; 0 = none. */
    comments: z.number().int().min(0).default(30),
  }),
  cursor: tiebaCursor,
  parse: parseTieba,
  visit(cursor, { config, options, now }) {
    const searches = options.queries.map(boardOfSearch)
    const named = boardOf(config.url)
    const boards = [...options.boards.length > 0 || !named ? options.boards : [named], ...searches]
    const plan = { ...planOf(config, { ...options, boards }, named, now), threadPages: options.threadPages }
    return visitTieba(cursor, { url: config.url, plan, most: options.comments })
  },
})
