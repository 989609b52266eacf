/** RSS, Atom, RDF and JSON feeds. */
import { z } from 'zod'
import { parseFeed } from '../feed/parse.ts'
import { feedCursor, visitFeed } from '../feed/visit.ts'
import { commonOptions, defineSource } from '../source.ts'

export const feed = defineSource({
  name: 'feed',
  title: 'RSS / Atom / JSON Feed',
  options: z.strictObject({ ...commonOptions, kind: z.enum(['news', 'letter', 'thread', 'weibo']).default('news') }),
  cursor: feedCursor,
  parse: parseFeed,
  visit: (cursor, { config, options, now }) => visitFeed(cursor, { url: config.url, kind: options.kind, now }),
})
