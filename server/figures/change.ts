/** 同比 and 环比: what a figure was in another period, how it changed, and why the change may say little. */
import type { Change } from '../../shared/figures.ts'
import type { Instant } from '../../shared/clock.ts'
import { day, toBeijingIso } from '../../shared/clock.ts'
import { fewestForRate } from '../issues/repeats.ts'
import type { Indicator } from './indicator.ts'
import type { Span } from './counts.ts'
import type { Period } from './period.ts'
import { sumParts } from './received.ts'
import type { Value } from './value.ts'

/** A base that falls to a tenth says more about what was counted than about what happened. */
const steep = -0.9
/** Records that begin later than this into a period leave it incomplete: a week, and a twentieth of it. */
const lateDays = 7
const latePart = 20

export interface Comparison {
  indicator: Pick<Indicator, 'kind' | 'measure'>
  now: Value
  base: Value
  /** 上年同期, 上期 */
  word: string
  channelName: (id: string) => string
  basePeriod: Period
  spans: readonly Span[]
}

export function compare({ indicator: { kind, measure }, now, base, word, channelName, basePeriod, spans }: Comparison): Change {
  const doubts: string[] = []
  const late = base.rest === 'records' ? lateStart(base, basePeriod, spans) : null
  if (late !== null) doubts.push(`${word}的记录自${toBeijingIso(late).slice(0, 10)}起，不是整期`)
  if (kind === 'rate') {
    if (base.of !== null && base.rate === null) doubts.push(`${word}不足${fewestForRate}${measure}，不算比例`)
    const other = [...without(now.channels, base.channels), ...without(base.channels, now.channels)]
    if (now.rate !== null && base.rate !== null && other.length > 0) doubts.push(`两期纳入的渠道不同（${list(other, channelName)}只在其中一期）`)
    return { was: base.rate, change: now.rate === null || base.rate === null ? null : now.rate - base.rate, rest: base.rest, doubt: join(doubts) }
  }
  const { count, was, apart } = sameChannels(now, base)
  if (apart.size > 0 && was !== null) doubts.push(`只按两期都有数据的渠道比较，不含${list(apart, channelName)}`)
  if (was !== null && was < fewestForRate) doubts.push(`基数不足${fewestForRate}${measure}`)
  if (base.rest !== now.rest && (base.rest === 'totals' || base.rest === 'mixed')) doubts.push(`${word}${base.rest === 'mixed' ? '部分' : ''}为总量，口径可能不同`)
  const change = count === null || was === null || was === 0 ? null : count / was - 1
  if (change !== null && was !== null && was >= fewestForRate && change <= steep) doubts.push(`由${was}${measure}骤降，请核对两期口径是否一致`)
  return { was, change, rest: base.rest, doubt: join(doubts) }
}

/** Both counts over the channels that are known in both periods, and the channels with a count in one that are not. */
export function sameChannels(now: Value, base: Value): { count: number | null; was: number | null; apart: Set<string> } {
  if (!now.parts || !base.parts || now.channels.has('') || base.channels.has('')) return { count: now.count, was: base.count, apart: new Set() }
  const common = new Set([...now.channels].filter((channel) => base.channels.has(channel)))
  const counted = [...now.parts.keys(), ...base.parts.keys()].filter((channel) => !common.has(channel))
  return { count: sumParts(now.parts, common).count, was: sumParts(base.parts, common).count, apart: new Set(counted) }
}

/** When the records of the channels of a value began, where that was well into the period. */
function lateStart({ channels }: Value, { from, to }: Period, spans: readonly Span[]): Instant | null {
  const first = Math.min(...spans.filter(({ channel }) => channels.has(channel)).map((span) => span.first))
  return Number.isFinite(first) && first < to && first - from > Math.max(lateDays * day, (to - from) / latePart) ? first : null
}

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): string[] => [...some].filter((channel) => !others.has(channel))
const list = (channels: Iterable<string>, nameOf: (id: string) => string): string => [...channels].toSorted().map(nameOf).join('、')
const join = (doubts: readonly string[]): string | null => (doubts.length === 0 ? null : doubts.join('；'))
