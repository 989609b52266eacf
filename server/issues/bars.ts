/** Remembers which issues people have called different matters (“not the same”), whatever becomes of the issues afterwards. */
import type { IssueId } from '../../shared/issue.ts'

/** The posting that one side was named after, and the issue in which it is now. */
export interface Side {
  founder: number
  issue: IssueId
}

const none: ReadonlySet<IssueId> = new Set()

/**
 * A bar stands between two founders, not between two issues: when an issue is merged its founder goes along, and the bar then
 * stands before the issue it went to. Two founders that a later ruling brought into one issue bar nothing.
 */
export class Bars {
  readonly #pairs: [number, number][] = []
  readonly #issues = new Map<number, IssueId>()
  #barred = new Map<IssueId, Set<IssueId>>()

  /** Where a founder is known already, what `move` said of it last holds. */
  add(one: Side, other: Side): void {
    const known = this.#pairs.some(([a, b]) => (a === one.founder && b === other.founder) || (a === other.founder && b === one.founder))
    if (!known) this.#pairs.push([one.founder, other.founder])
    for (const { founder, issue } of [one, other]) if (!this.#issues.has(founder)) this.#issues.set(founder, issue)
    this.#compute()
  }

  /** A ruling has brought a posting into another issue. */
  move(posting: number, issue: IssueId): void {
    if (!this.#issues.has(posting)) return
    this.#issues.set(posting, issue)
    this.#compute()
  }

  /** The issues that what belongs to `issue` must not join. */
  of(issue: IssueId): ReadonlySet<IssueId> {
    return this.#barred.get(issue) ?? none
  }

  #compute(): void {
    this.#barred = new Map()
    for (const [a, b] of this.#pairs) {
      const one = this.#issues.get(a)
      const other = this.#issues.get(b)
      if (one === undefined || other === undefined || one === other) continue
      this.#bar(one, other)
      this.#bar(other, one)
    }
  }

  #bar(issue: IssueId, other: IssueId): void {
    const barred = this.#barred.get(issue)
    if (barred) barred.add(other)
    else this.#barred.set(issue, new Set([other]))
  }
}
