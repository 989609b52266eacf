/** Events through the product's own watch, burst rule and decisions, as the pipeline would: what the evaluation and the bench share. */
import { judgeBy } from '../../server/alerts/matrix.ts'
import { decide, type JudgeContext, type OpenAlert } from '../../server/alerts/index.ts'
import burst from '../../server/alerts/rules/burst.ts'
import { createWatch } from '../../server/trends/index.ts'
import type { Level } from '../../shared/alert.ts'
import { publicCalendar } from '../../shared/calendar.ts'
import type { Instant } from '../../shared/clock.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import { loadDistrict } from '../../shared/node/district.ts'

export interface BurstEvent {
  key: string
  time: Instant
  arrived: Instant
  reporter: string | null
}

export interface BurstAlert {
  key: string
  time: Instant
  /** As judged, before a person confirms. */
  level: Level
  score: number
  because: string
}

/** Lends thresholds and matrix; the events may be of any district. */
const usualDistrict = '320813'

/**
 * A line of events, in order of arrival; `take` returns the alert that an event raises or lifts to a higher level.
 * A burst that is over closes its alert, as a person at the duty desk would; hysteresis and cool-down are the product's own.
 */
export function createBurstLine(): { take(event: BurstEvent): BurstAlert | null } {
  const { rules } = loadDistrict(usualDistrict)
  const watch = createWatch(publicCalendar)
  const open = new Map<string, OpenAlert>()
  const subjects = new Map<string, string[]>()
  const context: Omit<JudgeContext, 'at'> = { rules, channelName: (id) => id, plans: new Map() }
  return {
    take({ key, time, arrived, reporter }) {
      let subject = subjects.get(key)
      if (!subject) subjects.set(key, (subject = [key]))
      watch.note({ at: time, arrivedAt: arrived, reporter, member: key, subjects: subject })
      const seen = watch.burst(key)
      const existing = open.get(key) ?? null
      if (existing?.settledAt === null && !watch.isBursting(key)) open.set(key, { ...existing, state: 'closed', settledAt: arrived })
      if (!seen) return null
      const activity = { ...anyIssue, title: `“${key}”` }
      const verdicts = judgeBy([burst], { activity, trends: { day: null, hour: null, burst: seen } }, { urgency: [], channels: [], plans: [] }, { ...context, at: arrived })
      const [verdict] = verdicts
      const before = open.get(key) ?? null
      const decision = decide(before, verdicts, arrived, rules)
      const { do: what, level, proposedRed, sentence, rules: met, popUp, lowerSince } = decision
      const isNew = what === 'raise' || what === 'raiseLevel'
      if (isNew) open.set(key, { level, proposedRed, state: 'received', rules: met, sentence, popUp, lowerSince, settledAt: null })
      else if (before?.settledAt === null) open.set(key, { ...before, level, sentence, lowerSince })
      return isNew && verdict?.raise ? { key, time: arrived, level: verdict.level, score: verdict.score, because: sentence } : null
    },
  }
}

const noHours = new Array<number>(24).fill(0)
/** What of an issue the burst rule does not look at. */
const anyIssue: IssueActivity = {
  issue: 0, title: '', category: null, place: null, township: null, unit: null, consultation: false, firstAt: 0, lastAt: 0, count1h: 0, count24h: 0,
  count7d: 0, total: 0, people1h: 0, people24h: 0, people7d: 0, grievances: { count24h: 0, count7d: 0, people24h: 0, people7d: 0 }, mostByOne30d: 0, channels: [], channels24h: [], urgency: [], plans: [], closedAt: null,
  sinceClosed: { count: 0, people: 0 }, rebounds: 0, closings: 0, hours: { before: noHours, since: noHours }, returns: 0, passes: 0, dissatisfied: [], reach: null,
}
