/** Xiuno BBS forums. */
import { z } from 'zod'
import { defineSource } from '../source.ts'
import { boardOf, xiunoSite } from '../xiuno/address.ts'
import { parseXiuno } from '../xiuno/parse.ts'
import { threadsCursor } from '../threads/cursor.ts'
import { planOf, threadOptions } from '../threads/options.ts'
import { visitThreads } from '../threads/visit.ts'

export const xiuno = defineSource({
  name: 'xiuno',
  title: 'Xiuno BBS 论坛',
  options: z.strictObject(threadOptions),
  cursor: threadsCursor,
  parse: parseXiuno,
  visit: (cursor, { config, options, now }) =>
    visitThreads(cursor, xiunoSite(config.url), planOf(config, options, boardOf(config.url), now)),
})
