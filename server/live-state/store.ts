/** Live state in Redis: applies effects under the guard, and reads what the line, the wall and the rules need. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { IssueId } from '../../shared/issue.ts'
import type { RedisClient } from '../../shared/node/redis.ts'
import type { PostingCard } from '../../shared/wall.ts'
import type { GroupedPosting } from '../grouped.ts'
import { effectsOf, type Effects } from './effects.ts'
import { parseIssue, type IssueState } from './issue-state.ts'
import { keysOf, type Keys } from './keys.ts'
import { recountEffects, type Recount } from './recount.ts'

/** Newest cards that a wall begins with. */
const latestCards = 30

const script = (name: string): string => readFileSync(join(import.meta.dirname, 'scripts', `${name}.lua`), 'utf8')

interface Scripted {
  applyEffects(keyCount: number, ...args: (string | number)[]): Promise<[number, number]>
}

export interface LiveState {
  keys: Keys
  redis: RedisClient
  /** Number of the last event applied; 0 when Redis is empty. */
  applied(): Promise<number>
  /**
   * Applies a run of events that begins after event `after`.
   * @returns how far Redis now is; another number than the run's last means that it was refused.
   */
  apply(after: number, run: readonly GroupedPosting[], cards: readonly PostingCard[]): Promise<number>
  /**
   * Sets what the ruling `number`, which comes after event `after`, has touched to what it is when counted anew.
   * @param cards of the postings that it moved or corrected.
   * @returns as `apply`.
   */
  restate(after: number, number: number, recount: Recount, cards: readonly PostingCard[]): Promise<number>
  readIssues(issues: readonly IssueId[]): Promise<Map<IssueId, IssueState>>
}

export function createLiveState(redis: RedisClient, district: string, reboundDays: number): LiveState {
  const keys = keysOf(district)
  redis.defineCommand('applyEffects', { lua: script('apply') })
  const scripted = redis as unknown as Scripted

  const carryOut = async (after: number, last: number, { keys: touched, commands }: Effects, message: string): Promise<number> => {
    const [done, number] = await scripted.applyEffects(
      touched.length + 2, keys.applied, keys.version, ...touched, after, last, JSON.stringify(commands), keys.live, message,
    )
    return done === 1 ? last : number
  }

  return {
    keys,
    redis,
    applied: async () => Number((await redis.get(keys.applied)) ?? 0),

    async apply(after, run, cards) {
      const before = await this.readIssues([...new Set(run.map((posting) => posting.issue))])
      const effects = effectsOf(run, before, keys, reboundDays)
      const latest = cards.slice(-latestCards).map((card) => JSON.stringify(card))
      if (latest.length > 0) {
        const place = effects.keys.push(keys.latest)
        effects.commands.push(['LPUSH', place, ...latest], ['LTRIM', place, 0, latestCards - 1])
      }
      return carryOut(after, run.at(-1)!.number, effects, cards.length > 0 ? JSON.stringify({ postings: cards }) : '')
    },

    async restate(after, number, recount, cards) {
      const effects = recountEffects(recount, keys, reboundDays)
      const anew = new Map(cards.map((card) => [card.id, card]))
      const latest = (await redis.lrange(keys.latest, 0, -1)).map((text) => JSON.parse(text) as PostingCard)
      if (latest.some(({ id }) => anew.has(id))) {
        const place = effects.keys.push(keys.latest)
        effects.commands.push(['DEL', place], ['RPUSH', place, ...latest.map((card) => JSON.stringify(anew.get(card.id) ?? card))])
      }
      return carryOut(after, number, effects, '')
    },

    async readIssues(issues) {
      if (issues.length === 0) return new Map()
      const states = await redis.hmget(keys.issues, ...issues.map(String))
      return new Map(issues.flatMap((issue, index) => {
        const state = states[index]
        return state ? [[issue, parseIssue(state)] as const] : []
      }))
    },
  }
}

/** Forgets everything of a district's live state except sessions; the pipeline then replays it from PostgreSQL. */
export async function clearLiveState(redis: RedisClient, district: string): Promise<number> {
  const session = keysOf(district).session('')
  let removed = 0
  for await (const found of redis.scanStream({ match: `{${district}}:*`, count: 1_000 }) as AsyncIterable<string[]>) {
    const doomed = found.filter((key) => !key.startsWith(session))
    if (doomed.length > 0) removed += await redis.unlink(...doomed)
  }
  return removed
}

