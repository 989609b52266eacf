/** Where the services of a running server are, for commands that are run beside it. */
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Config } from '../../shared/node/config.ts'
import { readHolder } from '../../shared/node/lock.ts'

const urls = z.object({ databaseUrl: z.string(), redisUrl: z.string() })
export type ServiceUrls = z.infer<typeof urls>

/** Notes them down, readable by the owner only; returns the function that removes the note. */
export function noteRunning(config: Config, { databaseUrl, redisUrl }: ServiceUrls): () => void {
  const path = config.dataPath('run', 'services.json')
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, JSON.stringify({ databaseUrl, redisUrl }), { mode: 0o600 })
  chmodSync(path, 0o600)
  return () => { rmSync(path, { force: true }) }
}

/** The services of the server that holds this data folder; the configured ones where both are; null when nothing runs. */
export function findRunning(config: Config): ServiceUrls | null {
  if (config.DATABASE_URL && config.REDIS_URL) return { databaseUrl: config.DATABASE_URL, redisUrl: config.REDIS_URL }
  if (!readHolder(config.dataPath('lock'))) return null
  try {
    return urls.parse(JSON.parse(readFileSync(config.dataPath('run', 'services.json'), 'utf8')))
  } catch {
    return null
  }
}
