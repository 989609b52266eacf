/** One visit to a feed: one conditional request. */
import { z } from 'zod'
import { day, type Instant } from '../../shared/clock.ts'
import type { PostingKind } from '../../shared/posting.ts'
import type { Ask, Visit } from '../source.ts'
import { instantOf } from '../times.ts'
import { withinSite } from './identity.ts'

export const feedCursor = z.strictObject({
  validators: z.strictObject({ etag: z.string().nullable(), lastModified: z.string().nullable() }),
  /** How many items the feed held; a feed that held some and holds none has likely changed. */
  items: z.number(),
  /** Time of its newest item. */
  newestAt: z.number().nullable().default(null),
})
export type FeedCursor = z.infer<typeof feedCursor>

export interface FeedPlan {
  url: string
  kind: PostingKind
  /** Days after which a feed that has nothing new is asked for whole, so that it can be told why; absent = it may be silent for ever. */
  quietDays?: number
  now: Instant
}

export function visitFeed(kept: FeedCursor | null, { url, kind, quietDays, now }: FeedPlan): Visit {
  let cursor = kept
  const silent = quietDays !== undefined && kept?.newestAt != null && now - kept.newestAt > quietDays * day
  const asks: Ask[] = [{ url, role: 'feed', key: url, page: 1, essential: true, ...(kept && !silent ? { validators: kept.validators } : {}) }]
  let trouble: string | null = null
  return {
    next: () => asks.shift() ?? null,
    take(_ask, { state, postings, degraded }, page) {
      if (state !== 'ok') return []
      if (postings.length === 0 && (cursor?.items ?? 0) > 0) trouble = '订阅源原有条目，现在是空的'
      // Of a feed that was cut the validators are not kept: it must come whole the next time.
      const { etag = null, 'last-modified': lastModified = null } = degraded ? {} : page.headers
      const validators = { etag, lastModified }
      const newest = Math.max(cursor?.newestAt ?? 0, ...postings.map(({ time }) => instantOf(time) ?? 0))
      cursor = { validators, items: postings.length || (cursor?.items ?? 0), newestAt: newest || null }
      return postings.map((raw) => ({ raw, kind, externalId: withinSite(raw.id, url), parent: null })).reverse()
    },
    cursor: () => cursor,
    trouble: () => trouble,
  }
}
