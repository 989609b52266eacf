import { expect, test } from 'vitest'
import { layoutFor, layouts, unitFor } from '../../../../web/wall/layouts.ts'

test.each([
  [1920, 1080, 'single'],
  [3840, 2160, 'single'],
  [1440, 900, 'single'],
  [3840, 1080, 'double'],
  [390, 844, 'upright'],
])('a screen of %i×%i shows the layout %s', (width, height, name) => {
  expect(layoutFor(width, height).name).toBe(name)
})

test('4K is the picture of 1080p at twice the size', () => {
  expect(unitFor(3840, 2160, layoutFor(3840, 2160))).toBe(2 * unitFor(1920, 1080, layoutFor(1920, 1080)))
})

test('every area of every scene has twelve columns and a panel, and every panel an area', () => {
  for (const scene of layouts.flatMap(({ scenes }) => scenes)) {
    const rows = scene.areas.map((row) => row.split(' '))
    expect(rows.every((row) => row.length === 12)).toBe(true)
    expect(rows).toHaveLength(scene.rows.length)
    expect([...new Set(rows.flat())].toSorted()).toEqual(Object.keys(scene.panels).toSorted())
    expect(Object.keys(scene.panels)).toEqual(expect.arrayContaining([scene.centre.from, scene.centre.to]))
  }
})
