/** How a local site with a list and detail pages is described: CSS selectors, nothing else. */
import { z } from 'zod'
import { commonOptions } from '../source.ts'

const selector = z.string().min(1)

export const pageOptions = z.strictObject({
  ...commonOptions,
  kind: z.enum(['letter', 'news', 'thread']).default('news'),
  list: z.strictObject({
    /** One row, e.g. `ul.news li`. The other selectors of the list count from it. */
    item: selector,
    link: selector.default('a[href]'),
    /** Default: the words of the link. */
    title: selector.optional(),
    /** Default: the words of the row beside its link (behind it, where the row is the link), where they are few. */
    date: selector.optional(),
    /** Link to the next page of the list, anywhere on it. */
    next: selector.optional(),
  }),
  /** Left out: the list rows are all there is. */
  detail: z.strictObject({
    // Of a <meta> its content counts as its words.
    /** The words, without title, author, time and answers where they stand among them; a page without this is no detail page. */
    body: selector,
    title: selector.optional(),
    author: selector.optional(),
    time: selector.optional(),
    /** What an office answered: one element for each answer; author and time are looked for in it, and on the page where it has none. */
    reply: z.strictObject({ item: selector, body: selector.optional(), author: selector.optional(), time: selector.optional() }).optional(),
  }).optional(),
  /** List pages that one visit reads at most. */
  pages: z.number().int().min(1).max(1_000).default(50),
})
export type PageOptions = z.output<typeof pageOptions>
