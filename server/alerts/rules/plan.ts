/** 监测方案: postings meet the words of a keyword plan; the plan's own ceiling says how loud that may ever be. */
import { compareLevels, type Level } from '../../../shared/alert.ts'
import { ceilingAt, type Plan } from '../../../shared/plan.ts'
import type { PlanCount } from '../../../shared/issue.ts'
import { defineRule, quiet, type JudgeContext } from '../rule.ts'
import { expectationText, issueSentence } from '../sentence.ts'

const id = 'plan'

/**
 * Of several plans the one that may go highest speaks, then the one met most often. A plan without a ceiling (只入日报, and
 * all that is only criticism of officials) raises nothing; plans that tell media are the reach rule's.
 */
export default defineRule({
  id,
  name: '监测方案',
  needs: 'issue',
  goesBy: 'words',
  grades: ['several', 'one'],
  wallFrom: 'yellow',
  judge({ activity, trends }, context) {
    const met = activity.plans.flatMap((seen) => withCeiling(seen, context))
    const [first] = met.sort((a, b) => compareLevels(a.ceiling, b.ceiling) || b.people - a.people || b.count - a.count)
    if (!first) return quiet(id, activity.plans.length === 0 ? '没有符合的监测方案' : '符合的监测方案只入日报')
    const { plan, ceiling, count, people } = first
    return {
      raise: true,
      rule: id,
      grade: people >= context.rules.plan.people ? 'several' : 'one',
      sentence: issueSentence(activity, context, {
        period: '24小时内', count, people, usual: expectationText(trends.day), channels: activity.channels24h, more: [`符合监测方案“${plan.name}”`],
      }),
      score: 1,
      expected: trends.day?.expected ?? null,
      seen: count,
      people,
      ceiling,
      popUp: plan.popUp,
    }
  },
})

interface LoudPlan extends Omit<PlanCount, 'plan'> {
  plan: Plan
  ceiling: Level
}

function withCeiling({ plan: name, count, people }: PlanCount, { plans, rules, at }: JudgeContext): LoudPlan[] {
  const plan = plans.get(name)
  const ceiling = plan && !rules.reach.plans.includes(name) ? ceilingAt(plan, at) : null
  return plan && ceiling ? [{ plan, ceiling, count, people }] : []
}
