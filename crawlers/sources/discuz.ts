/** Discuz! X3.4 and X3.5 forums: boards, threads, replies. */
import { z } from 'zod'
import { boardOf } from '../discuz/address.ts'
import { parseDiscuz } from '../discuz/parse.ts'
import { discuzSite } from '../discuz/site.ts'
import { defineSource } from '../source.ts'
import { threadsCursor } from '../threads/cursor.ts'
import { planOf, threadOptions } from '../threads/options.ts'
import { visitThreads } from '../threads/visit.ts'

export const discuz = defineSource({
  name: 'discuz',
  title: 'Discuz! 论坛',
  options: z.strictObject(threadOptions),
  cursor: threadsCursor,
  parse: parseDiscuz,
  visit: (cursor, { config, options, now }) =>
    visitThreads(cursor, discuzSite(config.url), planOf(config, options, boardOf(config.url), now)),
})
