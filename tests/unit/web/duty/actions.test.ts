import { expect, test } from 'vitest'
import { actionsOn, alertStates, type AlertState } from '../../../../shared/alert.ts'
import { actionName, needsNote, offered } from '../../../../web/duty/actions.ts'

const all = [...new Set(alertStates.flatMap((state) => actionsOn({ state, proposedRed: true })))]

test('every action of the life cycle has a Chinese name, and no two have the same', () => {
  const names = all.map(actionName)
  expect(names.every((name) => /^\p{Script=Han}+$/u.test(name))).toBe(true)
  expect(new Set(names).size).toBe(all.length)
})

test('red can be confirmed where it is proposed, for as long as the alert is open', () => {
  const offers = (state: AlertState, proposedRed: boolean) => actionsOn({ state, proposedRed }).includes('confirmRed')
  expect([offers('received', true), offers('handling', true), offers('received', false), offers('dismissed', true)]).toEqual([true, true, false, false])
})

test('an action that the console does not know is shown by its code', () => {
  expect(actionName('superviseTwice')).toBe('superviseTwice')
})

test('what has a button is an action of the life cycle, and to dismiss one says why', () => {
  expect(offered.filter((action) => !all.includes(action))).toEqual([])
  expect(offered.filter(needsNote)).toEqual(['dismiss'])
})
