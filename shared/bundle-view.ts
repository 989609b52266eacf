/** How the bundles from across the gap stand: for the console, and for judging what is known of the sources behind them. */
import type { Instant } from './clock.ts'

/** Numbers from … to, both included. */
export type NumberRange = [from: number, to: number]

export interface StreamState {
  stream: string
  /** The highest number taken. */
  last: number
  /** Bundles taken. */
  taken: number
  postings: number
  /** When the newest bundle was made, by the clock of the other side. */
  madeAt: Instant
  /** When the last bundle was taken, by ours. */
  takenAt: Instant
  /** Numbers that have not come although later ones have. A bundle that came and was refused is under `bad` instead. */
  missing: NumberRange[]
  /** When the newest of these gaps showed; null = none. */
  gapAt: Instant | null
  /** Numbers that do not follow on the one before: the folder of the other side was restored or copied, and its stream began twice. */
  broken: number[]
  /** Milliseconds up to now of which nothing is known. */
  lag: number
  /** Nothing has come for so long that it is a fault, although some source's news come through this stream. */
  silent: boolean
}

export interface BundleState {
  asOf: Instant
  streams: StreamState[]
  /** Files that were refused, the newest first. */
  bad: { file: string; reason: string; seenAt: Instant }[]
}

/** How many numbers the ranges hold. */
export const countNumbers = (ranges: readonly NumberRange[]): number => ranges.reduce((sum, [from, to]) => sum + to - from + 1, 0)

/** “第 5、7—8 号”, at most six of them. */
export function tellNumbers(ranges: readonly NumberRange[]): string {
  const told = ranges.slice(0, 6).map(([from, to]) => (from === to ? String(from) : `${from}—${to}`))
  return `第 ${told.join('、')}${ranges.length > told.length ? ' 等' : ''} 号`
}
