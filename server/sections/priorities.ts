/** 今日要情: the five open alerts that most need somebody, with by when. */
import { compareLevels, type Alert } from '../../shared/alert.ts'
import type { Rules } from '../../shared/district.ts'
import type { PriorityItem } from '../../shared/wall.ts'
import { dueAt } from '../alerts/due.ts'

const most = 5

/** Sources that fell silent are the duty staff's matter and stay off the leaders' list. */
export function buildPriorities(open: readonly Alert[], rules: Rules): PriorityItem[] {
  return open
    .filter((alert) => alert.subject.kind !== 'source')
    .sort((a, b) => compareLevels(a.level, b.level) || b.raisedAt - a.raisedAt)
    .slice(0, most)
    .map((alert) => ({
      alert: alert.id, issue: alert.subject.kind === 'issue' ? Number(alert.subject.id) : null, title: alert.title, level: alert.level,
      place: alert.place, unit: alert.unit, state: alert.state, dueAt: dueAt(alert, rules), count: alert.count, raisedAt: alert.raisedAt,
    }))
}
