/** Judges what was measured: asks the rules, decides what becomes of each matter's one alert, and stores that. */
import type { Alert, AlertSubject, Verdict } from '../shared/alert.ts'
import type { Instant } from '../shared/clock.ts'
import type { DistrictPack } from '../shared/district.ts'
import type { IssueActivity } from '../shared/issue.ts'
import type { Database } from '../shared/node/postgres.ts'
import { shownPeople } from '../shared/people.ts'
import type { SourceHealth } from '../shared/source.ts'
import { subjectName } from '../shared/trend.ts'
import {
  checkRules, countedNow, decide, judgeArea, judgeIssue, judgeSource, judgeSubject, type AreaActivity, type Decision, type JudgeContext, type News, type SubjectCase,
} from './alerts/index.ts'
import { areaId } from './areas.ts'
import { actOnAlert, latestAlerts, raiseAlert, subjectKey, updateAlert, type AlertContent, type StoredAlert } from './archive/alerts.ts'
import type { MeasuredIssue } from './measure.ts'

/** A subject with what the rules say of it and how an alert on it would read. */
interface Judged {
  subject: AlertSubject
  verdicts: Verdict[]
  news: News
  title: string
  place: string | null
  township: string | null
  unit: string | null
}

export interface Judge {
  issues(measured: readonly MeasuredIssue[], open: readonly Alert[], at: Instant): Promise<Alert[]>
  areas(areas: readonly AreaActivity[], open: readonly Alert[], at: Instant): Promise<Alert[]>
  subjects(cases: readonly SubjectCase[], open: readonly Alert[], at: Instant): Promise<Alert[]>
  sources(sources: readonly SourceHealth[], open: readonly Alert[], at: Instant): Promise<Alert[]>
}

/** Each function returns the alerts that were raised or rose: what slides in. */
export function createJudge(db: Database, pack: DistrictPack): Judge {
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel]))
  const leads = new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf.units[0] ?? null] as const)))
  const plans = new Map(pack.plans.map((plan) => [plan.id, plan]))
  checkRules(pack.rules)
  const contextAt = (at: Instant): JudgeContext => ({
    rules: pack.rules, at,
    channelName: (id) => channels.get(id)?.name ?? id,
    plans,
  })

  /** The open alert on an issue's area. */
  const areaAlert = ({ category, township }: IssueActivity, open: readonly Alert[]): Alert | undefined =>
    open.find(({ subject }) => subject.kind === 'area' && category !== null && subject.id === areaId(category, township))

  /** Whether its own people alone are about to raise one. */
  const becomesOutage = ({ category, township, people1h, consultation }: IssueActivity): boolean => {
    const { categories, people, minutes } = pack.rules.outage
    return !consultation && category !== null && township !== null && categories.includes(category) && people1h >= people && minutes >= 60
  }

  const settle = async (judged: readonly Judged[], open: readonly Alert[], at: Instant): Promise<Alert[]> => {
    const isOpen = new Set(open.map((alert) => subjectKey(alert.subject)))
    const concerned = judged.filter(({ subject, verdicts }) => isOpen.has(subjectKey(subject)) || speaks(verdicts))
    const latest = await latestAlerts(db, pack.profile.code, concerned.map(({ subject }) => subject))
    const raised: Alert[] = []
    for (const one of concerned) {
      const existing = latest.get(subjectKey(one.subject)) ?? null
      const alert = await carryOut(one, existing, decide(existing, one.verdicts, at, pack.rules, one.news), at)
      if (alert) raised.push(alert)
    }
    return raised
  }

  const carryOut = async (judged: Judged, existing: StoredAlert | null, decision: Decision, at: Instant): Promise<Alert | null> => {
    const content = toContent(judged, decision, pack.profile.code, at)
    if (decision.do === 'raise') return raiseAlert(db, content)
    if (!existing || existing.settledAt !== null) return null
    if (decision.do === 'raiseLevel' || decision.do === 'announce') return updateAlert(db, existing.id, content)
    if (decision.do === 'update' || decision.lowerSince !== existing.lowerSince) await updateAlert(db, existing.id, content)
    return null
  }

  const dismiss = (alert: number, note: string, at: Instant) => actOnAlert(db, pack.profile.code, alert, { action: 'dismiss', note, by: '系统', at })

  return {
    async issues(measured, open, at) {
      const judged = measured.map(({ activity, dangerAt, ...trends }) => {
        const above = areaAlert(activity, open)
        const verdicts = judgeIssue(activity, trends, contextAt(at), above?.title ?? (becomesOutage(activity) ? '公共服务中断' : null))
        const one: Judged = {
          subject: { kind: 'issue', id: String(activity.issue) }, verdicts, news: { newestAt: activity.lastAt, dangerAt },
          title: activity.title, place: activity.place, township: activity.township, unit: activity.unit,
        }
        const isHeldBack = above !== undefined && !speaks(verdicts) && speaks(judgeIssue(activity, trends, contextAt(at)))
        return { one, covering: isHeldBack ? above.title : null }
      })
      const raised = await settle(judged.map(({ one }) => one), open, at)
      // What was raised before the alert on the whole area, and nobody has looked at, is told by that one now.
      const covered = new Map(judged.map(({ one, covering }) => [subjectKey(one.subject), covering]))
      const told = open.filter(({ subject, state }) => state === 'received' && covered.get(subjectKey(subject)))
      for (const { id, subject } of told) await dismiss(id, `已由“${covered.get(subjectKey(subject))}”预警涵盖，并入该预警`, at)
      return raised
    },

    areas: (areas, open, at) => settle(areas.map((area) => ({
      subject: { kind: 'area', id: areaId(area.category, area.township) }, verdicts: judgeArea(area, contextAt(at)), news: countedNow,
      title: `${area.townshipName}${area.categoryName}`, place: area.townshipName, township: area.township, unit: leads.get(area.category) ?? null,
    })), open, at),

    subjects: (cases, open, at) => settle(cases.map((seen) => ({
      subject: { kind: 'subject', id: subjectName(seen.subject) }, verdicts: judgeSubject(seen, contextAt(at)), news: countedNow,
      title: seen.name, place: null, township: seen.subject.kind === 'township' ? seen.subject.id : null, unit: seen.subject.kind === 'unit' ? seen.subject.id : null,
    })), open, at),

    async sources(sources, open, at) {
      const judged = sources.map((source): Judged => ({
        subject: { kind: 'source', id: source.source }, verdicts: judgeSource(source, contextAt(at)), news: countedNow,
        title: `采集源“${source.name}”异常`, place: null, township: null, unit: null,
      }))
      const raised = await settle(judged, open, at)
      const well = new Set(judged.filter(({ verdicts }) => !speaks(verdicts)).map(({ subject }) => subjectKey(subject)))
      // What a machine saw break and mend needs nobody to close it.
      for (const alert of open) {
        if (alert.subject.kind !== 'source' || !well.has(subjectKey(alert.subject))) continue
        await dismiss(alert.id, '采集已恢复正常，自动解除', at)
      }
      return raised
    },
  }
}

const speaks = (verdicts: readonly Verdict[]): boolean => verdicts.some((verdict) => verdict.raise)

function toContent(judged: Judged, decision: Decision, district: string, at: Instant): AlertContent {
  const { subject, title, place, township, unit } = judged
  const { level, proposedRed, rules, sentence, popUp, seen: count, people, lowerSince, because } = decision
  return {
    district, subject, title, place, township, unit, count, people: shownPeople(people),
    level, proposedRed, rules, sentence, popUp, lowerSince, because, at,
  }
}
