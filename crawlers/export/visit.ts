/** One visit to a page of exports: the files that are new or have changed, the oldest name first, and of each only the rows that changed. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { hour, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import type { Ask, Found, Reading, Visit } from '../source.ts'

const file = z.strictObject({
  etag: z.string().nullable(),
  lastModified: z.string().nullable(),
  /** When it was last asked for. */
  at: z.number(),
  /** Hash of each row, by order number; only of the files that changed last. */
  rows: z.record(z.string(), z.string()).optional(),
})

export const exportCursor = z.strictObject({ files: z.record(z.string(), file) })
export type ExportCursor = z.infer<typeof exportCursor>

/** Files whose rows are remembered: the ones that grow are the newest. Of others a change sends all rows again, which costs but harms nothing. */
const openFiles = 3
/** How often the others are asked for: results and satisfaction come in days later. */
const olderEvery = hour

export function visitExports(kept: ExportCursor | null, url: string, now: Instant): Visit {
  const cursor: ExportCursor = structuredClone(kept ?? { files: {} })
  const asks: Ask[] = [{ url, role: 'exports', key: url, page: 1, essential: true }]

  function takeIndex(reading: Reading): Found[] {
    if (reading.state !== 'ok') return []
    const links = reading.links.toSorted()
    for (const [index, link] of links.entries()) {
      const known = cursor.files[link]
      if (known && index < links.length - openFiles && now - known.at < olderEvery) continue
      asks.push({ url: link, role: 'export', key: link, page: 1, essential: false, ...(known ? { validators: { etag: known.etag, lastModified: known.lastModified } } : {}) })
    }
    // Files that are no longer offered need not be remembered.
    cursor.files = Object.fromEntries(Object.entries(cursor.files).filter(([link]) => reading.links.includes(link)))
    return []
  }

  function takeFile(ask: Ask, reading: Reading, headers: Record<string, string>): Found[] {
    const known = cursor.files[ask.key]
    if (reading.state === 'not-modified' && known) known.at = now
    if (reading.state !== 'ok') return []
    const before = cursor.files[ask.key]?.rows ?? {}
    const rows = Object.fromEntries(reading.postings.map((raw) => [raw.id, hashOf(raw)]))
    const validators = reading.degraded ? { etag: null, lastModified: null } : { etag: headers.etag ?? null, lastModified: headers['last-modified'] ?? null }
    cursor.files[ask.key] = { ...validators, at: now, rows }
    const remembered = Object.keys(cursor.files).filter((link) => cursor.files[link]?.rows).sort()
    for (const link of remembered.slice(0, -openFiles)) {
      const entry = cursor.files[link]
      if (entry) cursor.files[link] = { etag: entry.etag, lastModified: entry.lastModified, at: entry.at }
    }
    return reading.postings
      .filter((raw) => before[raw.id] !== rows[raw.id])
      .map((raw) => ({ raw, kind: 'work-order' as const, externalId: raw.id, parent: null }))
  }

  return {
    next: () => asks.shift() ?? null,
    take: (ask, reading, page) => (ask.role === 'exports' ? takeIndex(reading) : takeFile(ask, reading, page.headers)),
    cursor: () => cursor,
    trouble: () => null,
  }
}

const hashOf = (raw: RawPosting): string =>
  createHash('sha256').update(JSON.stringify([raw.title, raw.text, raw.time, raw.workOrder])).digest('base64url').slice(0, 10)
