/** Names of channels, units, categories and indicators in tables of totals, and what is known where one is not. */
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey, TotalRow } from '../../shared/figures.ts'
import { foldText } from '../../shared/text.ts'
import { createUnitNames } from '../../shared/units.ts'
import type { Instant } from '../../shared/clock.ts'
import { indicators } from '../figures/indicators/index.ts'
import type { Indicator } from '../figures/indicator.ts'
import { findChannels } from '../imports/channels.ts'

/** What a name stands for, or in Chinese what is wrong with it. */
export type Found<T> = { found: T } | { problem: string }

export interface Names {
  channel: (word: string) => Found<string>
  /** A unit that the pack does not know keeps its own name: old tables name units that are no more. */
  unit: (word: string) => Found<string>
  category: (word: string) => Found<string>
  indicator: (word: string) => Found<Indicator>
  any: (by: FigureKey, word: string) => Found<string>
}

const all = /^(?:全部|合计|总计|全区|所有渠道|全渠道)?$/
/** Whether a word says that all are meant. */
export const meansAll = (word: string): boolean => all.test(word)

/** @param at units are told as they were then. */
export function createNames(pack: DistrictPack, at: Instant): Names {
  const findChannel = findChannels(pack.channels)
  const findUnit = createUnitNames(pack.units, at)
  const entries = pack.taxonomy.flatMap((branch) => [branch, ...branch.leaves])
  const categories = new Map(entries.flatMap(({ code, name }) => [[code, code], [foldText(name), code]] as const))
  const byName = new Map(indicators.flatMap((indicator) => [[foldText(indicator.id), indicator], [foldText(indicator.name), indicator]] as const))
  const names: Names = {
    channel(word) {
      const channel = findChannel(word)
      if (channel) return { found: channel.id }
      return { problem: `没有这个渠道；可以填：${pack.channels.map(({ name }) => name).join('、')}` }
    },
    unit: (word) => ({ found: findUnit(word).id ?? word }),
    category(word) {
      const code = categories.get(foldText(word))
      return code === undefined ? { problem: '没有这个类别；请填分类体系中的名称或代码，如“路灯照明”或“0302”' } : { found: code }
    },
    indicator(word) {
      const indicator = byName.get(foldText(word))
      return indicator ? { found: indicator } : { problem: `没有这个指标；可以填：${indicators.map(({ name }) => name).join('、')}` }
    },
    any: (by, word) => (by === 'channel' ? names.channel(word) : by === 'unit' ? names.unit(word) : by === 'category' ? names.category(word) : { found: word }),
  }
  return names
}

/** Why a total may not be entered as it is; null = it may. */
export function objectToTotal({ period, channel, by, key, count }: Pick<TotalRow, 'period' | 'channel' | 'by' | 'key' | 'count'>, pack: DistrictPack, month: string): string | null {
  if (!/^\d{4}(?:-(?:0[1-9]|1[0-2]))?$/.test(period)) return '期间请写成 2017 或 2017-03'
  if (period > month.slice(0, period.length)) return `${period}还没有到，不能录入总量`
  if (!Number.isInteger(count) || count < 0 || count > 100_000_000) return '件数请填不小于0的整数'
  if (by === 'all' ? key !== null : key === null || key === '') return by === 'all' ? '按渠道录入的总量不填单位和类别' : '请填写单位或类别'
  if (channel === null) return null
  return pack.channels.some(({ id }) => id === channel) ? null : '没有这个渠道'
}
