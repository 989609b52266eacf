/** Local sites with a list and detail pages (letter boxes, news, notices), described by CSS selectors. */
import { pageOptions } from '../page/options.ts'
import { parsePage } from '../page/parse.ts'
import { pageCursor, visitPages } from '../page/visit.ts'
import { defineSource } from '../source.ts'

export const page = defineSource({
  name: 'page',
  title: '列表与详情页',
  options: pageOptions,
  cursor: pageCursor,
  parse: parsePage,
  visit: (cursor, { config, options, now }) => visitPages(cursor, { url: config.url, options, now }),
})
