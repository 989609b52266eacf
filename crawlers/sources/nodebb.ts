/** NodeBB forums, by their JSON or their pages. */
import { z } from 'zod'
import { boardOf, nodebbSite } from '../nodebb/address.ts'
import { parseNodebb } from '../nodebb/parse.ts'
import { defineSource } from '../source.ts'
import { threadsCursor } from '../threads/cursor.ts'
import { planOf, threadOptions } from '../threads/options.ts'
import { visitThreads } from '../threads/visit.ts'

export const nodebb = defineSource({
  name: 'nodebb',
  title: 'NodeBB 论坛',
  options: z.strictObject({
    ...threadOptions,
    /** Ask for JSON where robots.txt allows it; false = pages only. */
    api: z.boolean().default(true),
  }),
  cursor: threadsCursor,
  parse: parseNodebb,
  visit: (cursor, { config, options, now }) =>
    visitThreads(cursor, nodebbSite(config.url, options.api), planOf(config, options, boardOf(config.url), now)),
})
