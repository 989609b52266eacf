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
  const against = region.exclude.map((term) => RE2JS.compile(foldText(term)))
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
    const speaksAgainst = place ? null : findFirst(against, reading.body)
    if (speaksAgainst !== null) return { relevant: false, noise: true, because: `含“${speaksAgainst}”，且未提及本区具体地点` }
    const strongName = region.strong[certain]
    if (strongName !== undefined) return { relevant: true, noise: false, because: `提及“${strongName}”` }
    if (inCity && (doubtful >= 0 || place)) return { relevant: true, noise: false, because: '提及本区地名和所在城市' }
    const name = weakNames[doubtful]
    if (name === undefined) return { relevant: false, noise: false, because: '未提及本区地名' }
    return { relevant: false, noise: false, because: `“${name}”另有同名地（${region.weak[name] ?? ''}），未同时提及本区` }
  }
}

/** Letters of a find that are shown from each of its ends. */
const shownEnd = 4

/** What the first term finds in a text, as people read it: 大闸蟹…包邮; the term itself is a pattern. */
function findFirst(terms: readonly RE2JS[], text: string): string | null {
  for (const term of terms) {
    const matcher = term.matcher(text)
    if (!matcher.find()) continue
    const letters = Array.from(matcher.group() ?? '')
    return letters.length <= 2 * shownEnd ? letters.join('') : `${letters.slice(0, shownEnd).join('')}…${letters.slice(-shownEnd).join('')}`
  }
  return null
}
