/** Finds the keyword plans (监测方案) that a posting meets: boolean terms, exclusions, sources and season. */
import { RE2JS } from 're2js'
import type { DistrictPack } from '../../shared/district.ts'
import { Fatal, messageOf } from '../../shared/errors.ts'
import { listensAt, type Plan } from '../../shared/plan.ts'
import type { Posting } from '../../shared/posting.ts'
import { foldText } from '../../shared/text.ts'
import { createAutomaton } from './automaton.ts'
import { mask } from './mask.ts'
import type { Reading } from './reading.ts'

/** Ids of the plans met, in the order of the pack. Whether an alert comes of it is for the rules to say. */
export type PlanMatcher = (
  reading: Pick<Reading, 'body'>, posting: Pick<Posting, 'source' | 'channel' | 'publishedAt' | 'workOrder'>,
) => string[]

/** A compiled term: met when a literal of it was seen on the pass over the text, or by its pattern. */
type Term = { slot: number } | { pattern: RE2JS }

interface CompiledPlan extends Plan {
  terms: Term[]
  exclusions: Term[]
  from: ReadonlySet<string>
}

/**
 * Compiles the plans of a pack. Alternations of literals, which nearly all terms are, are found by one automaton in one pass
 * however many there are; only real patterns run on RE2, and those only where the rest of their plan is met: no text and no
 * term can make it slow. Terms are words, not meanings: what is denied (没有停水) is met as well.
 * @throws Fatal that names plan and term where a term is no RE2, or holds a phone number or the like.
 */
export function createPlanMatcher({ plans, channels }: Pick<DistrictPack, 'plans' | 'channels'>): PlanMatcher {
  const literals = new Map<string, number[]>()
  let slots = 0
  const compile = ({ id, name }: Plan, term: string): Term => {
    const plan = `${id} (${name})`
    if (mask(term).spans.length > 0) throw new Fatal(`Plan ${plan}: the term “${term}” holds personal data; plans follow matters, never people`)
    const words = literalsOf(term)
    if (!words) return { pattern: compilePattern(term, plan) }
    const slot = slots++
    for (const word of words) literals.set(word, [...(literals.get(word) ?? []), slot])
    return { slot }
  }
  const compiled = plans.map((plan): CompiledPlan => ({
    ...plan, from: new Set(plan.sources),
    terms: plan.all.map((term) => compile(plan, term)), exclusions: plan.none.map((term) => compile(plan, term)),
  }))
  const automaton = createAutomaton([...literals.keys()])
  const slotsOf = [...literals.values()]
  const registered = new Set(channels.filter((channel) => channel.registered).map(({ id }) => id))
  // Slots seen in the text at hand hold its number: nothing needs clearing between texts.
  const seenIn = new Float64Array(slots)
  let text = 0

  return ({ body }, { source, channel, publishedAt, workOrder }) => {
    text += 1
    automaton.scan(body, (literal) => { for (const slot of slotsOf[literal]!) seenIn[slot] = text })
    const isMet = (term: Term): boolean => ('slot' in term ? seenIn[term.slot] === text : term.pattern.matcher(body).find())
    const crawled = workOrder === null && !registered.has(channel)
    const met: string[] = []
    for (const plan of compiled) {
      if (plan.from.size > 0 && !plan.from.has(source) && !plan.from.has(channel)) continue
      if (!plan.terms.every(isMet) || !listensAt(plan, publishedAt)) continue
      if ((crawled || plan.noneIn === 'all') && plan.exclusions.some(isMet)) continue
      met.push(plan.id)
    }
    return met
  }
}

/** The words of a plain alternation, folded; null where the term is a real pattern. */
function literalsOf(term: string): string[] | null {
  if (/[\\.*+?()[\]{}^$]/.test(term)) return null
  const words = term.split('|').map(foldText)
  return words.includes('') ? null : words
}

function compilePattern(term: string, plan: string): RE2JS {
  try {
    return RE2JS.compile(foldPattern(term), RE2JS.CASE_INSENSITIVE)
  } catch (thrown) {
    throw new Fatal(`Plan ${plan}: the term “${term}” is no RE2 pattern: ${messageOf(thrown)}`)
  }
}

/** Folds a pattern as the texts are folded; what turns into punctuation thereby (（ into a bracket) must not turn into syntax. */
function foldPattern(term: string): string {
  return Array.from(term.replace(/\s+/g, ''), (character) => {
    const folded = character.normalize('NFKC')
    return folded === character ? character : RE2JS.quote(folded)
  }).join('')
}
