/** What every role does alike: read the settings, start, say what is fatal in one line, and end in order when told or orphaned. */
import { Fatal, messageOf } from '../errors.ts'
import { readConfig, type Config } from './config.ts'
import { createLog, type Log } from './log.ts'
import { endWithParent } from './parent.ts'

export interface Running {
  stop(): Promise<void>
  /** Settles when the role ends by itself. */
  ended?: Promise<void>
}

/** Runs a role until it ends, is told to end, or has lost its parent. */
export async function runRole(name: string, start: (config: Config, log: Log) => Promise<Running>): Promise<void> {
  let running: Running | null = null
  let ending = false
  const end = async (code: number): Promise<void> => {
    if (ending) return
    ending = true
    await running?.stop().catch((error: unknown) => { process.stderr.write(`${name}: ${messageOf(error)}\n`) })
    process.exit(code)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))
  endWithParent(() => void end(0))
  const fail = (error: unknown): Promise<void> => {
    process.stderr.write(`${name}: ${error instanceof Fatal ? error.message : error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
    return end(1)
  }
  try {
    const config = readConfig()
    running = await start(config, createLog(name, config.LOG_LEVEL))
    if (ending) await running.stop()
    running.ended?.then(() => end(0), fail)
  } catch (error) {
    await fail(error)
  }
}

/** The URLs of a role that runs on its own. @throws Fatal where one is missing. */
export function requireUrls({ DATABASE_URL, REDIS_URL }: Config): { databaseUrl: string; redisUrl: string } {
  if (DATABASE_URL && REDIS_URL) return { databaseUrl: DATABASE_URL, redisUrl: REDIS_URL }
  throw new Fatal(`A role on its own needs ${DATABASE_URL ? '' : 'DATABASE_URL '}${REDIS_URL ? '' : 'REDIS_URL '}to be set; npm start needs neither`)
}
