/** Measures areas: what came in about each kind of supply in each township, and whether the supplier had announced it. */
import { hour, minute, type Instant } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { Database } from '../shared/node/postgres.ts'
import type { AreaActivity } from './alerts/index.ts'
import { readAnnounced } from './archive/announced.ts'
import { readHitPlaces } from './archive/hit-places.ts'
import { countPeople, readAreas } from './live-state/counts.ts'
import type { LiveState } from './live-state/store.ts'

/** Id of an area, as alerts on it are filed under. */
export const areaId = (category: string, township: string | null): string => `${category}@${township ?? ''}`

/** Each kind of supply that the outage rule watches, in each township, as of `now`. Places and announcements are looked for only where it matters. */
export async function measureAreas(
  { db, live, pack }: { db: Database; live: LiveState; pack: DistrictPack }, categoryName: (code: string) => string, now: Instant,
): Promise<AreaActivity[]> {
  const { categories, minutes, people, announcedHours } = pack.rules.outage
  const pairs = categories.flatMap((category) => pack.townships.map((township) => ({ category, township })))
  const entries = await readAreas(live, pairs.map(({ category, township }) => areaId(category, township.id)), now - minutes * minute)
  const areas = pairs.map(({ category, township }, index): { area: AreaActivity; postings: number[] } => {
    const seen = (entries[index] ?? []).filter(({ at }) => at <= now)
    const area: AreaActivity = {
      category, categoryName: categoryName(category), township: township.id, townshipName: township.name,
      people: countPeople(seen), count: seen.length, places: [], minutes, planned: false, at: now,
    }
    return { area, postings: seen.map(({ id }) => id) }
  })
  const isHit = (area: AreaActivity): boolean => area.people >= people
  if (!areas.some(({ area }) => isHit(area))) return areas.map(({ area }) => area)
  const notices = await readAnnounced(db, pack.profile.code, categories, now - announcedHours * hour)
  const announced = new Set(notices.map(({ category, township }) => areaId(category, township)))
  return Promise.all(areas.map(async ({ area, postings }) => ({
    ...area,
    places: isHit(area) ? await readHitPlaces(db, pack.profile.code, postings) : [],
    planned: announced.has(areaId(area.category, area.township)),
  })))
}
