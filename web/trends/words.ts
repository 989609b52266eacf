/** What the page of trends says: how unusual a count is, since when something rises, and which rows stand first. */
import { minute } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import type { trendHours } from '../../shared/trend.ts'
import type { SubjectKind } from '../../shared/trend.ts'
import type { TrendRow, TrendWindow } from '../../shared/trend-view.ts'
import { bandWords, figure, lengthOf, peopleWords, timeNear, timeOfDay } from '../ui/words.ts'

/** In the order of the tabs. */
export const kindNames: Record<SubjectKind, string> = {
  issue: '事项', category: '类别', place: '地点', township: '镇街', unit: '承办单位', channel: '渠道', plan: '监测方案', negative: '负面',
}
export const kinds = Object.keys(kindNames) as SubjectKind[]

export type TrendHours = (typeof trendHours)[number]
export const windowNames: Record<TrendHours, string> = { 1: '1小时', 24: '24小时', 168: '7日', 720: '30日' }

/** What is counted and what is not: said wherever these counts are, since they are no 受理量. */
export const basis = '反映次数含诉求与网帖，只看起伏，不作受理量；咨询、建议、表扬不计；每分钟更新'

/** From this probability on a count is such as chance brings in one window of a thousand. */
const hardlyEver = 0.999
/** Past the band by the number of postings but less sure than this: those of few people, each of whom counts only so often. */
const atTimes = 0.95

/** How unusual what was seen is, in words: a probability would feign more than it knows. */
export function unusualWords({ seen, usual }: TrendWindow): string {
  if (usual === null) return '此前数据不足，暂不比较'
  const { low, high, score } = usual
  if (seen < low) return '少于平常'
  if (seen <= high) return '属平常'
  if (score >= hardlyEver) return '类似情形平常几乎不会出现'
  return score >= atTimes ? '类似情形平常偶尔出现' : '次数偏多，但出自少数人'
}

/** 预计 2–5 次; nothing where there is no past to expect anything from. */
export const expectedWords = ({ usual }: TrendWindow): string => (usual === null ? '' : `${bandWords(usual.low, usual.high)} 次`)

/** 涉及9人, 涉及少于3人; nothing where nobody wrote. */
export const peopleOf = ({ seen, people }: TrendWindow): string => (seen === 0 ? '' : `涉及${peopleWords(people)}`)

/** 突增：自 昨日 21:40 起 9 次，预计 2 次; under one it says so, as no posting is a fraction. */
export const burstWords = ({ since, seen, expected }: NonNullable<TrendRow['burst']>, now: Instant): string =>
  `突增：自 ${timeNear(since, now)} 起 ${figure(seen)} 次，预计${expected < 1 ? '不到 1' : ` ${figure(expected)}`} 次`

/** A row in the window that was chosen. */
export interface ShownRow extends Pick<TrendRow, 'subject' | 'name' | 'burst'> {
  shown: TrendWindow
}

/**
 * The rows of one kind that have something to show in a window: those that rise at present first, then the least ordinary, then
 * those that brought most. Where nothing came and nothing was to be expected a row is only counted, in `silent`.
 */
export function inOrder(rows: readonly TrendRow[], kind: SubjectKind, hours: TrendHours): { rows: ShownRow[]; silent: number } {
  const all = rows.flatMap(({ subject, name, windows, burst }): ShownRow[] => {
    const shown = windows.find((each) => each.hours === hours)
    return subject.kind === kind && shown ? [{ subject, name, burst, shown }] : []
  })
  const told = all.filter(({ burst, shown }) => burst !== null || shown.seen > 0 || (shown.usual?.low ?? 0) > 0)
  return {
    rows: told.toSorted((a, b) =>
      Number(b.burst !== null) - Number(a.burst !== null) || (b.shown.usual?.score ?? 0) - (a.shown.usual?.score ?? 0) || b.shown.seen - a.shown.seen),
    silent: all.length - told.length,
  }
}

/** How many of each kind rise at present. */
export const burstsOf = (rows: readonly TrendRow[], kind: SubjectKind): number =>
  rows.filter(({ subject, burst }) => subject.kind === kind && burst !== null).length

/** Measured once a minute: past this many something is wrong with the line. */
const staleAfter = 3 * minute

/** That the figures are no longer true, and since when; null while they are. */
export const staleWords = (asOf: Instant, now: Instant): string | null =>
  now - asOf > staleAfter ? `走势已有 ${lengthOf(now - asOf)}没有更新，以下仍是 ${timeNear(asOf, now)} 的统计` : null

/** The basis with up to when it was counted. */
export const basisUntil = (asOf: Instant | null): string => (asOf === null ? `${basis}。` : `${basis}；统计至 ${timeOfDay(asOf)}。`)
