/** How figures are said: counts and rates, what they are out of, what they rest on, how they changed, and what was published. */
import { toBeijingIso } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import type { Change, Figure, IndicatorView, Rest, StatedValue } from '../../shared/figures.ts'
import { figure } from '../ui/words.ts'

/** What is not known is said so: never as 0, never as a blank. */
export const notKnown = '暂无'
/** Fewer make no rate (office.md: n ≥ 30). */
export const fewest = 30

/** 0.882 → 88.2. */
export const hundredth = (share: number): string => (share * 100).toFixed(1)

/** The figure in large letters, with its unit apart. */
export function valueWords({ kind, measure }: IndicatorView, told: Figure): { value: string; unit: string } {
  if (kind === 'count') return told.count === null ? { value: notKnown, unit: '' } : { value: figure(told.count), unit: measure }
  if (told.rate !== null) return { value: hundredth(told.rate), unit: '%' }
  if (told.of === null || told.count === null) return { value: notKnown, unit: '' }
  return told.of === 0 ? { value: '无', unit: '' } : { value: `不足${fewest}${measure}`, unit: '' }
}

/** 88.2%, 1,234件, 不足30件, 暂无: in one word. */
export function shortWords(indicator: IndicatorView, told: Figure): string {
  const { value, unit } = valueWords(indicator, told)
  return indicator.kind === 'count' ? value : `${value}${unit}`
}

/** 1,464/1,660件: what a rate is made of; null for counts, where that is not known, and where there is nothing. */
export const partsWords = ({ kind, measure }: IndicatorView, { count, of }: Figure): string | null =>
  (kind === 'count' || count === null || of === null || of === 0 ? null : `${figure(count)}/${figure(of)}${measure}`)

/** Where the true share lies, as far as so few or many can tell. */
export const intervalWords = ({ interval }: Figure): string | null =>
  (interval === null ? null : `误差范围 ${hundredth(interval[0])}%～${hundredth(interval[1])}%`)

export const restNames: Record<Rest, string | null> = { records: null, totals: '据总量', mixed: '部分据总量', none: null }

/** 上升18.0%, 下降2.3个百分点, 持平. */
export function changeWords(kind: IndicatorView['kind'], change: number): { arrow: string; words: string } {
  const size = hundredth(Math.abs(change))
  if (Number(size) === 0) return { arrow: '', words: '持平' }
  return { arrow: change > 0 ? '↑ ' : '↓ ', words: `${change > 0 ? '上升' : '下降'}${size}${kind === 'count' ? '%' : '个百分点'}` }
}

/** What a figure is compared to: 同比 or 环比. */
export interface Comparison {
  name: string
  arrow: string
  words: string
  /** 上年同期33,752件，据总量. */
  against: string
  /** 基数不足30件. */
  doubt: string | null
}

export function comparisonOf(name: '同比' | '环比', { kind, measure }: IndicatorView, change: Change | null): Comparison {
  const other = name === '同比' ? '上年同期' : '上期'
  if (change === null || change.was === null) return { name, arrow: '', words: notKnown, against: `没有${other}数据`, doubt: change?.doubt ?? null }
  const was = `${other}${kind === 'count' ? `${figure(change.was)}${measure}` : `${hundredth(change.was)}%`}`
  const rest = restNames[change.rest]
  const against = rest === null ? was : `${was}，${rest}`
  return change.change === null
    ? { name, arrow: '', words: '不算比例', against, doubt: change.doubt }
    : { name, ...changeWords(kind, change.change), against, doubt: change.doubt }
}

/** 公布值 39,827件，同比上升18.0%. */
export function statedWords({ kind, measure }: Pick<IndicatorView, 'kind' | 'measure'>, { value, change, changeIn }: Omit<StatedValue, 'note'>): string {
  const told = value === null ? '' : ` ${kind === 'count' ? `${figure(value)}${measure}` : `${hundredth(value)}%`}`
  return `公布值${told}${change === null ? '' : `${value === null ? '' : '，'}同比${statedChange(change, changeIn)}`}`
}

function statedChange(change: number, changeIn: StatedValue['changeIn']): string {
  const { words } = changeWords(changeIn === 'points' ? 'rate' : 'count', change)
  return changeIn === 'unsaid' ? `${words}（未说明是相对变化还是百分点）` : words
}

/** How far our own 同比 may be from a published one and still round to the same. */
const rounding = 0.0006

/** Whether what was published and what is counted here differ, so that the one cannot stand for the other. */
export function statedDiffers({ kind }: Pick<IndicatorView, 'kind'>, told: Figure): boolean {
  if (told.stated === null) return false
  const { value, change, changeIn } = told.stated
  const own = kind === 'count' ? told.count : told.rate
  const sameIn = changeIn === (kind === 'count' ? 'relative' : 'points')
  const ownChange = sameIn ? told.yearBefore?.change ?? null : null
  return (value !== null && own !== null && Math.abs(value - own) > (kind === 'count' ? 0 : rounding))
    || (change !== null && ownChange !== null && Math.abs(change - ownChange) > rounding)
}

/** What a list of records shows, in one sentence. */
export const listedWords = ({ name, kind }: IndicatorView, part: 'count' | 'of'): string =>
  kind === 'count' ? `下列为计入“${name}”的记录` : part === 'of' ? `下列为“${name}”的分母，即全部参与计算的记录` : `下列为“${name}”的分子，即其中符合条件的记录`

/** Why the records may be others than the figure says; null where they are as many. */
export function countedElsewhere({ measure }: Pick<IndicatorView, 'measure'>, told: Figure | undefined, part: 'count' | 'of', total: number | null): string | null {
  const shown = told?.[part] ?? null
  if (shown === null || total === null || shown === total) return null
  return told?.rest === 'mixed'
    ? `指标为 ${figure(shown)} ${measure}，其中一部分来自总量，没有逐件记录可列`
    : `指标统计时为 ${figure(shown)} ${measure}，其后记录有变化，刷新页面可重新统计`
}

/** 2018-03-05 08:30. */
export const dayAndTime = (at: Instant): string => toBeijingIso(at).slice(0, 16).replace('T', ' ')
