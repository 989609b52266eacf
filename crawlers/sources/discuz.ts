/** Discuz! X3.4 and X3.5 forums: boards, threads, replies. */
import { z } from 'zod'
import { Fatal } from '../../shared/errors.ts'
import { boardOf } from '../discuz/address.ts'
import { discuzCursor } from '../discuz/cursor.ts'
import { parseDiscuz } from '../discuz/parse.ts'
import { visitDiscuz } from '../discuz/visit.ts'
import { commonOptions, defineSource } from '../source.ts'

const options = z.strictObject({
  ...commonOptions,
  /** Board ids (fid); empty = the board that the source's address names. */
  boards: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
  pages: z.number().int().min(1).max(2_000).default(200),
  days: z.number().min(1).default(60),
})

export const discuz = defineSource({
  name: 'discuz',
  title: 'Discuz! 论坛',
  options,
  cursor: discuzCursor,
  parse: parseDiscuz,
  visit(cursor, { config, options: { boards, pages, days }, now }) {
    const named = boardOf(config.url)
    const chosen = boards.length > 0 ? boards : named ? [named] : []
    if (chosen.length === 0) throw new Fatal(`Source ${config.id}: options.boards is empty and ${config.url} names no board (fid)`)
    return visitDiscuz(cursor, { url: config.url, boards: chosen, pages, days, now })
  },
})
