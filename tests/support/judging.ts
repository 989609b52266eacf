/** A quiet issue and the context of Hongze's pack, for tests of what the rules make of more. */
import type { IssueTrends, JudgeContext } from '../../server/alerts/index.ts'
import type { IssueActivity } from '../../shared/issue.ts'
import { day } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'

export const judgedAt = Date.parse('2026-11-22T10:00:00+08:00')
export const pack = loadDistrict('320813')
export const { rules } = pack

export const context: JudgeContext = {
  rules, at: judgedAt, channelName: (id) => ({ hotline: '热线', forum: '论坛', upper: '省市平台' })[id] ?? id,
  plans: new Map(pack.plans.map((plan) => [plan.id, plan])),
}

/** Nothing measured against anything. */
export const noTrends: IssueTrends = { day: null, hour: null, burst: null }

const noHours = (): number[] => new Array<number>(24).fill(0)

/** Postings by hour of the day: `count` at `hour`, none elsewhere. */
export const hoursAt = (hour: number, count: number): number[] => noHours().with(hour, count)

export const quietActivity: IssueActivity = {
  issue: 1, title: '海棠晴园夜间施工噪音', category: '0301', place: '海棠晴园', township: null, unit: null, consultation: false,
  firstAt: judgedAt - 5 * day, lastAt: judgedAt, count1h: 0, count24h: 1, count7d: 1, total: 1, people1h: 0, people24h: 1, people7d: 1, mostByOne30d: 1,
  grievances: { count24h: 1, count7d: 1, people24h: 1, people7d: 1 },
  channels: ['hotline', 'forum'], channels24h: ['hotline'], urgency: [], plans: [], closedAt: null, sinceClosed: { count: 0, people: 0 }, rebounds: 0,
  closings: 0, hours: { before: noHours(), since: noHours() }, returns: 0, passes: 0, dissatisfied: [], reach: null,
}

/** The quiet issue with more in it, where nobody only asks unless `grievances` says so. */
export function activityOf(more: Partial<IssueActivity>): IssueActivity {
  const activity = { ...quietActivity, ...more }
  const { count24h, count7d, people24h, people7d } = activity
  return { ...activity, grievances: more.grievances ?? { count24h, count7d, people24h, people7d } }
}
