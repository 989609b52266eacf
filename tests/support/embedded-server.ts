/** A process with nothing but the embedded services in it, for tests that stop and kill it; says on stdout when they are ready. */
import { readConfig } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { endWithParent } from '../../shared/node/parent.ts'
import { startServices } from '../../server/embedded/services.ts'

const services = await startServices(readConfig(), createLog('embedded', 'silent'))
const end = async () => {
  await services.stop()
  process.exit(0)
}
process.on('SIGTERM', () => void end())
process.on('SIGINT', () => void end())
endWithParent(() => void end())
void services.failed.then((how) => {
  process.stderr.write(`${how}\n`)
  process.exit(1)
})
const { databaseUrl, redisUrl, found } = services
process.stdout.write(`${JSON.stringify({ databaseUrl, redisUrl, found, pid: process.pid })}\n`)
