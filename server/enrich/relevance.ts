/** Judges whether a posting found outside the district's own channels is about the district. */
import { RE2JS } from 're2js'
import type { DistrictPack, Place } from '../../shared/district.ts'
import { foldText } from '../../shared/text.ts'
import { createLexicon } from './lexicon.ts'
import type { Reading } from './reading.ts'

/** Kinds of places that a travel guide or a shop does not name in passing. */
const concrete = new Set<Place['kind']>(['estate', 'road', 'school', 'hospital', 'market', 'site', 'community', 'village'])

export interface Relevance {
  /** A word of the pack speaks against it and no concrete place of the district for it: an advertisement, another town. */
  noise: boolean
  relevant: boolean
  /** In Chinese. */
  because: string
}

/**
 * About the district when it names one of the region's strong words, or a weak one (a name that others bear too) or a place
 * of the pack together with the district or its city. A word that speaks against it decides unless a concrete place of the
 * pack is named as well. Terms are RE2: no text can make them slow.
 */
export function createRelevanceJudge({ region }: DistrictPack): (reading: Reading, named: readonly Place[]) => Relevance {
  const strong = createLexicon(region.strong)
  const weakNames = Object.keys(region.weak)
  const weak = createLexicon(weakNames)
  const cities = createLexicon(region.cities)
  const against = region.exclude.map((term) => ({ term, pattern: RE2JS.compile(foldText(term)) }))
  const has = (lexicon: ReturnType<typeof createLexicon>, reading: Reading): number => {
    let first = -1
    lexicon.scan(reading, (word) => { if (first === -1) first = word })
    return first
  }

  return (reading, named) => {
    const certain = has(strong, reading)
    const doubtful = has(weak, reading)
    const inCity = has(cities, reading) >= 0
    const place = named.find(({ kind, name }) => concrete.has(kind) && !weakNames.includes(name))
    const speaksAgainst = place ? undefined : against.find(({ pattern }) => pattern.matcher(reading.body).find())
    if (speaksAgainst) return { relevant: false, noise: true, because: `含排除词“${speaksAgainst.term}”，且未提及本区具体地点` }
    const strongName = region.strong[certain]
    if (strongName !== undefined) return { relevant: true, noise: false, because: `提及“${strongName}”` }
    if (inCity && (doubtful >= 0 || place)) return { relevant: true, noise: false, because: '提及本区地名和所在城市' }
    const name = weakNames[doubtful]
    if (name === undefined) return { relevant: false, noise: false, because: '未提及本区地名' }
    return { relevant: false, noise: false, because: `“${name}”另有同名地（${region.weak[name] ?? ''}），未同时提及本区` }
  }
}
