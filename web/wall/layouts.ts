/**
 * Layouts of walls, as data: which scenes stand side by side for a screen of a given shape, and which panel fills which area.
 * A grid has twelve columns of equal width; rows are shares of the height. To fit an odd wall is to add one entry here.
 */

/** What may fill an area; panels.ts has the component of each. */
export type PanelName = 'day' | 'map' | 'alerts' | 'trending' | 'returning' | 'newest' | 'latest' | 'issue' | 'townships' | 'sources'

export interface Scene {
  name: string
  /** CSS grid areas over twelve columns, one string a row. */
  areas: readonly string[]
  /** Shares of the height, one a row. */
  rows: readonly number[]
  /** Area → what is shown there. */
  panels: Readonly<Record<string, PanelName>>
  /** The area that a takeover covers: first and last area of it. */
  centre: { from: string; to: string }
}

export interface Layout {
  name: string
  /** Width over height up to which the layout is used. */
  upTo: number
  /** Scenes side by side, each as high as the screen. */
  scenes: readonly Scene[]
  /** True where the page may be longer than the screen (a phone in the hand, not a wall). */
  scrolls: boolean
}

const row = (...parts: readonly [name: string, columns: number][]): string =>
  parts.flatMap(([name, columns]) => Array.from({ length: columns }, () => name)).join(' ')

/** The district at a glance: the one scene of a 16:9 screen. */
export const overview: Scene = {
  name: 'overview',
  areas: [
    row(['side', 3], ['centre', 5], ['stream', 4]), row(['side', 3], ['trending', 5], ['returning', 4]), row(['side', 3], ['newest', 9]),
  ],
  // Measured at 1920×1080: four alerts above, five trending and three concentrated over two rebounding issues below.
  rows: [46, 48, 6],
  panels: { side: 'day', centre: 'map', stream: 'alerts', trending: 'trending', returning: 'returning', newest: 'newest' },
  centre: { from: 'centre', to: 'trending' },
}

/** For the one who stays: the leading issue in depth, the newest words, townships and sources. */
export const depth: Scene = {
  name: 'depth',
  areas: [row(['side', 4], ['centre', 5], ['townships', 3]), row(['side', 4], ['centre', 5], ['sources', 3])],
  rows: [54, 46],
  panels: { side: 'latest', centre: 'issue', townships: 'townships', sources: 'sources' },
  centre: { from: 'centre', to: 'centre' },
}

const upright: Scene = {
  name: 'upright',
  areas: [row(['stream', 12]), row(['trending', 12]), row(['side', 12]), row(['returning', 12]), row(['centre', 12])],
  rows: [1, 1, 1, 1, 1],
  panels: { side: 'day', centre: 'map', stream: 'alerts', trending: 'trending', returning: 'returning' },
  centre: { from: 'stream', to: 'stream' },
}

export const layouts: readonly Layout[] = [
  { name: 'upright', upTo: 1.2, scenes: [upright], scrolls: true },
  { name: 'single', upTo: 2.7, scenes: [overview], scrolls: false },
  { name: 'double', upTo: Infinity, scenes: [overview, depth], scrolls: false },
]

/** The layout for a screen of this shape. */
export function layoutFor(width: number, height: number): Layout {
  const shape = height > 0 ? width / height : 16 / 9
  return layouts.find(({ upTo }) => shape <= upTo) ?? layouts[1]!
}

/** Pixels of one per cent of the height; on a screen less wide than 16:10 the width sets it, so that columns keep their words. */
export function unitFor(width: number, height: number, layout: Layout): number {
  if (layout.scrolls) return Math.max(width / 52, 7.4)
  return Math.min(height / 100, width / layout.scenes.length / 160)
}
