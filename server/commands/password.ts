/** `npm run password`: gives the administrator a new password and shows it once. */
import { connectPostgres } from '../../shared/node/postgres.ts'
import { administrator, setPassword } from '../auth/users.ts'
import { runCommand } from './run.ts'

await runCommand(async ({ config, services }) => {
  const db = connectPostgres(services.databaseUrl, { max: 1 })
  try {
    return { name: administrator, password: await setPassword(db, config.ADMIN_PASSWORD) }
  } finally {
    await db.end()
  }
})
