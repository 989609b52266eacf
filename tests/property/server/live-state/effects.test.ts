import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hour } from '../../../../shared/clock.ts'
import { effectsOf, parseMember } from '../../../../server/live-state/effects.ts'
import type { IssueState } from '../../../../server/live-state/issue-state.ts'
import { keysOf } from '../../../../server/live-state/keys.ts'
import type { GroupedPosting } from '../../../../server/grouped.ts'
import { makeGrouped } from '../../../support/grouped.ts'

const keys = keysOf('320813')
const t0 = Date.UTC(2026, 10, 1)
const runs = fc.array(fc.record({ issue: fc.integer({ min: 1, max: 5 }), after: fc.integer({ min: 0, max: 400 * hour }), channel: fc.constantFrom('forum', 'hotline') }), { minLength: 1, maxLength: 40 })
  .map((rows) => rows.map(({ issue, after, channel }, index) => makeGrouped({ id: index + 1, issue, channel, publishedAt: t0 + after })))

/** What a store that only knows these commands would hold after the effects. */
function apply(run: GroupedPosting[], size: number): { counts: Map<string, number>; issues: Map<number, IssueState> } {
  const counts = new Map<string, number>()
  const issues = new Map<number, IssueState>()
  for (let at = 0; at < run.length; at += size) {
    const effects = effectsOf(run.slice(at, at + size), issues, keys, 30)
    for (const [command, place, ...args] of effects.commands) {
      const key = effects.keys[Number(place) - 1]!
      if (command === 'HINCRBY') counts.set(`${key} ${args[0]}`, (counts.get(`${key} ${args[0]}`) ?? 0) + Number(args[1]))
      if (command === 'HSET') issues.set(Number(args[0]), JSON.parse(String(args[1])) as IssueState)
    }
  }
  return { counts, issues }
}

test('however the events are cut into runs, the figures are the same', () => {
  fc.assert(fc.property(runs, fc.integer({ min: 1, max: 10 }), (run, size) => {
    expect(apply(run, size)).toEqual(apply(run, run.length))
  }))
})

test('every counted posting counts once in each window of each of its subjects', () => {
  fc.assert(fc.property(runs, (run) => {
    const { counts } = apply(run, run.length)
    const sum = (part: string): number => [...counts].filter(([name]) => name.includes(part)).reduce((total, [, count]) => total + count, 0)
    for (const window of [':hour:', ':day:', ':week:']) for (const subject of ['channel:', 'issue:', 'category:', 'unit:', 'township:', 'place:']) {
      expect([...counts].filter(([name]) => name.includes(window) && name.includes(` ${subject}`)).reduce((total, [, count]) => total + count, 0)).toBe(run.length)
    }
    expect(sum(':hour:')).toBe(sum(':week:'))
  }))
})

test('a member of an activity is read back as it was written', () => {
  const posting = makeGrouped({ id: 7, reporter: 'abc', channel: 'hotline' })
  const effects = effectsOf([{ ...posting, enrichment: { ...posting.enrichment, urgency: ['danger', 'crowd'], plans: ['wage'] } }], new Map(), keys, 30)
  const member = effects.commands.find(([command, place]) => command === 'ZADD' && effects.keys[Number(place) - 1] === keys.activity(1))!.at(-1)
  expect(parseMember(String(member))).toEqual({ id: 7, reporter: 'abc', channel: 'hotline', urgency: ['danger', 'crowd'], plans: ['wage'], grievance: true })
})
