/** All alert rules, and the doors through which the pipeline asks them. */
import { compareLevels, type Alert, type Verdict } from '../../shared/alert.ts'
import { day } from '../../shared/clock.ts'
import type { Plan, Rules } from '../../shared/district.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import type { SourceHealth } from '../../shared/source.ts'
import { holdBack } from './inhibit.ts'
import { checkMatrix, judgeBy } from './matrix.ts'
import { quiet, type AreaActivity, type IssueTrends, type JudgeContext, type Rule, type SubjectCase } from './rule.ts'
import burst from './rules/burst.ts'
import concentrated from './rules/concentrated.ts'
import crowd from './rules/crowd.ts'
import danger from './rules/danger.ts'
import dissatisfied from './rules/dissatisfied.ts'
import fromAbove from './rules/from-above.ts'
import hideAndSeek from './rules/hide-and-seek.ts'
import outage from './rules/outage.ts'
import plan from './rules/plan.ts'
import reach from './rules/reach.ts'
import negative from './rules/negative.ts'
import rebound from './rules/rebound.ts'
import repeat from './rules/repeat.ts'
import returned from './rules/returned.ts'
import sourceTrouble from './rules/source-trouble.ts'
import surge from './rules/surge.ts'

export { countedNow, decide, type Decision, type News, type OpenAlert } from './decide.ts'
export { acknowledgeText, dueAt } from './due.ts'
export type { AreaActivity, IssueTrends, JudgeContext, Rule, SubjectCase } from './rule.ts'

export const issueRules: readonly Rule<'issue'>[] = [
  danger, crowd, burst, concentrated, rebound, hideAndSeek, returned, fromAbove, reach, dissatisfied, plan, repeat,
]
export const areaRules: readonly Rule<'area'>[] = [outage]
export const sourceRules: readonly Rule<'source'>[] = [sourceTrouble]
export const subjectRules: readonly Rule<'subject'>[] = [surge, negative]
export const alertRules = [...issueRules, ...areaRules, ...sourceRules, ...subjectRules]

/** Rules that only say how many write or read: for criticism of officials alone no number raises a level. */
const byNumber: readonly Rule<'issue'>[] = [burst, concentrated, repeat, reach]

/** An issue without a posting for so long is history, whatever its counts of the month say; only its orders still speak. */
const fresh = day

/** @throws Fatal that names what the pack's matrix lacks for the rules there are. */
export const checkRules = (rules: Rules): void => checkMatrix(rules, alertRules)

/** @param coveredBy the title of an open alert on the area in which this issue lies; null = there is none. */
export function judgeIssue(activity: IssueActivity, trends: IssueTrends, context: JudgeContext, coveredBy: string | null = null): Verdict[] {
  const old = context.at - activity.lastAt > fresh
  const onlyCriticism = activity.category !== null && context.rules.criticism.includes(activity.category)
  const asked = issueRules.filter((rule) => (!old || rule.speaksLate) && !(onlyCriticism && byNumber.includes(rule)))
  const facts = {
    urgency: activity.urgency, channels: activity.channels24h,
    plans: activity.plans.flatMap(({ plan: id }) => (speaks(context.plans.get(id)) ? [id] : [])),
  }
  const verdicts = judgeBy(asked, { activity, trends }, facts, context)
  const silent = issueRules.filter((rule) => !asked.includes(rule))
    .map((rule) => quiet(rule.id, onlyCriticism && byNumber.includes(rule) ? '只是对办事作风的意见，只入日报' : '24小时内没有新的反映'))
  return [...holdBack(verdicts, asked, coveredBy), ...silent]
}

/** A plan that only goes to the daily report (criticism of officials among them) is no condition for any level. */
const speaks = (plan: Plan | undefined): boolean => plan !== undefined && plan.ceiling !== null

export const judgeArea = (area: AreaActivity, context: JudgeContext): Verdict[] =>
  judgeBy(areaRules, area, { urgency: [], channels: area.channels, plans: [] }, context)
export const judgeSource = (source: SourceHealth, context: JudgeContext): Verdict[] =>
  judgeBy(sourceRules, source, { urgency: [], channels: [source.channel], plans: [] }, context)
export const judgeSubject = (seen: SubjectCase, context: JudgeContext): Verdict[] =>
  judgeBy(subjectRules, seen, { urgency: [], channels: seen.channels, plans: [] }, context)

/** Whether an alert belongs on the wall: at its level one of its rules must. */
export const belongsOnWall = ({ rules, level }: Pick<Alert, 'rules' | 'level'>): boolean =>
  alertRules.some(({ id, wallFrom }) => rules.includes(id) && wallFrom !== null && compareLevels(level, wallFrom) <= 0)
