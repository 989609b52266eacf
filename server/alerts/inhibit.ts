/** Inhibition: what an open alert on a whole area already says is not said again for each issue inside it. */
import type { Verdict } from '../../shared/alert.ts'
import { quiet, type Rule } from './rule.ts'

/**
 * Holds an issue's verdicts back where an alert on its area covers it and nothing but how many write speaks for it. Danger,
 * an order from above or a rebound are more than the area's alert tells; a remark (blue) of another rule is not.
 * @param coveredBy the title of that alert; null = there is none, and the verdicts stay as they are.
 */
export function holdBack(verdicts: Verdict[], rules: readonly Pick<Rule, 'id' | 'goesBy'>[], coveredBy: string | null): Verdict[] {
  if (coveredBy === null) return verdicts
  const counting = new Set(rules.flatMap(({ id, goesBy }) => (goesBy === 'counts' ? [id] : [])))
  if (verdicts.some((verdict) => verdict.raise && verdict.level !== 'blue' && !counting.has(verdict.rule))) return verdicts
  return verdicts.map((verdict) => (verdict.raise ? quiet(verdict.rule, `已由“${coveredBy}”预警涵盖，不重复预警`) : verdict))
}
