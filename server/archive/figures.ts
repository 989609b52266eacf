/** Reads the figures of a period out of PostgreSQL: counts of it and of what it is compared with, folded with totals and published values. */
import { publicCalendar, type Calendar } from '../../shared/calendar.ts'
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey, FigureReport } from '../../shared/figures.ts'
import { transact, type Database } from '../../shared/node/postgres.ts'
import type { PeriodCounts } from '../figures/counts.ts'
import { cutAt, parsePeriod, periodBefore, yearBefore, type Period } from '../figures/period.ts'
import { makeReport } from '../figures/report.ts'
import { countOrders, countPlain, countUnread, keyOf, listMonths, postingKeys, readSpans, type Terms } from './figure-counts.ts'
import { countMarked } from './repeats.ts'
import { readStated, readTotals } from './totals.ts'

export interface FigureQuestion {
  /** 2018, 2018-03, 2018-Q1, 2018-H1, 2018-01-05, 2018-01-05..2018-01-11. */
  period: string
  by: FigureKey | null
  now: Instant
  calendar?: Calendar
}

/**
 * Every indicator of a period, whole and by row, beside the year before and the period before. A period that is not over yet is counted
 * up to the end of today, and compared with as many days.
 * @throws GiveUp where the period can't be read, with what is wrong in Chinese.
 */
export async function readFigures(db: Database, pack: DistrictPack, { period, by, now, calendar = publicCalendar }: FigureQuestion): Promise<FigureReport> {
  const district = pack.profile.code
  const asked = parsePeriod(period)
  const shown = cutAt(asked, now)
  const [earlier, last] = [yearBefore(shown), periodBefore(shown)]
  const same = earlier.from === last.from && earlier.to === last.to
  const [totals, stated, spans] = await Promise.all([readTotals(db, district), readStated(db, district), readSpans(db, pack)])
  const terms = { pack, calendar, now }
  const count = (of: Period): Promise<PeriodCounts> => countPeriod(db, terms, of, by, totals.length > 0)
  const [counts, base, before, unread] = await Promise.all([count(shown), count(earlier), same ? null : count(last), countUnread(db, district, shown)])
  return makeReport({ pack, by, asked, asOf: now, now: counts, yearBefore: base, before: before ?? base, totals, stated, spans, unread })
}

/** One connection a period, so that a report leaves most of the pool to others. */
const countPeriod = (db: Database, terms: Terms, period: Period, by: FigureKey | null, withMonths: boolean): Promise<PeriodCounts> =>
  transact(db, async (connection) => {
    const district = terms.pack.profile.code
    // First, since it says how the others are to be planned too.
    const repeats = await countMarked(connection, terms.pack, period.from, period.to, keyOf(postingKeys, by))
    return {
      period, repeats,
      orders: await countOrders(connection, terms, period, by),
      plain: await countPlain(connection, district, period, by),
      months: withMonths ? await listMonths(connection, terms.pack, period) : new Set<string>(),
    }
  })
