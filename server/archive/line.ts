/**
 * The line's own connection to PostgreSQL: it holds the lock that makes one pipeline at a time work on a district,
 * hears when something was recorded, and carries the pipeline's reads and decisions.
 *
 * Decisions go through the very connection that holds the lock: when the lock is lost, so is the connection, and a
 * pipeline that was paused too long cannot store a decision beside its successor's.
 */
import pg from 'pg'
import { RetryLater } from '../../shared/errors.ts'
import type { Log } from '../../shared/node/log.ts'
import { recordedChannel } from '../../shared/node/record.ts'

/** First half of the advisory lock's name; the second is the district. */
const lockClass = 12_345

export interface Line {
  connection: pg.Client
  /** Resolves when something was recorded, or after `patience` milliseconds. */
  somethingRecorded(patience: number): Promise<void>
  /** Set once the connection, and with it the lock, is gone. */
  readonly lost: Error | null
  close(): Promise<void>
}

/**
 * Takes the district's line, if nobody else holds it.
 * @returns null when another pipeline holds it: stand by and ask again.
 */
export async function takeLine(url: string, district: string, log: Log): Promise<Line | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, application_name: 'tinghu-pipeline', keepAlive: true })
  let lost: Error | null = null
  let wake: (() => void) | null = null
  /** Something came while nobody was waiting. */
  let woken = false
  client.on('error', (error) => {
    lost ??= new RetryLater('The connection that holds the line is gone', { cause: error })
    wake?.()
  })
  client.on('end', () => {
    lost ??= new RetryLater('The connection that holds the line was closed')
    wake?.()
  })
  client.on('notification', ({ payload }) => {
    if (payload !== district) return
    woken = true
    wake?.()
  })
  await client.connect()
  const { rows: [row] } = await client.query<{ held: boolean }>('select pg_try_advisory_lock($1, $2) as held', [lockClass, Number(district)])
  if (!row!.held) {
    await client.end()
    return null
  }
  await client.query(`listen ${recordedChannel}`)
  log.info({ district }, 'holds the line')
  return {
    connection: client,
    get lost() { return lost },
    close: () => client.end(),
    somethingRecorded: (patience) => new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer)
        wake = null
        woken = false
        resolve()
      }
      const timer = setTimeout(done, patience)
      wake = done
      if (woken || lost) done()
    }),
  }
}
