/** Says of an entered total why no figure rests on it: records, or finer totals, stand before it. */
import type { Named, TotalRow } from '../../shared/figures.ts'

/** @param months `channel 2018-03` of all months in which a channel has records. @returns null where it is used. */
export function sayUnused(total: TotalRow, all: readonly TotalRow[], months: ReadonlySet<string>, channels: readonly Named[]): string | null {
  const { period, channel, by } = total
  const name = channel === null ? '' : channels.find(({ id }) => id === channel)?.name ?? channel
  const isYear = period.length === 4
  const recorded = [...months].find((entry) => {
    const [itsChannel, month = ''] = entry.split(' ')
    return (isYear ? month.startsWith(`${period}-`) : month === period) && (channel === null || itsChannel === channel)
  })
  if (recorded) return `${tell(isYear ? recorded.split(' ')[1]! : period)}${name}已有记录，以记录为准`
  const same = all.filter((other) => other.by === by && other !== total)
  if (isYear && same.some((other) => other.period.startsWith(`${period}-`) && (channel === null || other.channel === channel))) return `${period}年已有按月的总量，以各月为准`
  if (channel === null && same.some((other) => other.channel !== null && other.period === period)) return `${tell(period)}已有分渠道的总量，以分渠道的为准`
  return null
}

/** 2018年3月. */
const tell = (period: string): string => (period.length === 4 ? `${period}年` : `${period.slice(0, 4)}年${Number(period.slice(5))}月`)
