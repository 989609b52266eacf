/** Which rows of a report stand where: months as the calendar has them, units by their peers, the rest by how much came in. */
import type { FigureReport, FigureRow, IndicatorView } from '../../shared/figures.ts'
import { received } from './families.ts'

export interface Sorting {
  /** Id of an indicator. */
  indicator: string
  down: boolean
}

/** By what came in, the most first: no ranking by a rate unless somebody asks for it. */
export const ordinary: Sorting = { indicator: received, down: true }

/** What a row is sorted by: a rate where one can be told, else nothing, which stands last either way. */
const sizeOf = (row: FigureRow, { id, kind }: Pick<IndicatorView, 'id' | 'kind'>): number | null =>
  row.figures[id]?.[kind === 'count' ? 'count' : 'rate'] ?? null

export function inOrder(rows: readonly FigureRow[], indicator: Pick<IndicatorView, 'id' | 'kind'>, down: boolean): FigureRow[] {
  return rows.toSorted((a, b) => {
    const [first, second] = [sizeOf(a, indicator), sizeOf(b, indicator)]
    if (first === null || second === null) return Number(first === null) - Number(second === null)
    return down ? second - first : first - second
  })
}

export interface Group {
  /** 镇街, 部门 …; null where rows have no peers. */
  peers: string | null
  rows: FigureRow[]
}

const order = ['镇街', '部门', '公用', '公用企业']
const place = (peers: string | null): number => {
  const at = peers === null ? -1 : order.indexOf(peers)
  return at === -1 ? order.length : at
}

/**
 * The rows as they are shown. Units stand with their peers, since rates are compared among them only; those of no kind last.
 * Months keep their order, whatever is sorted by.
 */
export function groupsOf({ by, rows, indicators }: Pick<FigureReport, 'by' | 'rows' | 'indicators'>, { indicator, down }: Sorting): Group[] {
  const asked = indicators.find(({ id }) => id === indicator)
  const sorted = by === 'month' || asked === undefined ? [...rows] : inOrder(rows, asked, down)
  if (by !== 'unit') return sorted.length === 0 ? [] : [{ peers: null, rows: sorted }]
  const groups = new Map<string | null, FigureRow[]>()
  for (const row of sorted) groups.set(row.peers, [...(groups.get(row.peers) ?? []), row])
  return [...groups].map(([peers, own]) => ({ peers, rows: own }))
    .toSorted((a, b) => Number(a.peers === null) - Number(b.peers === null) || place(a.peers) - place(b.peers) || (a.peers ?? '').localeCompare(b.peers ?? '', 'zh'))
}
