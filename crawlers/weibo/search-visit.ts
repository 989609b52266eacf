/** One visit to a search: the questions whose turn it is, each down to what it had found before. */
import { z } from 'zod'
import { day, type Instant } from '../../shared/clock.ts'
import type { Visit } from '../source.ts'
import { searchAsk, searchPageAsk } from './asks.ts'
import { freshListCursor, listCursor, readLists } from './listing.ts'
import { takeTurn } from './questions.ts'

export const searchCursor = listCursor.extend({
  /** Which question comes next, of those that take turns. */
  turn: z.number(),
})
export type SearchCursor = z.infer<typeof searchCursor>

export interface SearchPlan {
  site: string
  mode: 'mobile' | 'page'
  questions: readonly string[]
  /** Questions asked in one visit. */
  most: number
  pages: number
  days: number
  longTexts: number
  now: Instant
}

export function visitSearch(kept: SearchCursor | null, { site, mode, questions, most, pages, days, longTexts, now }: SearchPlan): Visit {
  const { turn, ...before } = kept ?? { ...freshListCursor, turn: 0 }
  const inTurn = Math.max(questions.length - 1, 1)
  const start = turn % inTurn
  let begun = 0
  const listing = readLists(before, {
    lists: takeTurn(questions, start, most).map((question) => (mode === 'mobile' ? searchAsk : searchPageAsk)(site, question)),
    pages,
    since: now - days * day,
    belongs: () => true,
    // The page brings its long texts along, folded.
    longTexts: mode === 'mobile' ? longTexts : 0,
  })

  return {
    next() {
      const ask = listing.next()
      // Counted when it is asked, not when it is answered: a question behind a wall does not keep the others from their turn.
      if (ask?.role === 'list' && ask.page === 1 && ask.key !== questions[0]) begun++
      return ask
    },
    take: (ask, reading) => listing.take(ask, reading),
    cursor(): SearchCursor {
      const { marks, ...rest } = listing.cursor()
      const current = Object.entries(marks).filter(([question]) => questions.includes(question))
      return { ...rest, marks: Object.fromEntries(current), turn: (start + begun) % inTurn }
    },
    trouble: () => null,
  }
}
