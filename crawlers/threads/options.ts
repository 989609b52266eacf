/** What every forum is told: which boards, and how far into them. */
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import type { SourceConfig } from '../../shared/district.ts'
import { Fatal } from '../../shared/errors.ts'
import { commonOptions } from '../source.ts'
import type { VisitPlan } from './visit.ts'

export const threadOptions = {
  ...commonOptions,
  /** Board ids as the site's addresses have them (fid, cid); empty = the board that the source's address names. */
  boards: z.array(z.union([z.string(), z.number()]).transform(String)).default([]),
  /** List pages of a board that one pass reads at most. */
  pages: z.number().int().min(1).max(2_000).default(200),
  /** How far back a full pass goes. */
  days: z.number().min(1).default(60),
}
type ThreadOptions = z.output<z.ZodObject<typeof threadOptions>>

/**
 * @param named the board that the source's address names.
 * @throws Fatal when there is no board to read.
 */
export function planOf(config: SourceConfig, { boards, pages, days }: ThreadOptions, named: string | null, now: Instant): VisitPlan {
  const chosen = boards.length > 0 ? boards : named ? [named] : []
  if (chosen.length === 0) throw new Fatal(`Source ${config.id}: options.boards is empty and ${config.url} names no board`)
  return { boards: chosen, pages, days, now }
}
