/**
 * Every colour of the screens, in one table for CSS and charts alike. Colour means level, and only level; the rest is one
 * neutral hue in steps of lightness. tests/unit/web/ui/colours.test.ts holds text to 7:1 and marks to 3:1 on each ground.
 */
import type { Level } from '../../shared/alert.ts'

export interface Palette {
  ground: string
  /** A surface that stands out from the ground: a card, the centre of a takeover. */
  raised: string
  line: string
  text: string
  /** Second-rank words. */
  quiet: string
  /** Marks, bars, curves. */
  data: string
  /** A second series beside `data`, and what is expected. */
  dataDim: string
  band: string
  level: Record<Level, string>
}

/** For the wall: near black-blue; measured on the ground: text 17.5, quiet 10.5, red 7.7, orange 9.3, yellow 14.3, blue 8.8. */
export const darkPalette: Palette = {
  ground: '#070b14',
  raised: '#0f1623',
  line: '#2a3547',
  text: '#eef2f7',
  quiet: '#b3becc',
  data: '#c3ccd8',
  dataDim: '#7f8b9b',
  band: '#3a4454',
  level: { red: '#ff7a74', orange: '#ff9a3d', yellow: '#ffd94a', blue: '#6fb1ff' },
}

/** For the console: the same hues, dark enough to be read as words on light ground. */
export const lightPalette: Palette = {
  ground: '#f4f6f8',
  raised: '#ffffff',
  line: '#cfd6de',
  text: '#16202c',
  quiet: '#424e5c',
  data: '#4a5868',
  dataDim: '#7c8896',
  band: '#d8dee6',
  level: { red: '#a3140f', orange: '#853a00', yellow: '#5e4a00', blue: '#0b4691' },
}

/** The palette as CSS custom properties (--ground, --level-red …). */
export function paletteStyle(palette: Palette): Record<string, string> {
  const { level, ...plain } = palette
  return Object.fromEntries([
    ...Object.entries(plain).map(([name, value]) => [`--${name === 'dataDim' ? 'data-dim' : name}`, value]),
    ...Object.entries(level).map(([name, value]) => [`--level-${name}`, value]),
  ])
}

/** WCAG 2 contrast of two #rrggbb colours, 1–21. */
export function contrast(a: string, b: string): number {
  const [bright, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
  return (bright + 0.05) / (dark + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
