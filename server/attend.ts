/** The slower beat of the line: measure what was touched, judge it, and push what changed on the screens. */
import { hour, minute, second, type Clock, type Instant } from '../shared/clock.ts'
import type { Alert } from '../shared/alert.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { Database } from '../shared/node/postgres.ts'
import { listHealth } from '../shared/node/sources.ts'
import type { LineSection, WallSections } from '../shared/wall.ts'
import { belongsOnWall, type AreaActivity } from './alerts/index.ts'
import { listAlerts } from './archive/alerts.ts'
import { readHead } from './archive/feed.ts'
import { isOutdated, learnBaseline, type DistrictBaseline } from './baseline.ts'
import { createJudge } from './judge.ts'
import { countPeople, readAreas } from './live-state/counts.ts'
import { rankNames } from './live-state/keys.ts'
import type { LiveState } from './live-state/store.ts'
import { measureIssues } from './measure.ts'
import { createPublisher } from './publish.ts'
import { buildMap } from './sections/map.ts'
import { namesOf } from './sections/names.ts'
import { buildPriorities } from './sections/priorities.ts'
import { rankIssues, readRows, toRow } from './sections/rows.ts'
import { buildToday } from './sections/today.ts'

export interface Attendant {
  /** @param caughtUp false while a backlog is worked off: only the progress is shown then, judging waits for the end. */
  beat(applied: number, caughtUp: boolean): Promise<void>
}

/** Issues judged in one beat: enough to keep up with a burst, few enough to keep the beat short. */
const mostJudged = 300
const together = 12
/** An issue is judged at most so often: a burst still shows within three seconds, and a hot issue does not fill the beat. */
const restsFor = 2 * second
const alertsShown = 20
/** Areas, sources, today's counts and the map change slowly. */
const slowly = 2 * second
/** Every issue of the last day is looked at again so often, since time alone lowers counts and ends bursts. */
const sweepEvery = minute
/** A line this far behind says so. */
const tolerableLag = 15 * second

export function createAttendant({ db, live, pack, clock }: { db: Database; live: LiveState; pack: DistrictPack; clock: Clock }): Attendant {
  const district = pack.profile.code
  const names = namesOf(pack)
  const judge = createJudge(db, pack)
  const publish = createPublisher(live)
  let baseline: DistrictBaseline | null = null
  let slowAt = -Infinity
  let sweptAt = -Infinity
  /** When issues were last judged, and which were touched again before it was their turn. */
  const judgedAt = new Map<number, Instant>()
  const resting = new Set<number>()

  const judgeTouched = async (open: Alert[], now: Instant, known: DistrictBaseline): Promise<Alert[]> => {
    if (now - sweptAt >= sweepEvery) {
      await sweep(live, now)
      sweptAt = now
    }
    for (const issue of await live.redis.spop(live.keys.dirty, mostJudged)) resting.add(Number(issue))
    for (const [issue, at] of judgedAt) if (now - at >= restsFor) judgedAt.delete(issue)
    const touched = [...resting].filter((issue) => !judgedAt.has(issue)).slice(0, mostJudged)
    for (const issue of touched) {
      resting.delete(issue)
      judgedAt.set(issue, now)
    }
    const raised: Alert[] = []
    // A few at a time, so that the line goes on between them.
    for (let at = 0; at < touched.length; at += together) raised.push(...await judgeSome(touched.slice(at, at + together), open, now, known))
    return raised
  }

  const judgeSome = async (issues: number[], open: Alert[], now: Instant, known: DistrictBaseline): Promise<Alert[]> => {
    const measured = await measureIssues(live, issues, now, known)
    const raised = await judge.issues(measured, open, now)
    const alerts = new Map([...open, ...raised].map((alert) => [alert.subject.id, alert] as const))
    const rows = measured.map((issue) => toRow(issue, alerts.get(String(issue.activity.issue)) ?? null, names))
    await rankIssues(live, measured, rows, pack.rules, now)
    return raised
  }

  return {
    async beat(applied, caughtUp) {
      const now = clock.now()
      const line = await readLine(db, district, applied, now)
      const asOf = now - line.lag
      if (!caughtUp) return publish(asOf, { line }, [])
      if (!baseline || isOutdated(baseline, applied, now)) baseline = await learnBaseline(live, pack, applied, now)
      const before = await listAlerts(db, district, 'open')
      const raised = await judgeTouched(before, now, baseline)
      const sections: Partial<WallSections> = { line }
      if (now - slowAt >= slowly) {
        slowAt = now
        const sources = await listHealth(db, district)
        raised.push(...await judge.areas(await measureAreas(live, pack, names.category, now), before, now), ...await judge.sources(sources, before, now))
        Object.assign(sections, { sources, today: await buildToday(live, db, pack, now, baseline.since), map: await buildMap(live, pack, before, baseline, now) })
      }
      const open = (await listAlerts(db, district, 'open')).filter((alert) => belongsOnWall(alert.rules))
      const shown = open.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, alertsShown)
      Object.assign(sections, await readRows(live), { alerts: shown.map(names.alert), priorities: buildPriorities(open.map(names.alert), pack.rules) })
      await publish(asOf, sections, raised.filter((alert) => belongsOnWall(alert.rules)).map(names.alert))
    },
  }
}

/** Marks every issue of the last day, and every one on a list, to be judged again. */
async function sweep(live: LiveState, now: Instant): Promise<void> {
  const recent = await live.redis.zrangebyscore(live.keys.active, now - 25 * hour, '+inf')
  const listed = await Promise.all(rankNames.map((name) => live.redis.zrange(live.keys.rank(name), 0, '-1')))
  const issues = [...new Set([...recent, ...listed.flat()])]
  if (issues.length > 0) await live.redis.sadd(live.keys.dirty, ...issues)
}

/** Each kind of supply that the outage rule watches, in each township. */
async function measureAreas(live: LiveState, pack: DistrictPack, categoryName: (code: string) => string, now: Instant): Promise<AreaActivity[]> {
  const { categories, minutes } = pack.rules.outage
  const areas = categories.flatMap((category) => pack.townships.map((township) => ({ category, township })))
  const entries = await readAreas(live, areas.map(({ category, township }) => `${category}@${township.id}`), now - minutes * minute)
  return areas.map(({ category, township }, index) => {
    const seen = (entries[index] ?? []).filter(({ at }) => at <= now)
    return {
      category, categoryName: categoryName(category), township: township.id, townshipName: township.name,
      people: countPeople(seen), count: seen.length, minutes, planned: false, at: now,
    }
  })
}

async function readLine(db: Database, district: string, applied: number, now: Instant): Promise<LineSection> {
  const { recorded, oldestWaiting } = await readHead(db, district, applied)
  const lag = oldestWaiting === null ? 0 : Math.max(0, now - oldestWaiting)
  return { recorded, applied, lag, trouble: lag > tolerableLag ? `正在处理积压，还有${recorded - applied}条` : null }
}
