/** What the rules on rising counts have in common: when a burst is one, how grave, and how its span is said. */
import { day, hour, minute } from '../../shared/clock.ts'
import type { Burst } from '../../shared/trend.ts'
import type { Finding, Silence } from '../../shared/alert.ts'
import { ceilingAt } from '../../shared/plan.ts'
import { quiet, type JudgeContext, type SubjectCase } from './rule.ts'
import { channelsText, peopleText, sentenceOf } from './sentence.ts'

export type RiseGrade = 'strong' | 'notable'

/** A strong burst also wants so many times the least people: against a past of nearly nothing three voices already look improbable. */
const strongPeople = 2

/** How grave a burst is; null = not enough people, or chance does as much more often than the pack allows. */
export function gradeRise({ score, people }: Burst, { rules: { burst } }: JudgeContext): RiseGrade | null {
  if (people < burst.people || score < burst.score) return null
  return score >= burst.orangeScore && people >= burst.people * strongPeople ? 'strong' : 'notable'
}

/** 近3小时, 近2天: how long it has been going on. */
export function spanText({ since, at }: Burst): string {
  const length = at - since
  if (length < hour) return `近${Math.max(1, Math.ceil(length / minute))}分钟`
  return length < 2 * day ? `近${Math.ceil(length / hour)}小时` : `近${Math.round(length / day)}天`
}

/** 预计约4次, 预计不足1次. */
export const usualText = ({ expected }: Burst): string => (expected < 1 ? '预计不足1次' : `预计约${Math.round(expected)}次`)

/** Share of the rise from which one issue is the whole of it: that issue has an alert of its own. */
const mostly = 0.5

/** What a rule on subjects finds; `concerns` false = the subject is another rule's. */
export function judgeSurge(rule: string, seen: SubjectCase, concerns: boolean, context: JudgeContext): Finding<RiseGrade> | Silence {
  const { subject, name, burst, leading, coveredBy, channels } = seen
  if (!concerns) return quiet(rule, '由其他规则判断')
  const plan = subject.kind === 'plan' ? context.plans.get(subject.id) : undefined
  const ceiling = plan ? ceilingAt(plan, context.at) : undefined
  if (ceiling === null) return quiet(rule, '该监测方案只入日报')
  if (subject.kind === 'category' && context.rules.criticism.includes(subject.id)) return quiet(rule, '只是对办事作风的意见，只入日报')
  const grade = gradeRise(burst, context)
  if (!grade) return quiet(rule, '高于预计，但人数不足或偶然也会如此')
  if (leading >= mostly * (burst.seen - burst.expected)) return quiet(rule, '主要由一个事项引起，由该事项预警')
  if (coveredBy !== null) return quiet(rule, `已由“${coveredBy}”预警涵盖，不重复预警`)
  return {
    raise: true, rule, grade,
    sentence: sentenceOf(name, [`${spanText(burst)}反映${burst.seen}次`, peopleText(burst.people), usualText(burst), channelsText(channels, context)]),
    score: burst.score, expected: burst.expected, seen: burst.seen, people: burst.people,
    ...(ceiling ? { ceiling } : {}),
  }
}
