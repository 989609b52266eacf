import { expect, test } from 'vitest'
import { takeTurns } from '../../../../../shared/node/browsing/network.ts'

test('work under one name is done one after another, in order, and a failure holds up nobody; other names do not wait', async () => {
  const inTurn = takeTurns()
  const said: string[] = []
  const work = (name: string, host: string, fails = false) => inTurn(host, async () => {
    said.push(`${name} begins`)
    await new Promise((resolve) => setImmediate(resolve))
    said.push(`${name} ends`)
    if (fails) throw new Error(name)
  })
  const results = await Promise.allSettled([work('first', 'a', true), work('second', 'a'), work('other', 'b')])
  expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(said.indexOf('second begins')).toBeGreaterThan(said.indexOf('first ends'))
  expect(said.indexOf('other begins')).toBeLessThan(said.indexOf('first ends'))
})
