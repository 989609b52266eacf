/** Does what the server asks of the crawlers: looks at an address, takes a page as evidence, has a paused source visited. */
import { setTimeout as sleep } from 'node:timers/promises'
import { second, type Clock } from '../shared/clock.ts'
import type { Errand } from '../shared/errand.ts'
import { messageOf } from '../shared/errors.ts'
import { finishErrand, takeErrand, type Asked } from '../shared/node/errands.ts'
import type { Log } from '../shared/node/log.ts'
import type { Connection, Database } from '../shared/node/postgres.ts'

/** The channel of NOTIFY on which whoever crawls a source hears that it is to be visited now; the payload is `district source`. */
export const visitChannel = 'tinghu_visit'

/** How each kind of errand is done; what comes back is its answer. A refusal is thrown, in Chinese. */
export type Hands = { [K in Errand['kind']]: (errand: Extract<Errand, { kind: K }>) => Promise<unknown> }

/** Without a wake-up the desk is looked at this often. */
const lookEvery = 4 * second
/** At once: a page that takes half a minute must not hold up an operator's click. */
const mostAtOnce = 3

export interface ErrandRunner {
  /** Something lies on the desk. */
  wake(): void
  /** Settles when the signal has come and what was begun is done. */
  ended: Promise<void>
}

/** Takes errands until the signal; nothing that happens to one of them ends it. */
export function runErrands(
  { db, district, hands, clock, log, signal }: { db: Database; district: string; hands: Hands; clock: Clock; log: Log; signal: AbortSignal },
): ErrandRunner {
  let alarm = new AbortController()
  const running = new Set<Promise<void>>()

  async function run(): Promise<void> {
    while (!signal.aborted) {
      alarm = new AbortController()
      const asked = running.size < mostAtOnce ? await takeErrand(db, district, clock.now()).catch(() => null) : null
      if (!asked) {
        await sleep(lookEvery, undefined, { signal: AbortSignal.any([signal, alarm.signal]) }).catch(() => undefined)
        continue
      }
      const work = doOne(asked).catch((error: unknown) => { log.error({ errand: asked.id, error: messageOf(error) }, 'errand not finished; it will be taken up again') })
      running.add(work)
      void work.then(() => {
        running.delete(work)
        alarm.abort()
      })
    }
    await Promise.all(running)
  }

  async function doOne({ id, errand, askedBy }: Asked): Promise<void> {
    const outcome = await perform(errand).then((answer) => ({ answer: answer ?? null }), (error: unknown) => ({ failure: sayFailure(error) }))
    log.info({ errand: id, kind: errand.kind, by: askedBy, failure: 'failure' in outcome ? outcome.failure : null }, 'errand done')
    await finishErrand(db, district, id, outcome, clock.now())
  }

  async function perform(errand: Errand): Promise<unknown> {
    switch (errand.kind) {
      case 'try': return hands.try(errand)
      case 'capture': return hands.capture(errand)
      case 'visit': return hands.visit(errand)
    }
    throw new Error(`不认识的任务“${String((errand as { kind: unknown }).kind)}”，采集程序可能需要升级`)
  }

  return { wake: () => { alarm.abort() }, ended: run() }
}

/** Words in Chinese are for people already; others are an error that nobody thought of. */
const sayFailure = (error: unknown): string => (/\p{Script=Han}/u.test(messageOf(error)) ? messageOf(error) : `没有办成：${messageOf(error)}`)

/** Ends a source's pause, and tells whoever crawls it. */
export async function askVisit(db: Connection, district: string, source: string): Promise<void> {
  await db.query(`update sources set health = jsonb_set(health, '{until}', 'null') where district = $1 and source = $2 and health is not null`, [district, source])
  await db.query('select pg_notify($1, $2)', [visitChannel, `${district} ${source}`])
}
