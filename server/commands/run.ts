/** What every command does alike: find the running services, do its work, print one JSON line, say plainly what went wrong. */
import { Fatal, messageOf } from '../../shared/errors.ts'
import { readConfig, type Config } from '../../shared/node/config.ts'
import { findRunning, type ServiceUrls } from '../embedded/running.ts'

export interface CommandParts {
  config: Config
  services: ServiceUrls
  /** Progress, on stderr. */
  say: (words: string) => void
}

/** Runs a command that needs the services of a running Tinghu; what it returns is printed as JSON on stdout. */
export async function runCommand(work: (parts: CommandParts) => Promise<object>): Promise<void> {
  const say = (words: string): void => { process.stderr.write(`${words}\n`) }
  try {
    const config = readConfig()
    const services = findRunning(config)
    if (!services) throw new Fatal('Tinghu is not running here. Start it with npm start, or set DATABASE_URL and REDIS_URL.')
    process.stdout.write(`${JSON.stringify(await work({ config, services, say }))}\n`)
  } catch (error) {
    say(messageOf(error))
    process.exitCode = 1
  }
}
