/** What a raw key (a unit as registered, a category's code or words, a channel …) stands for in the rows of a report. */
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { FigureKey } from '../../shared/figures.ts'
import { foldText } from '../../shared/text.ts'
import { createUnitNames } from '../../shared/units.ts'

export interface RowName {
  key: string | null
  name: string
  peers: string | null
}

/** Rows whose key is known by nothing but the words in the records; their key is their name. */
export const unrecognised = '未识别：'

/** What rows without a key are called. */
const unknown: Record<FigureKey, string> = { channel: '渠道不明', unit: '未登记', category: '未分类', purpose: '未登记', township: '未知', month: '时间不明' }

/** @param at units are told as they were then. */
export function createRowNames(pack: DistrictPack, by: FigureKey, at: Instant): (raw: string | null) => RowName {
  const find = finders[by](pack, at)
  return (raw) => {
    if (raw === null || raw === '') return { key: null, name: unknown[by], peers: null }
    return find(raw.startsWith(unrecognised) ? raw.slice(unrecognised.length) : raw)
  }
}

type Finder = (pack: DistrictPack, at: Instant) => (raw: string) => RowName

const finders: Record<FigureKey, Finder> = {
  unit: ({ units }, at) => {
    const find = createUnitNames(units, at)
    return (raw) => {
      const { id, name, unit } = find(raw)
      return { key: id ?? name, name, peers: unit?.kind ?? null }
    }
  },
  category: ({ taxonomy }) => {
    const entries = taxonomy.flatMap((branch) => [branch, ...branch.leaves])
    const byCode = new Map(entries.map(({ code, name }) => [code, name]))
    const byName = new Map(entries.map(({ code, name }) => [foldText(name), code]))
    return (raw) => {
      const code = byCode.has(raw) ? raw : byName.get(foldText(raw))
      return code === undefined ? own(`${unrecognised}${raw}`) : { key: code, name: byCode.get(code) ?? code, peers: null }
    }
  },
  channel: ({ channels }) => named(channels),
  township: ({ townships }) => named(townships),
  purpose: () => own,
  month: () => own,
}

const own = (raw: string): RowName => ({ key: raw, name: raw, peers: null })

function named(entries: readonly { id: string; name: string }[]): (raw: string) => RowName {
  const names = new Map(entries.map(({ id, name }) => [id, name]))
  return (raw) => ({ key: raw, name: names.get(raw) ?? raw, peers: null })
}
