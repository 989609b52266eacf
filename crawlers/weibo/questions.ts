/**
 * What to ask a search for, out of what the district listens for.
 *
 * A search takes plain words, a plan's terms are RE2: of each plan the group of alternatives that says most (the longest words on
 * average) gives its plain alternatives, each beside a name of the district; the other groups are left to the plan itself, which
 * reads whatever is found. Where it fails: alternatives with operators in them (`律师.{0,10}咨询`) are not asked, and a plan of nothing
 * else has no question but the bare names.
 */
import type { Instant } from '../../shared/clock.ts'
import { listensAt, type Plan } from '../../shared/plan.ts'
import type { Watch } from '../source.ts'

/** Questions there are at most; at six a visit every quarter of an hour each gets its turn within three hours. */
export const mostQuestions = 60

/** A further name costs as much as these words of a plan: its bare name alone finds most of what is said under it. */
const nameWorth = 3

const operator = /[\\.*+?()[\]{}^$|]/

/**
 * The bare names first (what is new at all under a rare name), then names with words: first the first word of every plan with the
 * first name, then second words, later further names, so that what the cap leaves out is what each plan can spare best.
 * @param asker id and channel of the source: plans that listen elsewhere only are not asked here, nor those that blame officials,
 *   which are never searched for.
 */
export function questionsOf({ names, plans }: Watch, asker: { id: string; channel: string }, now: Instant): string[] {
  const heard = plans.filter((plan) => !plan.criticism && listensAt({ days: plan.days, hours: null }, now)
    && (plan.sources.length === 0 || plan.sources.includes(asker.id) || plan.sources.includes(asker.channel)))
  const words = heard.map(tellingWords)
  const paired = names.flatMap((name, nth) => words.flatMap((own, plan) => own.map((word, rank) => (
    { question: word.includes(name) ? word : `${name} ${word}`, depth: nth * nameWorth + rank, nth, plan }
  ))))
  paired.sort((a, b) => a.depth - b.depth || a.nth - b.nth || a.plan - b.plan)
  return [...new Set([...names, ...paired.map(({ question }) => question)])].slice(0, mostQuestions)
}

/**
 * The questions of one visit: the first always, since under the district's bare name whatever is new comes up, and of the others
 * those whose turn it is, from the `from`th on. Where there are fewer others than that, they begin anew.
 */
export function takeTurn([first, ...others]: readonly string[], from: number, most: number): string[] {
  const start = from < others.length ? from : 0
  return [...(first === undefined ? [] : [first]), ...[...others.slice(start), ...others.slice(0, start)].slice(0, most - 1)]
}

/** The plain alternatives of the group of a plan that says most. */
function tellingWords({ all }: Plan): string[] {
  const groups = all.map(plainAlternatives).filter((words) => words.length > 0)
  const length = (words: string[]) => words.join('').length / words.length
  return groups.reduce<string[]>((best, words) => (best.length === 0 || length(words) > length(best) ? words : best), [])
}

/** Alternatives of a term that are plain words of two characters or more: a single one finds everything. */
export function plainAlternatives(term: string): string[] {
  const words: string[] = []
  let depth = 0
  let word = ''
  // By hand: a bar inside brackets parts no alternatives of the whole term.
  for (const [at, character] of [...term].entries()) {
    const escaped = term[at - 1] === '\\'
    if (!escaped && (character === '(' || character === '[')) depth++
    if (!escaped && (character === ')' || character === ']')) depth--
    if (character === '|' && depth === 0 && !escaped) {
      words.push(word)
      word = ''
    } else word += character
  }
  return [...new Set([...words, word].map((plain) => plain.trim()).filter((plain) => plain.length >= 2 && !operator.test(plain)))]
}
