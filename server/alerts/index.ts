/** All alert rules, and the doors through which the pipeline asks them. */
import type { Verdict } from '../../shared/alert.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { AreaActivity, IssueTrends, JudgeContext, Rule } from './rule.ts'
import burst from './rules/burst.ts'
import concentrated from './rules/concentrated.ts'
import danger from './rules/danger.ts'
import outage from './rules/outage.ts'
import rebound from './rules/rebound.ts'
import repeat from './rules/repeat.ts'
import sourceTrouble from './rules/source-trouble.ts'

export { decide, type Decision, type OpenAlert } from './decide.ts'
export { acknowledgeText, dueAt } from './due.ts'
export type { AreaActivity, IssueTrends, JudgeContext, Rule } from './rule.ts'

export const issueRules: readonly Rule<'issue'>[] = [danger, burst, concentrated, rebound, repeat]
export const areaRules: readonly Rule<'area'>[] = [outage]
export const sourceRules: readonly Rule<'source'>[] = [sourceTrouble]
export const alertRules = [...issueRules, ...areaRules, ...sourceRules]

export const judgeIssue = (activity: IssueActivity, trends: IssueTrends, context: JudgeContext): Verdict[] =>
  issueRules.map((rule) => rule.judge({ activity, trends }, context))
export const judgeArea = (area: AreaActivity, context: JudgeContext): Verdict[] => areaRules.map((rule) => rule.judge(area, context))
export const judgeSource = (source: SourceHealth, context: JudgeContext): Verdict[] => sourceRules.map((rule) => rule.judge(source, context))

/** Whether an alert raised by these rules belongs on the wall: one of them must. */
export const belongsOnWall = (rules: readonly string[]): boolean => alertRules.some(({ id, onWall }) => onWall && rules.includes(id))
