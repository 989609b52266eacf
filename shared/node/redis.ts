/** The one way to Redis: connections with limits on waiting, and the keys' common prefix. */
import { Redis } from 'ioredis'

export type RedisClient = Redis

/**
 * Opens a connection that reconnects by itself. A command fails after `commandTimeout` rather than wait for ever,
 * and nothing is sent again behind the caller's back: a repeated command must pass the guard of its script.
 * @param url `redis://…`, `rediss://…` or `unix:/path/to/socket`.
 */
export function connectRedis(url: string, onError: (error: Error) => void): RedisClient {
  const options = {
    commandTimeout: 5_000,
    connectTimeout: 3_000,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: true,
    retryStrategy: (attempt: number) => Math.min(100 * attempt, 1_000),
  }
  const redis = url.startsWith('unix:') ? new Redis(url.slice('unix:'.length), options) : new Redis(url, options)
  redis.on('error', onError)
  return redis
}
