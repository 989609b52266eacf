/** Every kind of problem that the sample town knows. */
import type { Problem } from './problem.ts'
import { homeProblems } from './homes.ts'
import { livingProblems } from './living.ts'
import { natureProblems } from './nature.ts'
import { streetProblems } from './streets.ts'

export type { Problem } from './problem.ts'

export const problems: readonly Problem[] = [...streetProblems, ...homeProblems, ...natureProblems, ...livingProblems]

const byId = new Map(problems.map((problem) => [problem.id, problem]))

/** @throws RangeError for an id that no table holds. */
export function problemOf(id: string): Problem {
  const found = byId.get(id)
  if (!found) throw new RangeError(`The sample town knows no problem called ${id}.`)
  return found
}
