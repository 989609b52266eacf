/** Today's counts by channel and hour, each beside the same time a week ago; registered and crawled are never summed. */
import { hourOfDay, startOfDay, toBeijingIso, week, type Instant } from '../../shared/clock.ts'
import type { Channel, DistrictPack } from '../../shared/district.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { ComparedCount, TodaySection } from '../../shared/wall.ts'
import { countByChannel } from '../archive/today.ts'
import { readHourly } from '../live-state/counts.ts'
import type { LiveState } from '../live-state/store.ts'

/** @param since when the data begin: before a full week there is nothing to compare with. */
export async function buildToday(live: LiveState, db: Connection, pack: DistrictPack, now: Instant, since: Instant): Promise<TodaySection> {
  const midnight = startOfDay(now)
  const channels = pack.channels.filter((channel) => !channel.totalsOnly)
  const hours = hourOfDay(now) + 1
  const [hourly, before] = await Promise.all([
    readHourly(live, channels.map((channel) => `channel:${channel.id}`), now, hours),
    since <= midnight - week ? countByChannel(db, pack.profile.code, midnight - week, now - week) : null,
  ])
  const today = channels.map((channel, index) => ({ channel, counts: hourly[index]!, now: sum(hourly[index]!) }))
  const compare = (members: { channel: Channel; now: number }[]): ComparedCount => ({
    now: sum(members.map((member) => member.now)),
    before: before && sum(members.map(({ channel }) => before.get(channel.id) ?? 0)),
    basis: '较上周同期',
  })
  const kind = (registered: boolean) => today.filter(({ channel }) => channel.registered === registered)
  const byHour = (registered: boolean): (number | null)[] =>
    Array.from({ length: 24 }, (_, at) => (at < hours ? sum(kind(registered).map(({ counts }) => counts[at] ?? 0)) : null))
  return {
    day: toBeijingIso(now).slice(0, 10),
    registered: compare(kind(true)),
    crawled: compare(kind(false)),
    channels: today
      .filter(({ channel, now: count }) => count > 0 || (before?.get(channel.id) ?? 0) > 0)
      .map((member) => ({ channel: member.channel.id, name: member.channel.name, measure: member.channel.registered ? '件' : '条', ...compare([member]) })),
    hours: { registered: byHour(true), crawled: byHour(false) },
  }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
