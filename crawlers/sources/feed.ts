/** RSS, Atom, RDF and JSON feeds. */
import { z } from 'zod'
import { withinSite } from '../feed/identity.ts'
import { parseFeed } from '../feed/parse.ts'
import { commonOptions, defineSource, type Ask, type Reading } from '../source.ts'

const validators = z.strictObject({ etag: z.string().nullable(), lastModified: z.string().nullable() })

export const feed = defineSource({
  name: 'feed',
  title: 'RSS / Atom / JSON Feed',
  options: z.strictObject({ ...commonOptions, kind: z.enum(['news', 'letter', 'thread', 'weibo']).default('news') }),
  /** `items`: how many the feed held; a feed that held some and holds none has likely changed. */
  cursor: z.strictObject({ validators, items: z.number() }),
  parse: parseFeed,
  visit(kept, { config, options }) {
    let cursor = kept
    const asks: Ask[] = [{ url: config.url, role: 'feed', key: config.url, page: 1, essential: true, ...(kept ? { validators: kept.validators } : {}) }]
    let trouble: string | null = null
    return {
      next: () => asks.shift() ?? null,
      take(_ask, reading: Reading, page) {
        if (reading.state !== 'ok') return []
        if (reading.postings.length === 0 && (cursor?.items ?? 0) > 0) trouble = '订阅源原有条目，现在是空的'
        // Of a feed that was cut the validators are not kept: it must come whole the next time.
        const given = reading.degraded ? { etag: null, lastModified: null } : { etag: page.headers.etag ?? null, lastModified: page.headers['last-modified'] ?? null }
        cursor = { validators: given, items: reading.postings.length || (cursor?.items ?? 0) }
        return reading.postings.map((raw) => ({ raw, kind: options.kind, externalId: withinSite(raw.id, config.url), parent: null })).reverse()
      },
      cursor: () => cursor,
      trouble: () => trouble,
    }
  },
})
