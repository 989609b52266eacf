/** Corrects what was understood of a posting as a person says: names that the pack does not know are refused. */
import type { DistrictPack } from '../shared/district.ts'
import { purposes, type Enrichment, type Purpose } from '../shared/posting.ts'
import type { CorrectedField } from '../shared/ruling.ts'

/** Most units that a posting is shown with. */
const mostUnits = 3

export interface Corrector {
  /** Why a value cannot stand in a field, in Chinese; null when it can. */
  refuse: (field: CorrectedField, value: string) => string | null
  /** The enrichment after the correction; as it was where the pack has come to know the value no more. */
  correct: (enrichment: Enrichment, field: CorrectedField, value: string) => Enrichment
}

export function createCorrector(pack: DistrictPack): Corrector {
  const leaves = new Set(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => leaf.code)))
  const units = new Set(pack.units.map((unit) => unit.id))
  const places = new Map(pack.places.map((place) => [place.id, place]))

  const refuse: Corrector['refuse'] = (field, value) => {
    if (field === 'category') return leaves.has(value) ? null : `没有编码为“${value}”的类别`
    if (field === 'unit') return units.has(value) ? null : `没有编号为“${value}”的承办单位`
    if (field === 'place') return places.has(value) ? null : `地名库里没有编号为“${value}”的地点`
    return isPurpose(value) ? null : `没有“${value}”这种诉求类型`
  }

  return {
    refuse,
    correct(enrichment, field, value) {
      if (refuse(field, value) !== null) return enrichment
      if (field === 'category') return { ...enrichment, category: { code: value, confidence: 1 } }
      if (field === 'unit') {
        const others = enrichment.units.filter(({ unit }) => unit !== value)
        return { ...enrichment, units: [{ unit: value, confidence: 1, reason: '人工更正' }, ...others].slice(0, mostUnits) }
      }
      const place = places.get(value)
      if (field === 'place') return place ? { ...enrichment, place: { id: place.id, name: place.name, township: place.township, community: place.community } } : enrichment
      return isPurpose(value) ? { ...enrichment, purpose: value } : enrichment
    },
  }
}

const isPurpose = (value: string): value is Purpose => (purposes as readonly string[]).includes(value)
