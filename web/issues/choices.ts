/** Narrows a long list of choices to those that what is typed speaks of: Chinese as it is written, no pinyin needed. */
import { foldText } from '../../shared/text.ts'

export interface Choice {
  value: string
  name: string
  /** What it belongs to: a branch of the taxonomy, a township; none for units and types. */
  group?: string
}

export interface ChoiceGroup {
  group: string
  choices: Choice[]
}

/** Choices that are listed at most; past that the reader types another character. */
const mostListed = 60

/**
 * The choices whose name or group holds every word that was typed, in their groups; names that begin with the first word come
 * first within a group, and a group that has such a name comes first.
 * @returns also how many were left out
 */
export function narrow(choices: readonly Choice[], typed: string): { groups: ChoiceGroup[]; leftOut: number } {
  const words = typed.split(/\s+/).map(foldText).filter((word) => word !== '')
  const found = choices.filter(({ name, group = '' }) => words.every((word) => foldText(name).includes(word) || foldText(group).includes(word)))
  const rank = ({ name }: Choice): number => (words[0] !== undefined && !foldText(name).startsWith(words[0]) ? 1 : 0)
  const listed = found.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostListed)
  const groups = Map.groupBy(listed, ({ group = '' }) => group)
  return { groups: [...groups].map(([group, members]) => ({ group, choices: members })), leftOut: found.length - listed.length }
}
