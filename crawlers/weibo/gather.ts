/** The postings of a page with what could not be read of it: some rows lost is a degraded page, most of them no page we know. */
import type { RawPosting } from '../../shared/posting.ts'
import { emptyReading, type PageKind, type Reading } from '../source.ts'
import type { ReadPosting } from './mblog.ts'

/** Share of unreadable rows from which the page has changed its shape. */
const tooMany = 0.5

export function gather(kind: PageKind, read: readonly ReadPosting[]): Reading {
  const contradicted = read.find((row) => 'broken' in row && row.broken === 'time')
  if (contradicted && 'id' in contradicted) {
    return emptyReading(kind, 'unknown-page', `微博 ${contradicted.id} 写明的时间“${contradicted.written.slice(0, 40)}”与编号推出的时间相差一天以上，页面结构可能已变`)
  }
  const postings = new Map<string, RawPosting>()
  for (const row of read) if ('posting' in row && !postings.has(row.posting.id)) postings.set(row.posting.id, row.posting)
  const lost = read.filter((row) => 'broken' in row).length
  if (lost > read.length * tooMany) return emptyReading(kind, 'unknown-page', `${read.length} 条微博中有 ${lost} 条读不出，页面结构可能已变`)
  return { ...emptyReading(kind, 'ok'), postings: [...postings.values()], degraded: lost > 0 ? `${read.length} 条微博中有 ${lost} 条读不出` : null }
}
