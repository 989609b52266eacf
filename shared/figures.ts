/** The indicators (指标) of a period, as /api/figures and `npm run figures` tell them: each with its population, its basis (口径) and its records. */
import type { Instant } from './clock.ts'

/** By what figures are told apart. */
export const figureKeys = ['channel', 'unit', 'category', 'purpose', 'township', 'month'] as const
export type FigureKey = (typeof figureKeys)[number]
export const figureKeyNames: Record<FigureKey, string> = { channel: '渠道', unit: '承办单位', category: '类别', purpose: '诉求类型', township: '镇街', month: '月份' }

/** 诉求 are counted in 件, 网帖 in 条; they are never summed. */
export type Measure = '件' | '条'

export interface IndicatorView {
  id: string
  /** 按时办结率 */
  name: string
  kind: 'count' | 'rate'
  measure: Measure
  /** 口径: what is counted, out of what, what is left out. */
  basis: string
}

/** Against another period: relative for counts, in points (0.03 = 3个百分点) for rates. */
export interface Change {
  /** Count or rate of the other period; null = not known. */
  was: number | null
  change: number | null
  /** What the other period's figure rests on. */
  rest: Rest
  /** Why the change says little, in Chinese (基数不足30件); null = nothing against it. */
  doubt: string | null
}

/** records = counted from records; totals = from monthly totals that were entered; mixed = some of each; none = nothing is known. */
export type Rest = 'records' | 'totals' | 'mixed' | 'none'

/** A figure as it was published (公布值), which may rest on another basis. */
export interface StatedValue {
  /** 件 for counts; for rates 0–1. */
  value: number | null
  /** 同比 as published: relative for counts; for rates relative or in points as `changeIn` says. */
  change: number | null
  changeIn: 'relative' | 'points' | 'unsaid' | null
  /** Its basis as far as it is told, and where it was published. */
  note: string
}

export interface Figure {
  /** The count, or the numerator of a rate; null = not known, which is never 0. */
  count: number | null
  /** Denominator; null for counts. */
  of: number | null
  /** 0–1; null for counts, and where `of` is too small to tell one. */
  rate: number | null
  /** Wilson's 95 % interval of the rate. */
  interval: [number, number] | null
  rest: Rest
  yearBefore: Change | null
  before: Change | null
  stated: StatedValue | null
}

export interface FigureRow {
  /** Id, code or month; null = not known. */
  key: string | null
  name: string
  /** Of units: 镇街, 部门, 公用 …: rates are compared within it only. */
  peers: string | null
  figures: Record<string, Figure>
}

export interface FigureReport {
  asOf: Instant
  /** As asked for: 2018, 2018-03, 2018-Q1, 2018-01-05..2018-01-11. */
  period: string
  /** [from, to). */
  from: Instant
  to: Instant
  by: FigureKey | null
  indicators: IndicatorView[]
  total: Record<string, Figure>
  /** The largest first; months in their order. Empty without `by`. */
  rows: FigureRow[]
  /** What whoever quotes these must know: months that rest on totals, published figures on another basis, records not yet read. */
  notes: string[]
}

/** One record behind a figure; its words are masked. */
export interface FigureRecord {
  posting: number
  issue: number | null
  orderNumber: string | null
  channel: string
  unit: string | null
  title: string
  receivedAt: Instant
  dueAt: Instant | null
  closedAt: Instant | null
  status: string | null
  satisfied: boolean | null
}

/** GET /api/figures/records */
export interface FigureRecords {
  asOf: Instant
  total: number
  records: FigureRecord[]
  /** Offset of the next page; null = this was the last. */
  next: number | null
}

/** A total of a time of which there are no records (总量), or one counted from a file whose rows may not enter. */
export interface TotalRow {
  /** 2017, or 2017-03. */
  period: string
  /** Channel id; null = all registered channels together. */
  channel: string | null
  by: 'all' | 'unit' | 'category'
  /** Unit id or name, or category code or name; null with `all`. */
  key: string | null
  count: number
  /** entered by a person, or counted from a file. */
  origin: 'entered' | 'counted'
  note: string
  enteredBy: string
  enteredAt: Instant
}

/** A published figure (公布值), as it is entered. */
export interface StatedRow extends StatedValue {
  period: string
  /** Id of an indicator. */
  indicator: string
  by: FigureKey | null
  key: string | null
  enteredBy: string
  enteredAt: Instant
}

/** Something that can be chosen in a form. */
export interface Named {
  id: string
  name: string
}

/** A total with why it is not used, where records or another total stand before it. */
export interface TotalView extends TotalRow {
  unused: string | null
}

/** GET /api/totals */
export interface TotalList {
  asOf: Instant
  totals: TotalView[]
  channels: Named[]
  units: Named[]
  categories: Named[]
}

/** GET /api/stated */
export interface StatedList {
  asOf: Instant
  stated: StatedRow[]
  indicators: IndicatorView[]
  channels: Named[]
  units: Named[]
}

/** As they are entered. */
export type NewTotal = Pick<TotalRow, 'period' | 'channel' | 'by' | 'key' | 'count' | 'note'>
export type NewStated = Omit<StatedRow, 'enteredBy' | 'enteredAt'>

/** What a table held: rows that can be taken, and cells that cannot. */
export interface TablePreview<Row> {
  rows: Row[]
  problems: { sheet: string; row: number; column: string | null; value: string | null; problem: string }[]
  notes: string[]
  /** Rows saved; null = only looked at. */
  saved: number | null
}
