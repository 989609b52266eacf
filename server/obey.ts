/**
 * Obeys a ruling when its turn comes: PostgreSQL first, then the grouping, then the live state, counted anew where it is touched.
 *
 * Why the figures are the same whatever is killed when: PostgreSQL keeps with the ruling what it changed, so that it is carried
 * out once and everybody knows afterwards which figures it touches. Those are not adjusted but set to what all events up to
 * the ruling's number give, under the guard of that number. Who comes back after a crash does just that again. Who replays
 * into an emptied Redis finds every posting where it belongs in the end, counts it there from the beginning, and sets the same
 * figures once more when the ruling comes by. Several rulings over one posting each touch what they touched the first time.
 */
import type { DistrictPack } from '../shared/district.ts'
import { RetryLater } from '../shared/errors.ts'
import type { IssueId } from '../shared/issue.ts'
import { carryOut, type Understanding } from './archive/carry-out.ts'
import { readIssueEvents, readIssuesOf, type RulingEvent } from './archive/feed.ts'
import type { Line } from './archive/line.ts'
import { readRecount } from './archive/recount.ts'
import type { Attendant } from './attend.ts'
import { createCardMaker } from './cards.ts'
import { createCorrector } from './correct.ts'
import { toGrouped, type GroupStep } from './group.ts'
import type { GroupedPosting } from './grouped.ts'
import { createIdentify } from './identity.ts'
import type { Outcome } from './issues/obey.ts'
import type { LiveState } from './live-state/store.ts'

export interface ObeyParts {
  pack: DistrictPack
  live: LiveState
  line: Line
  grouping: GroupStep
  attendant: Attendant
}

/** @returns obeys the ruling that comes after event `applied`, when everything before it is stored and applied. */
export function createObey({ pack, live, line: { connection }, grouping, attendant }: ObeyParts): (ruling: RulingEvent, applied: number) => Promise<void> {
  const district = pack.profile.code
  const toCard = createCardMaker(pack)
  const understanding: Understanding = { corrector: createCorrector(pack), identify: createIdentify(pack) }

  return async (ruling, applied) => {
    const outcome = await carryOut(connection, district, ruling, understanding)
    const changed = new Set([...outcome.moves.flatMap(({ postings }) => postings), ...(outcome.corrected ? [outcome.corrected.posting] : [])])
    const { issues, events } = await readTouched(outcome, [...changed], ruling.number)
    await grouping.obey(outcome, events)
    const restated = [...issues.values()].flat().filter(({ id, revision }) => revision === 1 && changed.has(id))
    const recount = await readRecount(connection, district, outcome, issues, restated, ruling.number)
    if ((await live.restate(applied, ruling.number, recount, restated.map(toCard))) !== ruling.number) {
      throw new RetryLater('Redis is not where this line left it')
    }
    attendant.restate(restated)
  }

  /** The issues that postings left, came to, or are in now (a later ruling may have taken them further), each with all events of what is in it. */
  async function readTouched({ moves }: Outcome, changed: readonly number[], upTo: number) {
    const touched = [...moves.flatMap(({ from, to }) => [from, to]), ...await readIssuesOf(connection, district, changed)]
    const issues = new Map<IssueId, GroupedPosting[]>(touched.map((issue) => [issue, []]))
    const events = await readIssueEvents(connection, district, [...issues.keys()], upTo)
    for (const event of events) if (event.decided) issues.get(event.decided.membership.issue)?.push(toGrouped(event, event.decided, false))
    return { issues, events }
  }
}
