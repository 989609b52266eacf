/** What each township saw in the last 24 hours against what it may expect, for the map. */
import { hour, type Instant } from '../../shared/clock.ts'
import { compareLevels, type Alert, type Level } from '../../shared/alert.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { TownshipCount } from '../../shared/wall.ts'
import { measureTownship, type DistrictBaseline } from '../baseline.ts'
import { readHourly } from '../live-state/counts.ts'
import type { LiveState } from '../live-state/store.ts'

export async function buildMap(
  live: LiveState, pack: DistrictPack, open: readonly Alert[], baseline: DistrictBaseline, now: Instant,
): Promise<TownshipCount[]> {
  // The hour buckets are those of the clock: the last 24 are 23 whole hours and what has passed of this one.
  const counts = await readHourly(live, pack.townships.map(({ id }) => `township:${id}`), now - (now % hour), 24)
  return pack.townships.map((township, index) => {
    const count24h = counts[index]!.reduce((total, count) => total + count, 0)
    return {
      township: township.id, name: township.name, seat: township.seat, count24h,
      expected: measureTownship(township.id, count24h, baseline, now).expected,
      level: highest(open.filter((alert) => alert.township === township.id)),
    }
  })
}

function highest(alerts: readonly Alert[]): Level | null {
  return alerts.map((alert) => alert.level).sort(compareLevels)[0] ?? null
}
