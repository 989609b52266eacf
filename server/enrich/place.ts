/** Finds the place a posting is about: the district's gazetteer first, then names it shows by their shape. */
import type { DistrictPack, Place } from '../../shared/district.ts'
import type { PlaceGuess } from '../../shared/posting.ts'
import { foldText } from '../../shared/text.ts'
import { createAutomaton } from './automaton.ts'
import { findShapedPlace } from './place-shape.ts'
import type { Reading } from './reading.ts'

/** How closely a kind says where: the estate before the road, the road before the village, the village before the township. */
const closeness: Record<Place['kind'], number> = {
  estate: 5, site: 5, school: 5, market: 5, hospital: 5, park: 4.5, other: 4, road: 3.5, water: 3, village: 2.5, community: 2.5,
  township: 1,
}
const titleWeight = 2.5

export interface FoundPlaces {
  guess: PlaceGuess | null
  /** Every place of the pack that is named, each once. */
  named: Place[]
}

interface Mention { places: readonly Place[]; start: number; end: number }

/**
 * The longest match at each position; of several places the closest kind wins, in the title before the text, then the one
 * named more often, then the first. A name that several townships have is settled by the township named beside it, else
 * left without one. A place the pack does not know, but closer than what it knows (an estate beside a township), is taken
 * by its shape and put into that township.
 */
export function createPlaceFinder(pack: DistrictPack): (reading: Reading) => FoundPlaces {
  const byName = new Map<string, Place[]>()
  for (const place of pack.places) {
    for (const name of namesOf(place)) byName.set(name, [...(byName.get(name) ?? []), place])
  }
  const names = [...byName.keys()]
  const automaton = createAutomaton(names)
  const { name, city, province } = pack.profile
  const townships = pack.places.filter(({ kind }) => kind === 'township').flatMap((place) => [...namesOf(place)])
  const wide = new Set([...[name, city, province, ...pack.region.cities].map(foldText), ...townships])
  const gazetteer = { known: new Set(names), wide }

  /**
   * What goes on from a known name (人民路家属院, 老子山温泉花园) is the place meant. Beside a village only an estate or a site says more; a
   * road or village without a name of the pack is better than none.
   */
  const findUnknown = (reading: Reading, best: Place | null): string | null => {
    if (best === null || best.kind === 'township') return findShapedPlace(reading, gazetteer, 0)
    if (closeness[best.kind] > closeness.park) return null
    const longer = findShapedPlace(reading, gazetteer, closeness.road, foldText(best.name))
    if (longer !== null || closeness[best.kind] >= closeness.road) return longer
    return findShapedPlace(reading, gazetteer, closeness.park)
  }

  return (reading) => {
    const all: Mention[] = []
    automaton.scan(reading.body, (term, start, end) => {
      all.push({ places: byName.get(names[term] as string) as Place[], start, end })
    })
    const mentions = keepLongest(all, reading)
    const nearby = countTownships(mentions)
    const best = chooseBest(mentions, reading.titleEnd, nearby)
    const shaped = findUnknown(reading, best)
    const named = [...new Set(mentions.map(({ places }) => settle(places, nearby) ?? (places[0] as Place)))]
    if (!shaped && !best) return { guess: null, named }
    const township = best?.township ?? onlyKey(nearby)
    const id = shaped ? null : (best as Place).id
    return { guess: { id, name: shaped ?? (best as Place).name, township, community: best?.community ?? onlyCommunity(named, township) }, named }
  }
}

/** Longest first; a name of two characters must begin and end where words do (润园 is not in 滋润园林). */
function keepLongest(all: Mention[], reading: Reading): Mention[] {
  let reached = -1
  return all.sort((a, b) => a.start - b.start || b.end - a.end).filter(({ start, end }) => {
    const aligned = end - start > 2 || (reading.starts[start] === 1 && reading.starts[end] === 1)
    if (!aligned || start < reached) return false
    reached = end
    return true
  })
}

const namesOf = (place: Place): Set<string> => new Set([place.name, ...place.aliases].map(foldText))

function countTownships(mentions: readonly Mention[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { places } of mentions) {
    const [place] = places
    if (places.length === 1 && place?.township) counts.set(place.township, (counts.get(place.township) ?? 0) + 1)
  }
  return counts
}

/** The community or village named beside the place, when there is one only and it lies in the same township. */
function onlyCommunity(named: readonly Place[], township: string | null): string | null {
  const communities = new Set(named.filter((place) => place.community !== null && place.township === township).map((place) => place.community))
  return communities.size === 1 ? (communities.values().next().value ?? null) : null
}

const onlyKey = (counts: ReadonlyMap<string, number>): string | null =>
  counts.size === 1 ? (counts.keys().next().value ?? null) : null

function settle(places: readonly Place[], townships: ReadonlyMap<string, number>): Place | null {
  if (places.length === 1) return places[0] as Place
  const near = places.filter((place) => place.township !== null && townships.has(place.township))
  return near.length === 1 ? (near[0] as Place) : null
}

function chooseBest(mentions: readonly Mention[], titleEnd: number, townships: ReadonlyMap<string, number>): Place | null {
  const scores = new Map<Place, number>()
  for (const { places, start } of mentions) {
    const place = settle(places, townships) ?? { ...(places[0] as Place), township: null, community: null }
    const score = closeness[place.kind] * (start < titleEnd ? titleWeight : 1)
    scores.set(place, Math.max(scores.get(place) ?? 0, score) + 0.2)
  }
  let best: Place | null = null
  let most = 0
  for (const [place, score] of scores) if (score > most) [best, most] = [place, score]
  return best
}
