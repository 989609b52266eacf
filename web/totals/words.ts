/** What the page of totals says and reads: periods as they are typed, figures as they are typed, and what a row is of. */
import type { Named, StatedRow, TotalRow } from '../../shared/figures.ts'
import { figureKeyNames } from '../../shared/figures.ts'

export const allChannels = '全部渠道合计'

/** The name of an id; an id that is no longer known stands for itself. */
export const nameOf = (choices: readonly Named[], id: string): string => choices.find((each) => each.id === id)?.name ?? id

export const channelOf = (channels: readonly Named[], channel: string | null): string => (channel === null ? allChannels : nameOf(channels, channel))

/** 2017年, 2017年3月. */
export const monthWords = (period: string): string => (period.length === 7 ? `${period.slice(0, 4)}年${Number(period.slice(5))}月` : `${period}年`)

/** What a total is of besides its channel: 承办单位 高良涧街道; '' for all. */
export function keyWords({ by, key }: Pick<TotalRow, 'by' | 'key'>, choices: readonly Named[]): string {
  return by === 'all' || key === null ? '' : `${figureKeyNames[by]} ${nameOf(choices, key)}`
}

/** What a published figure is of: 全区, 渠道 “12345”热线. */
export const statedOf = ({ by, key }: Pick<StatedRow, 'by' | 'key'>, choices: readonly Named[]): string =>
  (by === null || key === null ? '全区' : `${figureKeyNames[by]} ${nameOf(choices, key)}`)

/** Full-width digits and separators as people type and paste them; null where it is no number. */
export function readNumber(text: string): number | null {
  const plain = text.normalize('NFKC').replace(/[,\s%件条]/g, '').replace('−', '-')
  return /^[+-]?\d+(?:\.\d+)?$/.test(plain) ? Number(plain) : null
}

/** 1 for what was typed as 100%: shares are 0–1 everywhere but on screen. Free of the noise of halves and tenths. */
export const shareOf = (percent: number): number => Math.round(percent * 1e6) / 1e8

/**
 * What was pasted, as a file: cells of a spreadsheet come with tabs between. A list typed by hand may have Chinese commas; where it
 * has others as well, the Chinese ones belong to the words.
 */
export function pastedFile(text: string): Blob {
  const lines = `${text.trim()}\n`
  return new Blob([/[\t,]/.test(lines) ? lines : lines.replaceAll('，', ',')], { type: 'text/plain' })
}
export const pastedName = (text: string): string => (text.includes('\t') ? '粘贴.tsv' : '粘贴.csv')
