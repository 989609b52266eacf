/** A wall as it looks on an ordinary evening: for looking at the screens and for end-to-end tests of the web alone. */
import { hour, minute, second, hourOfDay, toBeijingIso } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import type { Alert, Level } from '../../shared/alert.ts'
import type { IssueRow, PostingCard, WallSections, WallSnapshot } from '../../shared/wall.ts'
import channelNames from '../../shared/districts/320813/channels.json' with { type: 'json' }
import outline from '../../shared/districts/320813/outline.json' with { type: 'json' }
import townships from '../../shared/districts/320813/townships.json' with { type: 'json' }

/** A posting that would do harm wherever text is taken for anything but text. */
export const hostileTitle = '<img src=x onerror="document.title=\'owned\'"><script>document.title="owned"</script>'

const matters: { title: string; place: string; township: string; unit: string; level: Level | null; count: number; band: [number, number] }[] = [
  { title: '停泊区道路坑洼积水', place: '停泊区', township: 'glj', unit: '区交通运输局', level: 'orange', count: 19, band: [1, 5] },
  { title: '润园小区楼顶违建', place: '润园小区', township: 'glj', unit: '区城管局', level: 'yellow', count: 11, band: [0, 3] },
  { title: '大庆路渣土车夜间扰民', place: '大庆路', township: 'kfq', unit: '市公安局洪泽分局', level: 'yellow', count: 9, band: [2, 6] },
  { title: '岔河镇养猪场粪便直排河道', place: '岔河镇', township: 'ch', unit: '洪泽生态环境局', level: 'blue', count: 6, band: [0, 2] },
  { title: '卫校小区车库无电', place: '卫校小区', township: 'glj', unit: '区住建局', level: null, count: 4, band: [0, 1] },
  { title: '东双沟镇集贸市场占道经营导致早高峰无法通行', place: '东双沟镇', township: 'dsg', unit: '东双沟镇', level: null, count: 3, band: [0, 2] },
]

const channels = ['hotline', 'forum', 'letterbox']
/** How a day goes by the hour: little at night, two humps. */
const rhythm = [1, 0, 0, 0, 1, 2, 5, 11, 19, 22, 20, 16, 9, 12, 18, 19, 16, 13, 9, 8, 7, 5, 3, 2]

/** The snapshot at `now`; the same instant gives the same snapshot. */
export function fixtureSnapshot(now: Instant, version = 41): WallSnapshot {
  return {
    district: { code: '320813', name: '洪泽区', title: '洪泽12345在线', outline: outline as [number, number][][], channels: channelNames.map(({ id, name }) => ({ id, name })) },
    demo: true,
    version,
    asOf: now,
    sections: fixtureSections(now),
  }
}

export function fixtureSections(now: Instant): WallSections {
  const at = hourOfDay(now)
  const hours = (scale: number) => rhythm.map((count, index) => (index <= at ? Math.round(count * scale) : null))
  const alerts = matters.flatMap((matter, index) => (matter.level === null ? [] : [alertOf(index, now)]))
  return {
    today: {
      day: toBeijingIso(now).slice(0, 10),
      registered: { now: 214, before: 190, basis: '较上周同期' },
      crawled: { now: 37, before: 41, basis: '较上周同期' },
      channels: [
        { channel: 'hotline', name: '“12345”热线', measure: '件', now: 187, before: 170, basis: '较上周同期' },
        { channel: 'letterbox', name: '领导信箱', measure: '件', now: 9, before: 9, basis: '较上周同期' },
        { channel: 'transfer', name: '其他热线咨询（三农咨询）', measure: '件', now: 18, before: 11, basis: '较上周同期' },
        { channel: 'forum', name: '“12345在线”论坛', measure: '条', now: 29, before: 33, basis: '较上周同期' },
        { channel: 'weibo', name: '微博', measure: '条', now: 5, before: null, basis: '较上周同期' },
        { channel: 'news', name: '新闻媒体', measure: '条', now: 3, before: 8, basis: '较上周同期' },
      ],
      hours: { registered: hours(1), crawled: hours(0.2) },
    },
    priorities: alerts.map((alert) => ({
      alert: alert.id, issue: Number(alert.subject.id), title: alert.title, level: alert.level, place: alert.place, unit: alert.unit, state: alert.state,
      dueAt: dueOf(alert), count: alert.count, raisedAt: alert.raisedAt,
    })),
    trending: matters.map((_, index) => issueOf(index, now)),
    concentrated: [0, 1, 2].map((index) => issueOf(index, now)),
    rebound: [3, 5].map((index) => issueOf(index, now)),
    map: townships.map(({ id, name, seat }, index) => ({
      township: id, name, seat: seat as [number, number], count24h: [96, 31, 8, 12, 27, 22, 14, 3, 0, 18][index] ?? 0, expected: [70, 28, 9, 10, 15, 20, 13, 4, 2, 17][index] ?? 0,
      level: ({ glj: 'orange', kfq: 'yellow', ch: 'blue' } as Record<string, Level>)[id] ?? null,
    })),
    alerts,
    latest: Array.from({ length: 12 }, (_, index) => postingOf(index, now)),
    sources: [
      sourceOf('forum', '“12345在线”论坛', now), sourceOf('letterbox', '领导信箱', now), sourceOf('feed', '洪泽新闻', now),
      { ...sourceOf('board', '领导留言板', now), state: 'RATE_LIMITED', reason: '对方要求 10 分钟后再访问' },
    ],
    line: { recorded: 18_240, applied: 18_240, lag: 0, trouble: null },
  }
}

export function alertOf(index: number, now: Instant, change: Partial<Alert> = {}): Alert {
  const matter = matters[index % matters.length]!
  return {
    id: 100 + index,
    district: '320813',
    subject: { kind: 'issue', id: String(500 + index) },
    title: matter.title,
    level: matter.level ?? 'yellow',
    proposedRed: false,
    state: index === 2 ? 'assessed' : index === 1 ? 'received' : index === 3 ? 'handling' : 'received',
    rules: ['concentrated'],
    sentence: `24小时内反映${matter.count}次，预计${matter.band[0]}–${matter.band[1]}次，涉及${Math.max(3, matter.count - 3)}人，来自热线、论坛。`,
    popUp: false,
    place: matter.place,
    unit: matter.unit,
    township: matter.township,
    count: matter.count,
    people: matter.count > 4 ? matter.count - 3 : null,
    raisedAt: now - (index * 47 + 6) * minute,
    updatedAt: now - index * minute,
    ...change,
  }
}

/** By when an alert is to be acknowledged; the second one's limit is short, so that it has passed. */
export const dueOf = ({ id, level, raisedAt }: Alert): Instant | null => (level === 'blue' ? null : raisedAt + (id === 101 ? 10 : 300) * minute)

export function issueOf(index: number, now: Instant): IssueRow {
  const matter = matters[index % matters.length]!
  const [low, high] = matter.band
  const spark = Array.from({ length: 24 }, (_, at) => (Math.floor((matter.count * (at + 1) ** 2) / 576) - Math.floor((matter.count * at ** 2) / 576)))
  return {
    issue: 500 + index, title: matter.title, level: matter.level, category: '道路交通', place: matter.place, township: matter.township, unit: matter.unit,
    count24h: matter.count, total: matter.count * 3, low, high, expected: (low + high) / 2, score: 0.98, small: matter.count < 5,
    people: matter.count > 4 ? matter.count - 3 : null, spark, channels: channels.slice(0, 1 + (index % 3)),
    state: matter.level === null ? null : alertOf(index, now).state,
    sentence: `${matter.title}24小时内反映${matter.count}次，预计${low}–${high}次，集中在18时以后，已连续三天上升。`,
    firstAt: now - 70 * hour, lastAt: now - 9 * minute,
  }
}

export function postingOf(index: number, now: Instant, change: Partial<PostingCard> = {}): PostingCard {
  const matter = matters[index % matters.length]!
  return {
    id: 9_000 - index, number: 9_000 - index, channel: 'forum', channelName: '“12345在线”论坛', title: index === 1 ? hostileTitle : `${matter.title}，何时解决`,
    text: `${matter.place}的问题已经反映多次，电话1**********，希望有关部门到现场看一看，尽快给个说法。`, category: null, place: matter.place,
    township: matter.township, unit: matter.unit, issue: 500 + (index % matters.length), publishedAt: now - index * 4 * minute, recordedAt: now - index * 4 * minute + 3 * second,
    ...change,
  }
}

const sourceOf = (source: string, name: string, now: Instant) => ({
  source, name, channel: 'forum', state: 'OK' as const, since: now - 5 * hour, reason: null, lastGoodAt: now - 40 * second, newestAt: now - 4 * minute, every: 60, demo: true, until: null, failures: 0,
})
