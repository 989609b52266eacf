import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Handles, none } from '../../../../server/issues/handles.ts'

const ids = fc.oneof(fc.nat(60), fc.integer({ min: 2 ** 31 - 20, max: 2 ** 31 + 20 }), fc.integer({ min: 2 ** 40, max: 2 ** 40 + 20 }),
  fc.nat(20).map((n) => n * 2 ** 32), fc.integer({ min: -20, max: -1 }))

describe('handles of ids', () => {
  test('are the same as those of a Map, whatever comes and goes', () => {
    fc.assert(fc.property(fc.array(fc.tuple(ids, fc.boolean()), { maxLength: 400 }), (steps) => {
      const handles = new Handles()
      const model = new Map<number, number>()
      for (const [id, comes] of steps) {
        const known = model.get(id)
        if (comes && known === undefined) model.set(id, handles.take(id))
        if (!comes && known !== undefined) {
          handles.giveBack(known)
          model.delete(id)
        }
        expect(handles.of(id)).toBe(model.get(id) ?? none)
      }
      expect(handles.size).toBe(model.size)
      expect(new Set(model.values()).size).toBe(model.size)
      for (const [id, handle] of model) expect([handles.of(id), handles.idOf(handle)]).toEqual([handle, id])
    }), { numRuns: 300 })
  })

  test('stay few when many ids come and as many go, in another order', () => {
    const handles = new Handles()
    const held: number[] = []
    for (let i = 0; i < 200_000; i++) {
      const id = i * 4_096
      handles.take(id)
      held.push(id)
      if (held.length <= 3_000) continue
      const [gone] = held.splice((i * 7_919) % 3_000, 1)
      handles.giveBack(handles.of(gone as number))
    }
    expect(handles.size).toBe(3_000)
    expect(handles.end).toBe(3_001)
    expect(held.every((id) => handles.idOf(handles.of(id)) === id)).toBe(true)
  })
})
