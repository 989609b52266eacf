/** `npm run gateway`: a gateway on its own. */
import { systemClock } from '../../shared/clock.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { connectPostgres, migrate } from '../../shared/node/postgres.ts'
import { loadSecrets } from '../../shared/node/secrets.ts'
import { watchBundles } from '../bundles/watch.ts'
import { startGateway } from '../gateway.ts'
import { requireUrls, runRole } from '../../shared/node/role.ts'

await runRole('gateway', async (config, log) => {
  const { databaseUrl, redisUrl } = requireUrls(config)
  const db = connectPostgres(databaseUrl)
  await migrate(db, log)
  const gateway = await startGateway({
    config, databaseUrl, redisUrl, db, log, pack: loadDistrict(config.DISTRICT), secrets: await loadSecrets(config), clock: systemClock,
  })
  const bundles = watchBundles(config, db, systemClock, log)
  log.info({ url: gateway.url }, 'serving')
  return {
    async stop() {
      await gateway.close()
      await bundles?.stop()
      await db.end()
    },
  }
})
