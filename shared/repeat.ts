/** The three figures of what comes back (重复诉求, 集中诉求, 反弹诉求), as /api/repeats tells them. */
import type { Instant } from './clock.ts'

/** Registered (件: it has an order, or its channel is a registered one) beside crawled (条): never summed. */
export interface Tally {
  registered: number
  crawled: number
}

export interface RepeatFigure {
  count: Tally
  /** What the rate is a share of; see the basis. */
  of: Tally
  /** 0–1; null where there are too few to tell a rate. */
  rate: { registered: number | null; crawled: number | null }
  issues: number
  /** Distinct people behind `count`; null = fewer than may be told (“少于3人”). */
  people: number | null
}

export const repeatKinds = ['repeat', 'concentrated', 'rebound'] as const
export type RepeatKind = (typeof repeatKinds)[number]
export const repeatNames: Record<RepeatKind, string> = { repeat: '重复诉求', concentrated: '集中诉求', rebound: '反弹诉求' }

export type RepeatFigures = Record<RepeatKind, RepeatFigure>

/** By what the figures are told apart. */
export const repeatKeys = ['unit', 'category', 'purpose', 'place', 'township', 'channel', 'month'] as const
export type RepeatKey = (typeof repeatKeys)[number]

export interface RepeatRow extends RepeatFigures {
  /** Id or code; null = not known. */
  key: string | null
  name: string
}

/** GET /api/repeats?from=2026-11-01&to=2026-11-30&by=unit : days of Beijing time, both included. */
export interface RepeatReport {
  asOf: Instant
  /** [from, to). */
  from: Instant
  to: Instant
  by: RepeatKey
  total: RepeatFigures
  /** Those with the most first. */
  rows: RepeatRow[]
  /** 口径: what each figure counts, out of what, in which period. */
  basis: Record<RepeatKind, string>
}
