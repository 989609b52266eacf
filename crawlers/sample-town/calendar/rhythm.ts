/** When people speak up: profiles by hour of day, weekday and month for each channel of the town. */
import { day, dayOfWeek, hour, startOfDay, type Instant } from '../../../shared/clock.ts'
import { chanceOf, poisson, weighted, type Chance } from '../chance.ts'
import { isWorkday } from './workdays.ts'

export const townChannels = ['hotline', 'forum', 'letters', 'news'] as const
export type TownChannel = (typeof townChannels)[number]

/** Postings of an ordinary working day, without what is told live. */
export const dailyMean: Record<TownChannel, number> = { hotline: 265, forum: 12, letters: 2.2, news: 5 }

/** Relative weight of each hour, 0–23, Beijing time: the hotline keeps office hours, the forum has its evenings. */
const hourWeights: Record<TownChannel, readonly number[]> = {
  hotline: [3, 2, 1, 1, 1, 2, 4, 12, 34, 46, 42, 30, 14, 16, 34, 40, 37, 26, 14, 12, 12, 10, 9, 6],
  forum: [3, 1, 1, 0, 0, 1, 2, 4, 6, 7, 7, 6, 8, 6, 6, 6, 6, 7, 9, 14, 18, 17, 12, 7],
  letters: [1, 0, 0, 0, 0, 0, 1, 3, 8, 12, 10, 6, 3, 4, 8, 10, 8, 5, 4, 6, 8, 7, 4, 2],
  news: [0, 0, 0, 0, 0, 0, 1, 5, 12, 14, 10, 6, 3, 4, 8, 10, 12, 8, 3, 2, 2, 1, 0, 0],
}

/** What a day off leaves of a working day. */
const dayOffShare: Record<TownChannel, number> = { hotline: 0.62, forum: 1.15, letters: 0.45, news: 0.6 }

/** January … December: heat, floods and harvest fill the summer; the Spring Festival empties the offices. */
const monthShare = [0.92, 0.85, 0.95, 0.98, 1.02, 1.1, 1.15, 1.12, 1.02, 1.0, 1.0, 0.98]

const hours = Array.from({ length: 24 }, (_, index) => index)
const pickHour = Object.fromEntries(
  townChannels.map((channel) => [channel, weighted(hours, (at) => hourWeights[channel][at]!)]),
) as Record<TownChannel, (chance: Chance) => number>

/** The month of an instant in Beijing, 1–12. */
export const monthOf = (at: Instant): number => new Date(at + 8 * hour).getUTCMonth() + 1

/** How many postings a channel is expected to hold on the day that begins at `dayStart`. */
export function expectedOn(channel: TownChannel, dayStart: Instant): number {
  const monday = dayOfWeek(dayStart) === 0 && isWorkday(dayStart) ? 1.08 : 1
  const share = isWorkday(dayStart) ? monday : dayOffShare[channel]
  return dailyMean[channel] * share * monthShare[monthOf(dayStart) - 1]!
}

/** The instants, in order, at which a channel of the town speaks on a day. */
export function instantsOf(seed: string, channel: TownChannel, dayStart: Instant): Instant[] {
  const chance = chanceOf(seed, 'instants', channel, dayStart)
  const count = poisson(chance, expectedOn(channel, dayStart))
  return Array.from({ length: count }, () => instantOn(chance, channel, dayStart)).sort((a, b) => a - b)
}

/** One instant of a day, at an hour at which the channel is used. */
export const instantOn = (chance: Chance, channel: TownChannel, dayStart: Instant): Instant =>
  startOfDay(dayStart) + pickHour[channel](chance) * hour + Math.floor(chance.next() * hour)

/** The start of each day that touches (from, to]. */
export function daysBetween(from: Instant, to: Instant): Instant[] {
  const days: Instant[] = []
  for (let at = startOfDay(from); at <= to; at += day) days.push(at)
  return days
}
