import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compareLevels, settledStates, type Level, type Verdict } from '../../../../shared/alert.ts'
import { hour } from '../../../../shared/clock.ts'
import { rulesSchema } from '../../../../shared/rules.ts'
import hongze from '../../../../shared/districts/320813/rules.json' with { type: 'json' }
import { decide, type OpenAlert } from '../../../../server/alerts/index.ts'

const rules = rulesSchema.parse(hongze)
const hold = rules.hold * hour
const coolDown = rules.coolDown * hour
const verdict = (level: Level, rule = 'burst', score = 1): Extract<Verdict, { raise: true }> =>
  ({ raise: true, rule, grade: 'any', level, popUp: false, sentence: `${rule}：${level}。`, score, expected: null, seen: 5, people: 5 })
const silent: Verdict = { raise: false, rule: 'burst', because: '未达到' }
const open = (level: Level, more: Partial<OpenAlert> = {}): OpenAlert =>
  ({ level, proposedRed: false, state: 'received', rules: ['burst'], sentence: `burst：${level}。`, popUp: false, lowerSince: null, settledAt: null, ...more })
const at = 1_795_000_000_000

const steps = fc.array(fc.record({
  wait: fc.integer({ min: 0, max: 5 * hour }),
  verdicts: fc.array(fc.oneof(fc.constant(silent), fc.constantFrom<Level>('red', 'orange', 'yellow', 'blue').map((level) => verdict(level))), { maxLength: 3 }),
  settle: fc.boolean(),
}), { maxLength: 30 })

/** Lives through the steps as the pipeline does, with at most one alert at hand. */
function live(list: typeof steps extends fc.Arbitrary<infer T> ? T : never, look: (before: OpenAlert | null, decision: ReturnType<typeof decide>, now: number) => void) {
  let now = at
  let alert = null as OpenAlert | null
  for (const step of list) {
    now += step.wait
    const decision = decide(alert, step.verdicts, now, rules)
    look(alert, decision, now)
    if (decision.do === 'raise') alert = { ...open(decision.level), ...decision }
    else if (alert) alert = { ...alert, ...(decision.do === 'nothing' ? { lowerSince: decision.lowerSince } : decision) }
    if (alert && step.settle && alert.settledAt === null) alert = { ...alert, state: 'closed', settledAt: now }
  }
}

describe('deciding', () => {
  test('never raises a second alert while one is open, and never gives red', () => {
    fc.assert(fc.property(steps, (list) => {
      live(list, (before, decision) => {
        if (before && !settledStates.includes(before.state)) expect(decision.do).not.toBe('raise')
        if (!before && decision.do !== 'nothing') expect(decision.do).toBe('raise')
        if (decision.do !== 'nothing') expect(decision.level).not.toBe('red')
        expect(decision.because).not.toBe('')
      })
    }))
  })

  test('never lowers a level before it has been lower for the hold', () => {
    fc.assert(fc.property(steps, (list) => {
      let reachedAt = at
      live(list, (before, decision, now) => {
        if (before && !settledStates.includes(before.state) && decision.do !== 'nothing' && compareLevels(decision.level, before.level) > 0) {
          expect(now - reachedAt).toBeGreaterThanOrEqual(hold)
        }
        if (!before || decision.do === 'raise' || decision.do === 'raiseLevel') reachedAt = now
      })
    }))
  })

  test('never flaps: between a fall and the next fall lies at least the hold, whatever the verdicts do', () => {
    const restless = fc.array(fc.tuple(fc.integer({ min: 1, max: 3 * hour }), fc.constantFrom<Level>('orange', 'yellow', 'blue')), { minLength: 20, maxLength: 80 })
    let falls = 0
    fc.assert(fc.property(restless, (list) => {
      const fellAt: number[] = []
      live(list.map(([wait, level]) => ({ wait, verdicts: [verdict(level)], settle: false })), (before, decision, now) => {
        if (before && compareLevels(decision.level, before.level) > 0) fellAt.push(now)
      })
      fellAt.forEach((now, at) => { if (at > 0) expect(now - fellAt[at - 1]!).toBeGreaterThanOrEqual(hold) })
      falls += fellAt.length
    }))
    expect(falls).toBeGreaterThan(0)
  })

  test('holds and cools down for as long as the pack says', () => {
    const brief = { ...rules, hold: 1, coolDown: 2 }
    expect(decide(open('orange', { lowerSince: at }), [verdict('blue')], at + hour, brief)).toMatchObject({ level: 'blue', because: '连续1小时低于橙色，降为蓝色' })
    expect(decide(open('yellow', { state: 'closed', settledAt: at }), [verdict('yellow')], at + 2 * hour, brief).do).toBe('raise')
  })

  test('lowers it after the hold, and forgets the wait when the level comes back in between', () => {
    const low = decide(open('orange'), [verdict('blue')], at, rules)
    expect(low).toMatchObject({ do: 'update', level: 'orange', lowerSince: at })
    expect(decide(open('orange', { lowerSince: at }), [verdict('blue')], at + hold, rules)).toMatchObject({ do: 'update', level: 'blue', lowerSince: null })
    expect(decide(open('orange', { lowerSince: at }), [verdict('orange')], at + hour, rules).lowerSince).toBeNull()
  })

  test('proposes red as orange, once, and does not let a proposal fall by itself', () => {
    expect(decide(null, [verdict('red')], at, rules)).toMatchObject({ do: 'raise', level: 'orange', proposedRed: true })
    const proposed = open('orange', { proposedRed: true, lowerSince: at - 2 * hold })
    expect(decide(proposed, [verdict('blue')], at, rules)).toMatchObject({ level: 'orange', proposedRed: true })
  })

  test('after a settled alert stays silent for the cool-down, unless it is graver or comes back after closing', () => {
    const settled = open('yellow', { state: 'closed', settledAt: at })
    expect(decide(settled, [verdict('yellow')], at + coolDown - 1, rules).do).toBe('nothing')
    expect(decide(settled, [verdict('orange')], at + hour, rules).do).toBe('raise')
    expect(decide(settled, [verdict('blue', 'rebound')], at + hour, rules).do).toBe('raise')
    expect(decide(settled, [verdict('yellow')], at + coolDown, rules).do).toBe('raise')
    expect(decide({ ...settled, state: 'dismissed' }, [verdict('blue', 'rebound')], at + hour, rules).do).toBe('nothing')
  })

  test('changes nothing when nothing changed, updates the sentence when it did, and rests when no rule speaks', () => {
    expect(decide(open('yellow'), [verdict('yellow')], at, rules).do).toBe('nothing')
    expect(decide(open('yellow', { sentence: '旧。' }), [verdict('yellow')], at, rules)).toMatchObject({ do: 'update', sentence: 'burst：yellow。' })
    expect(decide(open('yellow'), [silent], at, rules)).toMatchObject({ do: 'nothing', level: 'yellow' })
    expect(decide(null, [silent], at, rules).do).toBe('nothing')
  })

  test('lets the highest level speak and names every rule that was met', () => {
    expect(decide(null, [verdict('blue', 'repeat'), verdict('orange', 'concentrated'), verdict('orange', 'burst', 0.5)], at, rules))
      .toMatchObject({ level: 'orange', sentence: 'concentrated：orange。', rules: ['repeat', 'concentrated', 'burst'] })
  })

  test('announces an open alert once when it comes to be shown at once, or red is proposed, though its level stays', () => {
    const danger: Verdict = { ...verdict('yellow', 'danger'), popUp: true }
    expect(decide(open('yellow'), [danger], at, rules)).toMatchObject({ do: 'announce', popUp: true, level: 'yellow' })
    expect(decide(open('orange'), [danger], at, rules)).toMatchObject({ do: 'announce', popUp: true, level: 'orange' })
    expect(decide(open('yellow', { popUp: true }), [danger], at, rules).do).toBe('update')
    expect(decide(open('orange'), [verdict('red')], at, rules)).toMatchObject({ do: 'announce', proposedRed: true, level: 'orange' })
    expect(decide(open('orange', { proposedRed: true }), [verdict('red')], at, rules).do).toBe('update')
  })

  test('danger told again after an alert was settled is raised at once, cool-down or not', () => {
    const danger: Verdict = { ...verdict('yellow', 'danger'), popUp: true }
    const settled = open('yellow', { state: 'dismissed', settledAt: at, popUp: true, rules: ['danger'] })
    const told = (dangerAt: number) => decide(settled, [danger], at + hour, rules, { newestAt: at + hour, dangerAt })
    expect(told(at + hour)).toMatchObject({ do: 'raise', because: expect.stringContaining('再次反映危及人身') as string })
    expect(told(at - hour).do).toBe('nothing')
  })

  test('after the cool-down what is as it was when it was settled is not said again; a new voice, rule or number is', () => {
    const settled = open('yellow', { state: 'dismissed', settledAt: at, count: 5 })
    const after = (newestAt: number, verdicts: Verdict[]) => decide(settled, verdicts, at + coolDown, rules, { newestAt, dangerAt: null })
    expect(after(at - 1, [verdict('yellow')])).toMatchObject({ do: 'nothing', because: '上一预警办结后没有新情况，不重复预警' })
    expect(after(at + 1, [verdict('yellow')]).do).toBe('raise')
    expect(after(at - 1, [verdict('yellow', 'returned')]).do).toBe('raise')
    expect(after(at - 1, [{ ...verdict('yellow'), seen: 6 }]).do).toBe('raise')
  })

  test('lets what must be shown at once say why, whatever level counts have reached', () => {
    const danger: Verdict = { ...verdict('yellow', 'danger'), popUp: true }
    expect(decide(null, [verdict('orange', 'concentrated'), danger], at, rules)).toMatchObject({ level: 'orange', popUp: true, sentence: 'danger：yellow。' })
  })
})
