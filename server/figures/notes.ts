/** What whoever quotes the figures of a report must know. */
import { toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { Figure, FigureRow, StatedRow } from '../../shared/figures.ts'
import type { Indicator } from './indicator.ts'
import { indicators } from './indicators/index.ts'
import { unrecognised } from './keys.ts'
import { cutAt, type Period } from './period.ts'
import { sayDifferences, sayImpossibleChange, type ChannelPair } from './stated.ts'
import type { PeriodValues } from './value.ts'

export interface NoteParts {
  asked: Period
  asOf: Instant
  total: Record<string, Figure>
  rows: readonly FigureRow[]
  now: PeriodValues
  yearBefore: PeriodValues
  stated: readonly StatedRow[]
  channelName: (id: string) => string
  unread: number
}

export function noteReport(parts: NoteParts): string[] {
  return [...notePeriod(parts), ...noteTotals(parts), ...noteUntold(parts), ...noteNames(parts), ...noteStated(parts)]
}

function* notePeriod({ asked, asOf, unread }: NoteParts): Generator<string> {
  if (asOf < asked.from) yield '统计期尚未开始'
  else if (cutAt(asked, asOf).to < asked.to) yield `统计期尚未结束：统计至${toBeijingIso(asOf).slice(0, 10)}，同比、环比按同样的天数比较`
  if (unread > 0) yield `另有${unread}件工单尚未分析，重复、集中、反弹诉求和镇街不含这些`
}

function* noteTotals({ now: { received }, yearBefore, channelName }: NoteParts): Generator<string> {
  const nameOf = (channel: string | null): string => (channel === null || channel === '' ? '各渠道合计' : channelName(channel))
  for (const [when, used] of [['', received.used], ['上年同期', yearBefore.received.used]] as const) {
    const said = [...Map.groupBy(used, ({ channel }) => channel)].map(([channel, rows]) => {
      const months = rows.filter(({ period }) => period.length === 7).length
      return `${nameOf(channel)}${rows.reduce((sum, { count }) => sum + count, 0)}件（${months > 0 ? `${months}个月的总量` : '年度总量'}）`
    })
    if (said.length > 0) yield `${when}没有逐件记录、以录入的总量计入受理量：${said.join('、')}`
  }
  for (const channel of received.undivided) if (!received.known.has(channel)) yield `${nameOf(channel)}只有整月或整年的总量，统计期不含整月，未计入受理量`
}

/** Channels that have orders but do not tell what a rate needs. */
function* noteUntold({ now, channelName }: NoteParts): Generator<string> {
  const ordered = [...now.received.total].filter(([, { records }]) => records > 0).map(([channel]) => channel)
  const silent = new Map<string, string[]>()
  for (const { name, counting } of indicators) {
    if (counting.from !== 'orders') continue
    const told = now.told(counting)
    for (const channel of ordered) if (!told.has(channel)) silent.set(channel, [...silent.get(channel) ?? [], name])
  }
  for (const [names, channels] of Map.groupBy(silent, ([, lacking]) => lacking.join('、'))) {
    yield `${channels.map(([channel]) => channelName(channel)).join('、')}的记录没有相应栏目，未纳入：${names}`
  }
}

function* noteNames({ rows }: NoteParts): Generator<string> {
  const unknown = rows.filter(({ key }) => key?.startsWith(unrecognised))
  if (unknown.length === 0) return
  const said = unknown.slice(0, 5).map(({ name }) => name.slice(unrecognised.length)).join('、')
  yield `有${unknown.length}个名称不在本区的表里，按原文单列：${said}${unknown.length > 5 ? '等' : ''}`
}

function* noteStated({ total, rows, now, yearBefore, stated, asked, channelName }: NoteParts): Generator<string> {
  const named = (indicator: Indicator, row: FigureRow | null): string => (row ? `${indicator.name}（${row.name}）` : indicator.name)
  const impossible = total.received?.stated?.change == null ? null : sayImpossibleChange(total.received.stated.change, pairChannels())
  if (impossible !== null) yield impossible
  for (const indicator of indicators) {
    const whole = total[indicator.id]
    if (whole) yield* sayDifferences(named(indicator, null), indicator, whole, indicator.id !== 'received' || impossible === null)
    for (const row of rows) {
      const figure = row.figures[indicator.id]
      if (figure) yield* sayDifferences(named(indicator, row), indicator, figure, true)
    }
  }

  /** Each channel's count in both periods; where the base is not known, what its own published change implies. */
  function pairChannels(): ChannelPair[] {
    const base = yearBefore.received
    const published = new Map(stated.filter((row) => row.period === asked.name && row.indicator === 'received' && row.by === 'channel').map((row) => [row.key, row]))
    return [...now.received.total].flatMap(([channel, { records, totals }]): ChannelPair[] => {
      const part = base.total.get(channel)
      const change = published.get(channel)?.change
      const count = records + totals
      const was = base.known.has(channel) ? (part?.records ?? 0) + (part?.totals ?? 0) : change == null || change <= -1 ? null : Math.round(count / (1 + change))
      return channel === '' || was === null ? [] : [{ name: channelName(channel), now: count, was }]
    })
  }
}
