/** The one way to PostgreSQL: a pool with the settings every role wants, and the migrations. */
import { join } from 'node:path'
import pg from 'pg'
import { runner } from 'node-pg-migrate'
import type { Log } from './log.ts'

export type Database = pg.Pool
/** Anything that can be asked: a pool, a connection of it, or a connection of its own. */
export type Connection = pg.ClientBase | pg.Pool

/** Instants travel as epoch milliseconds (`double precision`), so no driver ever guesses a time zone; counts fit a double. */
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

/**
 * Opens a pool. Connections are made when first used.
 * @param url `postgresql://…`; a unix socket as `postgresql://user@localhost/db?host=/folder`.
 */
export function connectPostgres(url: string, options: { max?: number; onError?: (error: Error) => void } = {}): Database {
  const pool = new pg.Pool({ connectionString: url, max: options.max ?? 8, connectionTimeoutMillis: 5_000, application_name: 'tinghu' })
  // An idle connection that breaks (a restart of PostgreSQL) must not end the process; the next query opens another.
  pool.on('error', (error) => options.onError?.(error))
  return pool
}

/** Runs `work` in one transaction: all of it or nothing. */
export async function transact<T>(db: Database, work: (connection: pg.PoolClient) => Promise<T>): Promise<T> {
  const connection = await db.connect()
  let broken: Error | undefined
  try {
    return await transactOn(connection, () => work(connection), (failure) => { broken = failure })
  } finally {
    connection.release(broken)
  }
}

/** The same on a connection of one's own, on which nothing else may be asked meanwhile. @param onBroken hears why not even going back worked. */
export async function transactOn<T>(connection: pg.ClientBase, work: () => Promise<T>, onBroken: (failure: Error) => void = () => undefined): Promise<T> {
  try {
    await connection.query('begin')
    const result = await work()
    await connection.query('commit')
    return result
  } catch (error) {
    await connection.query('rollback').catch(onBroken)
    throw error
  }
}

/** Brings the schema up to date; several processes may call it at once, one does the work. */
export async function migrate(db: Database, log: Log): Promise<void> {
  const client = await db.connect()
  try {
    await runner({
      dbClient: client,
      dir: join(import.meta.dirname, 'migrations'),
      direction: 'up',
      migrationsTable: 'migrations',
      advisoryLockMode: 'wait',
      log: (message) => { log.debug(message) },
    })
  } finally {
    client.release()
  }
}
