/** What every command does alike: find the running services, do its work, print one JSON line, say plainly what went wrong. */
import { Fatal, messageOf } from '../../shared/errors.ts'
import { readConfig, type Config } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { findRunning, type ServiceUrls } from '../embedded/running.ts'

export interface CommandParts {
  config: Config
  services: ServiceUrls
  /** Progress, on stderr. */
  say: (words: string) => void
}

/** Runs a command that needs the services of a running Tinghu; what it returns is printed as JSON on stdout. */
export async function runCommand(work: (parts: CommandParts) => Promise<object>): Promise<void> {
  await run(async (config, say) => {
    const services = findRunning(config)
    if (!services) throw new Fatal('Tinghu is not running here. Start it with npm start, or set DATABASE_URL and REDIS_URL.')
    return work({ config, services, say })
  })
}

export interface DatabaseParts {
  config: Config
  databaseUrl: string
  /** On stderr. */
  say: (words: string) => void
}

/**
 * Runs a command that needs PostgreSQL only: the configured one, that of the Tinghu that runs here, or, where nothing runs, the one in
 * DATA_DIR for as long as the command takes. What it returns is printed as JSON on stdout, a text as it is.
 */
export async function runOnDatabase(work: (parts: DatabaseParts) => Promise<object | string>): Promise<void> {
  await run(async (config, say) => {
    const databaseUrl = config.DATABASE_URL ?? findRunning(config)?.databaseUrl
    if (databaseUrl) return work({ config, databaseUrl, say })
    // Only here: what starts services is not loaded where it is not needed.
    const { startDatabase } = await import('./database.ts')
    const database = await startDatabase(config, createLog('command', config.LOG_LEVEL === 'info' ? 'warn' : config.LOG_LEVEL))
    // An interrupted command ends its database in order.
    const end = (): void => { void database.stop().finally(() => process.exit(130)) }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, end)
    try {
      return await work({ config, databaseUrl: database.databaseUrl, say })
    } finally {
      await database.stop()
    }
  })
}

async function run(work: (config: Config, say: (words: string) => void) => Promise<object | string>): Promise<void> {
  const say = (words: string): void => { process.stderr.write(`${words}\n`) }
  try {
    const result = await work(readConfig(), say)
    process.stdout.write(typeof result === 'string' ? result : `${JSON.stringify(result)}\n`)
  } catch (error) {
    say(messageOf(error))
    process.exitCode = 1
  }
}
