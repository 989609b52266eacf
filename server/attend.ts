/** The slower beat of the line: measure what was touched, judge it, and push what changed on the screens. */
import { hour, minute, second, type Clock, type Instant } from '../shared/clock.ts'
import type { Alert } from '../shared/alert.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { Database } from '../shared/node/postgres.ts'
import type { LineSection, WallSections } from '../shared/wall.ts'
import { belongsOnWall } from './alerts/index.ts'
import { listAlerts } from './archive/alerts.ts'
import { listHealthAcrossGap } from './archive/bundles.ts'
import { readHead, type FeedEvent } from './archive/feed.ts'
import { measureAreas } from './areas.ts'
import { isOutdated, learnBaseline, type DistrictBaseline } from './baseline.ts'
import { createEvidenceAsker } from './evidence/ask.ts'
import { toGrouped } from './group.ts'
import type { GroupedPosting } from './grouped.ts'
import { createJudge } from './judge.ts'
import { rankNames } from './live-state/keys.ts'
import type { LiveState } from './live-state/store.ts'
import { measureIssues } from './measure.ts'
import { createPublisher } from './publish.ts'
import { createReachWatch } from './reach.ts'
import { createRising } from './rising.ts'
import { buildMap } from './sections/map.ts'
import { namesOf } from './sections/names.ts'
import { buildPriorities } from './sections/priorities.ts'
import { rankIssues, readRows, toRow, unrankIssues } from './sections/rows.ts'
import { buildToday } from './sections/today.ts'
import { buildTrends } from './sections/trends.ts'
import { casesOf } from './surges.ts'

export interface Attendant {
  /** Takes up an event that was applied before this process held the line, in order of number. */
  remember(event: FeedEvent): void
  /** Takes in a run that has just been applied. */
  note(run: readonly GroupedPosting[]): void
  /** A person has moved or corrected these postings: they now belong to what they say, and no longer to what they said. */
  restate(postings: readonly GroupedPosting[]): void
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
/** Windows of a day and more hardly move within a minute. */
const trendsEvery = minute

export function createAttendant({ db, live, pack, clock }: { db: Database; live: LiveState; pack: DistrictPack; clock: Clock }): Attendant {
  const district = pack.profile.code
  const names = namesOf(pack)
  const judge = createJudge(db, pack)
  const evidence = createEvidenceAsker(db, pack)
  const publish = createPublisher(live)
  const reach = createReachWatch({ db, live, pack })
  const rising = createRising()
  let baseline: DistrictBaseline | null = null
  let slowAt = -Infinity
  let sweptAt = -Infinity
  let trendsAt = -Infinity
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
    const measured = await measureIssues(live, issues, now, known, { reach: reach.known, burst: (issue) => rising.burst({ kind: 'issue', id: String(issue) }) })
    const raised = await judge.issues(measured, open, now)
    const alerts = new Map([...open, ...raised].map((alert) => [alert.subject.id, alert] as const))
    const rows = measured.map((issue) => toRow(issue, alerts.get(String(issue.activity.issue)) ?? null, names))
    await rankIssues(live, measured, rows, pack.rules, now)
    // What a ruling has emptied while it was being measured may have been put on a list after that.
    const there = new Set(measured.map(({ activity }) => activity.issue))
    await unrankIssues(live, issues.filter((issue) => !there.has(issue)))
    return raised
  }

  const readTitles = async (issues: number[]): Promise<Map<number, string>> =>
    new Map([...await live.readIssues(issues)].map(([issue, { title }]) => [issue, title]))

  return {
    remember(event) {
      if (event.decided) rising.note(toGrouped(event, event.decided, false))
    },
    note(run) {
      for (const posting of run) rising.note(posting)
    },
    restate: (postings) => { rising.restate(postings) },

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
        await reach.look(now)
        const sources = await listHealthAcrossGap(db, district, now)
        raised.push(
          ...await judge.areas(await measureAreas({ db, live, pack }, names.category, now), before, now),
          ...await judge.subjects(casesOf(rising, names), before, now),
          ...await judge.sources(sources, before, now),
        )
        Object.assign(sections, { sources, today: await buildToday(live, db, pack, now, baseline.since), map: await buildMap(live, pack, before, baseline, now) })
      }
      if (now - trendsAt >= trendsEvery) {
        trendsAt = now
        await live.redis.set(live.keys.trends, JSON.stringify(await buildTrends(rising, names, readTitles, baseline, pack.rules, now)))
        rising.forget(now)
        await evidence.recheck(now)
      }
      const standing = await listAlerts(db, district, 'open')
      await evidence.follow(standing, now)
      const open = standing.filter(belongsOnWall)
      const shown = open.toSorted((a, b) => b.updatedAt - a.updatedAt).slice(0, alertsShown)
      Object.assign(sections, await readRows(live), { alerts: shown.map(names.alert), priorities: buildPriorities(open.map(names.alert), pack.rules) })
      await publish(asOf, sections, raised.filter(belongsOnWall).map(names.alert))
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

async function readLine(db: Database, district: string, applied: number, now: Instant): Promise<LineSection> {
  const { recorded, oldestWaiting } = await readHead(db, district, applied)
  const lag = oldestWaiting === null ? 0 : Math.max(0, now - oldestWaiting)
  return { recorded, applied, lag, trouble: lag > tolerableLag ? `正在处理积压，还有${recorded - applied}条` : null }
}
