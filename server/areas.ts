/** Measures areas: what came in about each kind of supply in each township, and whether the supplier had announced it. */
import { day, hour, minute, type Instant } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { Database } from '../shared/node/postgres.ts'
import { isGrievance } from '../shared/posting.ts'
import type { AreaActivity } from './alerts/index.ts'
import { readAnnounced } from './archive/announced.ts'
import { countUsual, readHits } from './archive/hits.ts'
import { countPeople, readAreas, type ActivityEntry } from './live-state/counts.ts'
import type { LiveState } from './live-state/store.ts'

/** Id of an area, as alerts on it are filed under. */
export const areaId = (category: string, township: string | null): string => `${category}@${township ?? ''}`

/** Days of the past from which the usual number is told. */
const usualDays = 28

/**
 * Each kind of supply that the outage rule watches, in each township, as of `now`. Where enough people have written it is looked at
 * closely: who only asks (咨询) is left out, and places, announcements and the usual number are read.
 */
export async function measureAreas(
  { db, live, pack }: { db: Database; live: LiveState; pack: DistrictPack }, categoryName: (code: string) => string, now: Instant,
): Promise<AreaActivity[]> {
  const { categories, minutes, people, announcedHours } = pack.rules.outage
  const district = pack.profile.code
  const pairs = categories.flatMap((category) => pack.townships.map((township) => ({ category, township })))
  const since = now - minutes * minute
  const entries = await readAreas(live, pairs.map(({ category, township }) => areaId(category, township.id)), since)
  const toArea = ({ category, township }: (typeof pairs)[number], seen: readonly ActivityEntry[]): AreaActivity => ({
    category, categoryName: categoryName(category), township: township.id, townshipName: township.name, people: countPeople(seen), count: seen.length,
    channels: [...new Set(seen.map(({ channel }) => channel))], places: [], expected: 0, minutes, planned: false, at: now,
  })
  const measured = pairs.map((pair, index) => {
    const seen = (entries[index] ?? []).filter(({ at }) => at <= now)
    return { pair, seen, area: toArea(pair, seen) }
  })
  const isHit = (area: AreaActivity): boolean => area.people >= people
  if (!measured.some(({ area }) => isHit(area))) return measured.map(({ area }) => area)
  const notices = await readAnnounced(db, district, categories, now - announcedHours * hour)
  const announced = new Set(notices.map(({ category, township }) => areaId(category, township)))
  return Promise.all(measured.map(async ({ pair, seen, area }) => {
    if (!isHit(area)) return area
    const hits = (await readHits(db, district, seen.map(({ id }) => id))).filter(({ purpose }) => isGrievance(purpose))
    const telling = new Set(hits.map(({ posting }) => posting))
    const usual = await countUsual(db, district, { category: pair.category, township: pair.township.id }, since - usualDays * day, since)
    return {
      ...toArea(pair, seen.filter(({ id }) => telling.has(id))),
      places: mostNamed(hits.flatMap(({ place }) => (place === null ? [] : [place]))),
      expected: usual * minutes * minute / (usualDays * day),
      planned: announced.has(areaId(pair.category, pair.township.id)),
    }
  }))
}

/** Each name once, the most named first. */
function mostNamed(names: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1)).map(([name]) => name)
}
