import { expect, test } from 'vitest'
import { alertStates, compareLevels, higherLevel, levels, settledStates, transitions } from '../../../shared/alert.ts'

test('every state of the life cycle can be reached from the first one', () => {
  const reached = new Set(['received'])
  for (let size = 0; size !== reached.size;) {
    size = reached.size
    for (const state of alertStates) if (reached.has(state)) for (const next of Object.values(transitions[state])) if (next) reached.add(next)
  }
  expect([...reached].sort()).toEqual([...alertStates].sort())
})

test('whatever is settled can be opened again, and nothing else leads nowhere', () => {
  for (const state of settledStates) expect(transitions[state].reopen, state).toBe('received')
  for (const state of alertStates) expect(Object.keys(transitions[state]).length, state).toBeGreaterThan(0)
})

test('levels are ordered from red to blue', () => {
  expect(levels.toSorted(compareLevels)).toEqual(['red', 'orange', 'yellow', 'blue'])
  expect(higherLevel('blue', 'orange')).toBe('orange')
})
