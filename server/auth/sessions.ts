/** Who is logged in: sessions live in Redis and end by themselves; the cookie holds a random token and nothing else. */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RedisClient } from '../../shared/node/redis.ts'
import type { Keys } from '../live-state/keys.ts'

export interface Session {
  name: string
  role: 'admin'
}

/** Seconds: a shift and its hand-over. */
const sessionSeconds = 12 * 3_600

export interface Sessions {
  /** @returns the token for the cookie. */
  open(session: Session): Promise<string>
  find(token: string | undefined): Promise<Session | null>
  close(token: string | undefined): Promise<void>
}

export function createSessions(redis: RedisClient, keys: Keys): Sessions {
  // Only a hash of the token is kept: whoever reads Redis can't log in with what is there.
  const keyOf = (token: string): string => keys.session(createHash('sha256').update(token).digest('base64url'))
  return {
    async open(session) {
      const token = randomBytes(32).toString('base64url')
      await redis.set(keyOf(token), JSON.stringify(session), 'EX', sessionSeconds)
      return token
    },
    async find(token) {
      if (!token) return null
      const stored = await redis.getex(keyOf(token), 'EX', sessionSeconds)
      return stored ? (JSON.parse(stored) as Session) : null
    },
    async close(token) {
      if (token) await redis.del(keyOf(token))
    },
  }
}

/** Compares tokens in a time that tells nothing of where they differ. */
export function sameToken(given: string, wanted: string): boolean {
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(given), digest(wanted))
}
