/** The level matrix (判级表) of the pack: from what the rules found to levels, under ceilings that no pack can lift. */
import { compareLevels, lowerLevel, type Finding, type Level, type Verdict } from '../../shared/alert.ts'
import type { MatrixRow, Rules } from '../../shared/rules.ts'
import { Fatal } from '../../shared/errors.ts'
import { fewestShown } from '../../shared/people.ts'
import { quiet, type JudgeContext, type Needed, type Rule } from './rule.ts'
import { signNames } from './signs.ts'

/** What is known of a subject beside the findings: what the conditions of a row are held against. */
export interface Facts {
  /** Signs of urgency in the words of the last day. */
  urgency: readonly string[]
  /** Channels of the last day. */
  channels: readonly string[]
  /** Keyword plans met in the last day. */
  plans: readonly string[]
}

/** What the matrix needs to know of a rule. */
type Traits = Pick<Rule, 'id' | 'goesBy' | 'grades'>

/** Words, however grave, reach this level at most; above it stand counts of several people and the course of the matter. */
const wordsCeiling: Level = 'yellow'
const leastLevel: Level = 'blue'

/** Asks each rule and gives what it found the level of the first row of the matrix that fits. */
export function judgeBy<Need extends keyof Needed>(
  rules: readonly Rule<Need>[], subject: Needed[Need], facts: Facts, context: JudgeContext,
): Verdict[] {
  const answers = rules.map((rule) => ({ rule, answer: rule.judge(subject, context) }))
  const raised = answers.flatMap(({ rule, answer }) => (answer.raise ? [rule] : []))
  return answers.map(({ rule, answer }) => (answer.raise ? toVerdict(rule, answer, raised, facts, context.rules.matrix) : answer))
}

function toVerdict(rule: Traits, found: Finding, raised: readonly Traits[], facts: Facts, matrix: readonly MatrixRow[]): Verdict {
  const row = matrix.find((one) => one.rule === rule.id && one.grade === found.grade && holds(one, found, raised, facts))
  if (!row) throw new Fatal(missing(rule.id, found.grade))
  // What must be shown at once cannot be silenced by a row.
  let level = row.level ?? (found.popUp ? leastLevel : null)
  if (level === null) return quiet(rule.id, '按判级表只入日报')
  if (rule.goesBy === 'words') level = lowerLevel(level, wordsCeiling)
  if (found.ceiling) level = lowerLevel(level, found.ceiling)
  const sentence = level === 'red' ? proposingRed(found.sentence, row, facts) : found.sentence
  return { ...found, sentence, level, popUp: row.popUp || found.popUp === true }
}

/** Whoever is to confirm red must read what speaks for it. */
function proposingRed(sentence: string, { when }: MatrixRow, { urgency }: Facts): string {
  const signs = when?.urgency?.filter((sign) => urgency.includes(sign)) ?? []
  const told = signs.length > 0 ? `内容提及${signs.map((sign) => signNames[sign]).join('、')}，` : ''
  return `${sentence.replace(/。$/u, '')}，${told}建议升为红色，待人工确认。`
}

/**
 * Whether the conditions of a row hold. What only words fulfil lifts nothing above yellow unless several people stand behind
 * the finding.
 */
function holds({ when, level }: MatrixRow, found: Finding, raised: readonly Traits[], facts: Facts): boolean {
  if (!when) return true
  const { urgency, channels, plans, also } = when
  const others = raised.filter(({ id }) => id !== found.rule && also?.includes(id))
  if (urgency && !urgency.some((sign) => facts.urgency.includes(sign))) return false
  if (plans && !plans.some((plan) => facts.plans.includes(plan))) return false
  if (channels && !channels.some((channel) => facts.channels.includes(channel))) return false
  if (also && others.length === 0) return false
  const byWords = urgency !== undefined || plans !== undefined || (also !== undefined && others.every(({ goesBy }) => goesBy === 'words'))
  const high = level !== null && compareLevels(level, wordsCeiling) < 0
  return !(byWords && high && found.people < fewestShown)
}

/**
 * Holds the matrix against the rules there are.
 * @throws Fatal that names every grade without a row that always fits, and every row of no rule or grade.
 */
export function checkMatrix({ matrix }: Rules, rules: readonly Traits[]): void {
  const gaps = rules.flatMap(({ id, grades }) => grades
    .filter((grade) => !matrix.some((row) => row.rule === id && row.grade === grade && !row.when))
    .map((grade) => missing(id, grade)))
  const strays = matrix.flatMap((row, at) => {
    const known = rules.some(({ id, grades }) => id === row.rule && grades.includes(row.grade))
    const others = (row.when?.also ?? []).filter((other) => !rules.some(({ id }) => id === other))
    return [
      ...(known ? [] : [`row ${at} is of no rule: “${row.rule}” has no grade “${row.grade}”`]),
      ...others.map((other) => `row ${at} asks whether “${other}” has raised as well: there is no such rule`),
    ]
  })
  const faults = [...gaps, ...strays]
  if (faults.length > 0) throw new Fatal(`The level matrix (rules.json, matrix) cannot be used:\n  ${faults.join('\n  ')}`)
}

const missing = (rule: string, grade: string): string => `no row without conditions for rule “${rule}”, grade “${grade}”`
