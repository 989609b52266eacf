/** One visit to the hot search list: the words that name the district, each once a day. */
import { z } from 'zod'
import { foldText } from '../../shared/text.ts'
import type { Ask, Visit } from '../source.ts'

export const hotCursor = z.strictObject({
  /** Words handed on, the latest last. */
  seen: z.array(z.string()),
  /** Words on the list when it was last read. */
  words: z.number(),
})
export type HotCursor = z.infer<typeof hotCursor>

const mostSeen = 500

export function visitHot(kept: HotCursor | null, { url, names }: { url: string; names: readonly string[] }): Visit {
  const seen = new Set(kept?.seen)
  const folded = names.map(foldText)
  const headers = { 'referer': new URL('/', url).href, 'x-requested-with': 'XMLHttpRequest' }
  const asks: Ask[] = [{ url, role: 'hot', key: url, page: 1, essential: true, headers }]
  let words = kept?.words ?? 0
  let trouble: string | null = null
  return {
    next: () => asks.shift() ?? null,
    take(_ask, reading) {
      if (reading.state !== 'ok') return []
      if (reading.postings.length === 0 && words > 0) trouble = '热搜榜原有内容，现在一条也读不出'
      words = reading.postings.length || words
      const fresh = reading.postings.filter(({ id, text }) => !seen.has(id) && folded.some((name) => foldText(text ?? '').includes(name)))
      for (const { id } of fresh) seen.add(id)
      return fresh.map((raw) => ({ raw, kind: 'weibo', externalId: raw.id, parent: null }))
    },
    cursor: (): HotCursor => ({ seen: [...seen].slice(-mostSeen), words }),
    trouble: () => trouble,
  }
}
