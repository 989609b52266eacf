import { describe, expect, test } from 'vitest'
import { levels } from '../../../../shared/alert.ts'
import { contrast, darkPalette, lightPalette, paletteStyle } from '../../../../web/ui/colours.ts'

describe.each([['wall', darkPalette], ['console', lightPalette]])('the palette of the %s', (_name, palette) => {
  test.each([palette.ground, palette.raised])('has text and level words at 7:1 or more on %s', (ground) => {
    for (const colour of [palette.text, palette.quiet, ...levels.map((level) => palette.level[level])]) {
      expect(contrast(colour, ground), colour).toBeGreaterThanOrEqual(7)
    }
  })

  test.each([palette.ground, palette.raised])('has marks and curves at 3:1 or more on %s', (ground) => {
    for (const colour of [palette.data, palette.dataDim]) expect(contrast(colour, ground), colour).toBeGreaterThanOrEqual(3)
  })

  test('reaches CSS whole', () => {
    expect(paletteStyle(palette)).toMatchObject({ '--ground': palette.ground, '--data-dim': palette.dataDim, '--level-red': palette.level.red })
  })
})

test('contrast is that of WCAG: 21 between black and white, 1 between equals', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21)
  expect(contrast('#777777', '#777777')).toBe(1)
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2)
})
