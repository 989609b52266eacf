/** What the page of figures asks the gateway: a report, the records behind one of its figures, and where it is downloaded. */
import type { FigureKey, FigureRecords, FigureReport } from '../../shared/figures.ts'
import { ask, frozen } from '../asking.ts'

/** A year by unit is counted from all of its records. */
const countingPatience = 60_000

/** What a report is of. */
export interface Question {
  /** 2018, 2018-Q1, 2018-03, 2018-01-05..2018-01-11. */
  period: string
  by: FigureKey | null
}

/** A figure: of the whole period or of one row, its count (a rate's numerator) or what it is out of. */
export interface Behind extends Question {
  /** Undefined = the whole period; null = the row of those that nothing is known of. */
  key: string | null | undefined
  indicator: string
  part: 'count' | 'of'
}

const queryOf = ({ period, by }: Question): URLSearchParams => new URLSearchParams({ period, ...(by === null ? {} : { by }) })

/** @throws Refused, 400 where the period is none. */
export const readFigures = async (question: Question): Promise<FigureReport> =>
  frozen(await ask('GET', `/api/figures?${queryOf(question)}`, undefined, countingPatience))

/** @param offset what the page before this one named as `next`; 0 = the first */
export async function readRecords({ key, indicator, part, ...question }: Behind, offset: number): Promise<FigureRecords> {
  const query = queryOf(key === undefined ? { ...question, by: null } : question)
  if (key !== undefined) query.set('key', key ?? '')
  for (const [name, value] of Object.entries({ indicator, part, offset: String(offset) })) query.set(name, value)
  return frozen(await ask('GET', `/api/figures/records?${query}`, undefined, countingPatience))
}

/** Where the spreadsheet of a report is downloaded. */
export const exportAddress = (question: Question): string => `/api/figures/export?${queryOf(question)}`
