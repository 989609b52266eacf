/** Units by name and in time: what a record calls a unit, and which unit carried on, or came before, when one was renamed or merged. */
import { day, parseInstant, type Instant } from './clock.ts'
import type { Unit } from './district.ts'
import { foldText } from './text.ts'

/** A chain of successors longer than this is a loop in the pack. */
const longestChain = 8

/** Every name and alias of the units, folded; where two share one, a name comes before an alias and the first unit before the next. */
export function nameUnits(units: readonly Unit[]): Map<string, Unit> {
  const byName = new Map<string, Unit>()
  const claim = (name: string, unit: Unit): void => {
    const folded = foldText(name)
    if (!byName.has(folded)) byName.set(folded, unit)
  }
  for (const unit of units) claim(unit.name, unit)
  for (const unit of units) for (const alias of unit.aliases) claim(alias, unit)
  return byName
}

/** The registered name is often longer than ours (洪泽区住房和城乡建设局): the longest of our names inside it, or the reverse. */
export function findRegistered(registered: string, byName: ReadonlyMap<string, Unit>): Unit | undefined {
  const folded = foldText(registered).slice(0, 60)
  const exact = byName.get(folded) ?? byName.get(folded.replace(/^(?:江苏省)?(?:淮安市)?洪泽区/, '区'))
  if (exact) return exact
  let best: string | undefined
  for (const name of byName.keys()) if (folded.includes(name) && name.length > (best?.length ?? 0)) best = name
  return best === undefined ? undefined : byName.get(best)
}

/** A unit that was dissolved before `at` stands for the one that carries on its work. */
export function followSuccessors(unit: Unit, at: Instant, units: ReadonlyMap<string, Unit>): Unit {
  let now = unit
  for (let steps = 0; steps < longestChain; steps += 1) {
    const next = successorOf(now, units)
    if (!isDissolved(now, at) || !next) return now
    now = next
  }
  return now
}

/**
 * The unit under whose name the work of `unit` stands at `at`, so that figures of two times can be told side by side: forward where
 * it was dissolved, or where the one that was founded to follow it is there already; back where it did not exist yet and exactly one
 * unit leads to it. What was merged of two can't be told apart again: its name stays.
 */
export function unitAt(unit: Unit, at: Instant, units: ReadonlyMap<string, Unit>): Unit {
  let now = unit
  for (let steps = 0; steps < longestChain; steps += 1) {
    const next = successorOf(now, units)
    // Packs often know only the year of a change: for that year both stand in the list, and the work is the new one's.
    if (!next || !(isDissolved(now, at) || (next.validFrom !== null && at >= startOf(next.validFrom)))) break
    now = next
  }
  for (let steps = 0; steps < longestChain; steps += 1) {
    if (now.validFrom === null || at >= startOf(now.validFrom)) return now
    const [only, ...others] = [...units.values()].filter((before) => before.successor === now.id)
    if (!only || others.length > 0) return now
    now = only
  }
  return now
}

/** A raw name as figures show it: the unit's id and name at a time; of a name that no unit has, no id and the name as registered. */
export interface NamedUnit {
  id: string | null
  name: string
  unit: Unit | null
}

/** Looks registered names up, each once. @param at under whose names of what time the units are told. */
export function createUnitNames(units: readonly Unit[], at: Instant): (raw: string) => NamedUnit {
  const byId = new Map(units.map((unit) => [unit.id, unit]))
  const byName = nameUnits(units)
  const seen = new Map<string, NamedUnit>()
  return (raw) => {
    const before = seen.get(raw)
    if (before) return before
    const found = byId.get(raw) ?? findRegistered(raw, byName)
    const unit = found ? unitAt(found, at, byId) : null
    const named = unit ? { id: unit.id, name: unit.name, unit } : { id: null, name: `未识别：${raw}`, unit: null }
    seen.set(raw, named)
    return named
  }
}

const successorOf = ({ successor }: Unit, units: ReadonlyMap<string, Unit>): Unit | undefined => (successor === null ? undefined : units.get(successor))

const isDissolved = ({ validTo }: Unit, at: Instant): boolean => validTo !== null && at >= endOf(validTo)

/** `2019` begins with the year. */
function startOf(written: string): Instant {
  const [year, month = '01', date = '01'] = written.split('-')
  return parseInstant(`${year}-${month}-${date}`) as Instant
}

/** `2019` ends with the year: the first instant after it. */
function endOf(written: string): Instant {
  const [year, month, date] = written.split('-').map(Number) as [number, number?, number?]
  if (month && date) return startOf(written) + day
  return startOf(month && month < 12 ? `${year}-${String(month + 1).padStart(2, '0')}` : String(year + 1))
}
