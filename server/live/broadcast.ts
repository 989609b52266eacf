/** Brings pushes from Redis to the browsers: gathers what came within a tick into one delta, numbered without gaps. */
import type { Server } from 'socket.io'
import type { Clock, Instant } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'
import { rooms, type Delta, type ServerToClient } from '../../shared/events.ts'
import type { Log } from '../../shared/node/log.ts'
import type { RedisClient } from '../../shared/node/redis.ts'
import type { PostingCard } from '../../shared/wall.ts'

/** What the pipeline publishes, behind its version: `<version> <JSON>`. */
export interface Push {
  asOf?: Instant
  sections?: Delta['sections']
  postings?: PostingCard[]
  raised?: Alert[]
}

/** Milliseconds over which pushes are gathered: far below what an eye notices, enough to send one packet instead of ten. */
const tick = 25
const pulseEvery = 5_000

export type LiveServer = Server<Record<string, never>, ServerToClient>

/** Listens on `channel` until closed. The connection is its own: a subscribed connection can do nothing else. */
export async function startBroadcast(
  subscriber: RedisClient, channel: string, io: LiveServer, clock: Clock, log: Log,
): Promise<{ close(): void }> {
  let waiting: Delta | null = null
  let version: number | null = null
  let asOf: Instant = 0
  let timer: NodeJS.Timeout | null = null
  const everyone = io.to(rooms.wall).to(rooms.duty)

  const flush = (): void => {
    timer = null
    if (waiting) everyone.emit('delta', waiting)
    waiting = null
  }
  const receive = (message: string): void => {
    const space = message.indexOf(' ')
    const number = Number(message.slice(0, space))
    const push = JSON.parse(message.slice(space + 1)) as Push
    // A version that does not follow (Redis was away or emptied) starts a delta of its own, so that clients see the gap.
    if (waiting && waiting.to !== number - 1) flush()
    version = number
    asOf = push.asOf ?? asOf
    waiting ??= { from: number - 1, to: number, asOf, sections: {}, postings: [], raised: [] }
    waiting.to = number
    waiting.asOf = asOf
    Object.assign(waiting.sections, push.sections)
    if (push.postings) waiting.postings.push(...push.postings)
    if (push.raised) waiting.raised.push(...push.raised)
    timer ??= setTimeout(flush, tick)
  }

  subscriber.on('message', (_channel: string, message: string) => {
    try {
      receive(message)
    } catch (error) {
      log.error({ error }, 'a push could not be read')
    }
  })
  await subscriber.subscribe(channel)
  const pulse = setInterval(() => {
    if (version !== null) everyone.emit('pulse', { version, asOf, now: clock.now() })
  }, pulseEvery)
  return {
    close: () => {
      clearInterval(pulse)
      if (timer) clearTimeout(timer)
    },
  }
}
