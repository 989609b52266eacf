/** Imports as /api/imports tells them: what was guessed of a file, what would be taken, how far it is, what came of it. */
import type { Instant } from './clock.ts'
import type { Mapping, OrderField, WordField } from './orders/mapping.ts'

/** draft = uploaded, its mapping not yet confirmed. */
export type ImportState = 'draft' | 'waiting' | 'running' | 'done' | 'failed' | 'cancelled'

/** Rows are each exactly one of new, changed, same and bad. */
export interface ImportCounts {
  rows: number
  new: number
  changed: number
  same: number
  /** Rows held back because of a cell; they stand in the report. */
  bad: number
}

/** What is wrong with one cell, in Chinese: what, and what to do. */
export interface CellProblem {
  sheet: string
  row: number
  /** Header of the column as in the file, and its letter: “办结时间（H列）”. Null where no single column is to blame. */
  column: string | null
  field: OrderField | null
  /** What stands there, shortened and masked; null = nothing. */
  value: string | null
  problem: string
}

export interface ImportResult extends ImportCounts {
  seconds: number
  /** Rows whose number comes again further down: the last one counts, these are among `same`. */
  repeated: number
  /** Of `changed`: orders that were closed and are open again, as when an old file is imported after a newer one. */
  reopened: number
  /** For a channel of totals only: months whose totals were set. */
  months: number
  /** The first problems; all of them are in the report. */
  problems: CellProblem[]
  /** In Chinese, for whoever imported: what was read how, what was left out. */
  notes: string[]
}

/** One column of a file, for the table in which its meaning is chosen. */
export interface ColumnView {
  header: string
  letter: string
  /** Some values from the first rows, masked. */
  samples: string[]
  /** What it is taken for; null = not used. */
  field: OrderField | null
  /** Why: 表头相同, 取值像日期, 上次的选择. */
  because: string | null
}

/** A word that the reader does not know, with how often it was seen in the rows looked at. */
export interface UnknownWord {
  field: WordField
  word: string
  times: number
}

/** What would be taken, from the first rows of the file. */
export interface ImportPreview {
  format: 'csv' | 'xlsx' | 'json'
  note: string | null
  sheets: { name: string; headerRow: number; taken: boolean; because: string | null }[]
  columns: ColumnView[]
  mapping: Mapping
  /** True where these columns were imported before and that mapping is proposed. */
  recognised: boolean
  unknownWords: UnknownWord[]
  /** Required fields that no column has. */
  missing: OrderField[]
  /** The first orders as they would be recorded, masked. */
  rows: PreviewRow[]
  problems: CellProblem[]
  /** Rows looked at, and those of them that would be held back. */
  looked: number
  bad: number
}

export interface PreviewRow {
  row: number
  orderNumber: string
  time: Instant
  title: string
  text: string
  purpose: string | null
  unit: string | null
  status: string | null
  dueAt: Instant | null
  closedAt: Instant | null
}

export interface ImportView {
  id: number
  channel: string
  name: string
  bytes: number
  by: string
  at: Instant
  state: ImportState
  door: 'console' | 'command' | 'api'
  /** While it runs: rows so far, and the share of the file that is read, 0–1. */
  progress: (ImportCounts & { share: number }) | null
  result: ImportResult | null
  /** Why it failed, in Chinese. */
  failure: string | null
  /** Whether a report of the rows held back can be downloaded. */
  report: boolean
}

/** GET /api/imports */
export interface ImportList {
  asOf: Instant
  imports: ImportView[]
  /** Channels that can be imported. */
  channels: { id: string; name: string; totalsOnly: boolean }[]
}

/** What an API token may do. */
export const tokenScopes = ['orders:write', 'figures:read'] as const
export type TokenScope = (typeof tokenScopes)[number]

export interface TokenView {
  id: number
  name: string
  scopes: TokenScope[]
  /** Channels it may write; null = all. */
  channels: string[] | null
  by: string
  at: Instant
  endsAt: Instant
  revokedAt: Instant | null
  usedAt: Instant | null
}

/** GET /api/tokens */
export interface TokenList {
  asOf: Instant
  tokens: TokenView[]
  /** Channels that a token may be let write. */
  channels: { id: string; name: string }[]
}
