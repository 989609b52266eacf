import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hour } from '../../../../shared/clock.ts'
import { Register } from '../../../../server/issues/register.ts'

const representatives = 3

/** What a register must do, told with a Map and lists that are searched from end to end. */
class PlainRegister {
  readonly postings = new Map<number, { issue: number; at: number; slot: number | null; shelvedAs: number }>()
  readonly dropped: number[] = []
  readonly gone: number[] = []
  #count = 0

  note(posting: number, issue: number, at: number, slot: number | null): void {
    this.#forget(posting)
    this.postings.set(posting, { issue, at, slot, shelvedAs: this.#count++ })
    const shelved = [...this.postings.values()].filter((other) => other.issue === issue && other.slot !== null)
      .sort((a, b) => a.shelvedAs - b.shelvedAs)
    if (slot === null || shelved.length <= representatives) return
    const second = shelved[1]!
    this.dropped.push(second.slot!)
    second.slot = null
  }

  forget(before: number): void {
    for (const [posting, { at }] of [...this.postings]) if (at < before) this.#forget(posting)
  }

  #forget(posting: number): void {
    const known = this.postings.get(posting)
    if (!known) return
    if (known.slot !== null) this.dropped.push(known.slot)
    this.gone.push(posting)
    this.postings.delete(posting)
  }
}

const posting = fc.nat(25).map((n) => n * 2 ** 31)
const at = fc.oneof(fc.integer({ min: -3 * hour, max: 5 * hour }), fc.nat(20).map((n) => n * hour), fc.nat(4).map((n) => n * 400 * 24 * hour))
const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('note' as const), posting, issue: fc.nat(4), at, shelved: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget' as const), at }) },
)

describe('the register of postings and issues', () => {
  test('says and does what a plain Map would, in whatever order postings come, come again and are forgotten', () => {
    fc.assert(fc.property(fc.array(step, { maxLength: 120 }), (steps) => {
      const plain = new PlainRegister()
      const dropped: number[] = []
      const gone: number[] = []
      const register = new Register(representatives, (slot) => { dropped.push(slot) }, (id) => { gone.push(id) })
      for (const [slot, todo] of steps.entries()) {
        for (const one of [plain, register]) {
          if (todo.kind === 'note') one.note(todo.posting, todo.issue, todo.at, todo.shelved ? slot : null)
          else one.forget(todo.at)
        }
        // What is forgotten at once may be forgotten in any order.
        expect(dropped.splice(0).sort()).toEqual(plain.dropped.splice(0).sort())
        expect(gone.splice(0).sort()).toEqual(plain.gone.splice(0).sort())
        const issues = new Set([...plain.postings.values()].map(({ issue }) => issue))
        expect(register.size).toEqual({ postings: plain.postings.size, issues: issues.size })
      }
      for (let n = 0; n <= 25; n++) expect(register.issueOf(n * 2 ** 31)).toBe(plain.postings.get(n * 2 ** 31)?.issue ?? null)
    }), { numRuns: 400 })
  })
})
