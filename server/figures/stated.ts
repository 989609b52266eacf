/** Published figures (公布值) beside what is computed: where they differ, and whether a published change of the whole follows from the channels' own. */
import type { Figure, StatedRow, StatedValue } from '../../shared/figures.ts'
import type { Indicator } from './indicator.ts'
import { percent, points, restWords, roundsAlike, signedPercent } from './words.ts'

export const toStated = ({ value, change, changeIn, note }: StatedRow): StatedValue => ({ value, change, changeIn, note })

/** Where a figure and what was published of it differ, in Chinese. @param name of the figure: 受理量（区住建局）. */
export function sayDifferences(name: string, { kind, measure }: Pick<Indicator, 'kind' | 'measure'>, figure: Figure, checkChange: boolean): string[] {
  const { stated, count, rate, rest, yearBefore } = figure
  const said: string[] = []
  if (stated?.value != null && kind === 'count' && count !== null && stated.value !== count) {
    said.push(`${name}：公布值${stated.value}${measure}，${restWords[rest]}${count}${measure}，相差${Math.abs(stated.value - count)}${measure}`)
  }
  if (stated?.value != null && kind === 'rate' && rate !== null && !roundsAlike(stated.value, rate)) {
    said.push(`${name}：公布值${percent(stated.value)}，${restWords[rest]}${percent(rate)}（${figure.count}/${figure.of}），相差${points(stated.value - rate)}`)
  }
  const own = yearBefore?.change
  if (checkChange && stated?.change != null && own != null && yearBefore?.was != null) {
    const relative = rate === null ? own : own / yearBefore.was
    const alike = stated.changeIn === 'relative' || kind === 'count' ? [relative] : stated.changeIn === 'points' ? [own] : [own, relative]
    const ownWords = kind === 'count' ? signedPercent(own) : `${own < 0 ? '−' : '+'}${points(own)}`
    if (!alike.some((change) => roundsAlike(change, stated.change as number))) said.push(`${name}：公布同比${signedPercent(stated.change)}，计算为${ownWords}`)
  }
  return said
}

/** A channel in both periods; the base may be what its own published change implies. */
export interface ChannelPair {
  name: string
  now: number
  was: number
}

/** More channels than this are not searched for the ones that a published change may have been computed on. */
const mostSearched = 16

/**
 * What is wrong with a published change of the whole, where it does not follow from the channels' own: a change attached to seven
 * channels may have been computed on five. Says which channels would give it: of several sets the largest, then the nearest.
 */
export function sayImpossibleChange(stated: number, pairs: readonly ChannelPair[]): string | null {
  const whole = changeOf(pairs)
  if (pairs.length < 2 || whole === null || roundsAlike(whole, stated)) return null
  const said = `受理量：公布同比${signedPercent(stated)}不能由各渠道得出：${pairs.length}个有两期数据的渠道合计${sum(pairs, 'now')}件，上年同期${sum(pairs, 'was')}件，`
    + `同比${signedPercent(whole)}`
  const part = findPart(stated, pairs)
  return part === null ? said : `${said}；只算其中${part.length}个渠道（${part.map(({ name }) => name).join('、')}）则为${signedPercent(stated)}`
    + `（${sum(part, 'now')}件对${sum(part, 'was')}件），公布值可能只按这些渠道计算`
}

function findPart(stated: number, pairs: readonly ChannelPair[]): ChannelPair[] | null {
  if (pairs.length > mostSearched) return null
  let best: { part: ChannelPair[]; off: number } | null = null
  for (let set = 1; set < 2 ** pairs.length - 1; set += 1) {
    const part = pairs.filter((_, at) => (set >> at) % 2 === 1)
    const change = changeOf(part)
    if (change === null || !roundsAlike(change, stated)) continue
    const off = Math.abs(change - stated)
    if (!best || part.length > best.part.length || (part.length === best.part.length && off < best.off)) best = { part, off }
  }
  return best?.part ?? null
}

const sum = (pairs: readonly ChannelPair[], what: 'now' | 'was'): number => pairs.reduce((all, pair) => all + pair[what], 0)
function changeOf(pairs: readonly ChannelPair[]): number | null {
  const was = sum(pairs, 'was')
  return was > 0 ? sum(pairs, 'now') / was - 1 : null
}
