/** The PostgreSQL of DATA_DIR for the time of one command, where nothing else runs. */
import { mkdirSync } from 'node:fs'
import type { Config } from '../../shared/node/config.ts'
import { takeLock } from '../../shared/node/lock.ts'
import type { Log } from '../../shared/node/log.ts'
import { startPostgres } from '../embedded/postgres.ts'
import { removeSocketFolder } from '../embedded/sockets.ts'

/** @throws Fatal when the data folder is in use, or PostgreSQL does not start. */
export async function startDatabase(config: Config, log: Log): Promise<{ databaseUrl: string; stop: () => Promise<void> }> {
  const dataDir = config.dataPath()
  mkdirSync(dataDir, { recursive: true })
  const release = await takeLock(config.dataPath('lock'), `The data folder ${dataDir}`)
  try {
    const { url, child, sockets } = await startPostgres({ dataDir, log })
    return {
      databaseUrl: url,
      async stop() {
        await child.stop()
        removeSocketFolder(sockets, dataDir)
        release()
      },
    }
  } catch (error) {
    release()
    throw error
  }
}
