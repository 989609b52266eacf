/** Which indicators belong together on the page, and which of them the table shows first. */
import type { IndicatorView } from '../../shared/figures.ts'

/** 受理量: what rows are ordered by. */
export const received = 'received'

const families: readonly { name: string; ids: readonly string[] }[] = [
  { name: '受理', ids: [received, 'posts', 'direct', 'transferred', 'directRate'] },
  { name: '办理', ids: ['signed', 'onTime', 'returned'] },
  { name: '回访', ids: ['calledBack', 'reachedRate', 'satisfied', 'resolved', 'appeased'] },
  { name: '重复集中反弹', ids: ['repeat', 'repeatRate', 'concentrated', 'concentratedRate', 'rebound', 'reboundRate'] },
]

export interface Family {
  name: string
  indicators: IndicatorView[]
}

/** The indicators of a report in their families; one that this page does not know yet stands under 其他. */
export function inFamilies(indicators: readonly IndicatorView[]): Family[] {
  const known = families.flatMap(({ ids }) => ids)
  return [
    ...families.map(({ name, ids }) => ({ name, indicators: ids.flatMap((id) => indicators.find((each) => each.id === id) ?? []) })),
    { name: '其他', indicators: indicators.filter(({ id }) => !known.includes(id)) },
  ].filter((family) => family.indicators.length > 0)
}

/** Columns before anybody has chosen. */
export const ordinaryColumns: readonly string[] = [received, 'onTime', 'returned', 'satisfied', 'resolved', 'repeat']
