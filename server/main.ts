/** `npm start`: everything on one machine – services, page, gateway, and the other roles as children that are kept alive. */
import { systemClock } from '../shared/clock.ts'
import { loadDistrict } from '../shared/node/district.ts'
import { connectPostgres, migrate } from '../shared/node/postgres.ts'
import { loadSecrets, type Secrets } from '../shared/node/secrets.ts'
import { administrator, ensureAdministrator } from './auth/users.ts'
import { watchBundles } from './bundles/watch.ts'
import { noteRunning } from './embedded/running.ts'
import { startServices } from './embedded/services.ts'
import { startGateway } from './gateway.ts'
import { buildPage } from './page.ts'
import { runRole } from '../shared/node/role.ts'
import { supervise, type Supervised } from './supervise.ts'

await runRole('server', async (config, log) => {
  const pack = loadDistrict(config.DISTRICT)
  const [services] = await Promise.all([startServices(config, log), buildPage(config, log)])
  const stops: (() => Promise<void>)[] = [() => services.stop()]
  const stop = async (): Promise<void> => { for (const step of stops.reverse()) await step() }
  try {
    const { databaseUrl, redisUrl } = services
    const forget = noteRunning(config, services)
    stops.push(async () => { forget() })
    const db = connectPostgres(databaseUrl)
    stops.push(() => db.end())
    await migrate(db, log)
    const secrets = await loadSecrets(config)
    const password = await ensureAdministrator(db, config.ADMIN_PASSWORD)
    const gateway = await startGateway({ config, databaseUrl, redisUrl, db, pack, secrets, clock: systemClock, log })
    stops.push(() => gateway.close())
    const bundles = watchBundles(config, db, systemClock, log)
    stops.push(async () => { await bundles?.stop() })

    const env = { DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, REPORTER_KEY: secrets.reporterKey, SESSION_KEY: secrets.sessionKey }
    const roles: Supervised[] = [supervise('server/roles/pipeline.ts', env, log)]
    if (config.CRAWL) roles.push(supervise('crawlers/main.ts', env, log))
    stops.push(async () => { await Promise.all(roles.map((role) => role.stop())) })

    process.stdout.write(welcome(gateway.url, secrets, pack.profile.title, password))
    return { stop, ended: services.failed.then((how) => { throw new Error(`An embedded service ended: ${how}`) }) }
  } catch (error) {
    await stop()
    throw error
  }
})

/** What whoever started the program needs to know, in their language. */
function welcome(url: string, { kioskToken }: Secrets, title: string, password: string | null): string {
  const login = password === null ? `用户名 ${administrator}（忘记密码：npm run password）` : `用户名 ${administrator}  密码 ${password}（只显示这一次）`
  return `\n听湖 · ${title} 已就绪\n  大屏    ${url}/wall?kiosk=${kioskToken}\n  值班台  ${url}/duty  ${login}\n\n`
}
