/** Scores single decisions of a grouping against a stream's true matters, as postings come. */
import type { Stream } from '../support/stream.ts'

/** Counts of what was decided so far: the size of each issue and matter, and what they have in common. */
export class Truth {
  readonly #stream: Stream
  readonly #matters: Uint32Array
  readonly #issues: Uint32Array
  /** Under issue × matters + matter. */
  readonly #both = new Map<number, number>()

  constructor(stream: Stream) {
    this.#stream = stream
    this.#matters = new Uint32Array(stream.matters)
    // An issue is named after a posting, and ids count from 1.
    this.#issues = new Uint32Array(stream.count + 1)
  }

  note(index: number, issue: number): void {
    const matter = this.#stream.matter(index)
    const key = issue * this.#stream.matters + matter
    this.#matters[matter] = (this.#matters[matter] as number) + 1
    this.#issues[issue] = (this.#issues[issue] as number) + 1
    this.#both.set(key, (this.#both.get(key) ?? 0) + 1)
  }

  /** Adds BCubed precision and recall (Bagga and Baldwin 1998) of a posting that is not noted yet, were it put into `issue`. */
  score(index: number, issue: number, sum: { precision: number; recall: number }): void {
    const matter = this.#stream.matter(index)
    const both = (this.#both.get(issue * this.#stream.matters + matter) ?? 0) + 1
    sum.precision += both / ((this.#issues[issue] as number) + 1)
    sum.recall += both / ((this.#matters[matter] as number) + 1)
  }
}
