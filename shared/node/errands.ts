/** The desk where the server leaves errands and the crawlers take them up; each is done by one of them, once. */
import type { Instant } from '../clock.ts'
import type { Errand } from '../errand.ts'
import type { Connection, Database } from './postgres.ts'

/** The channel of NOTIFY that wakes the crawlers; the payload is the district. */
export const errandChannel = 'tinghu_errand'

/** Taken longer ago than this and not done: whoever took it is gone, and another takes it up. */
const forsakenAfter = 120_000

export interface Asked {
  id: number
  errand: Errand
  askedBy: string
}

export interface ErrandState {
  /** null = not taken up yet: no crawlers are running, or they are across a gap. */
  takenAt: Instant | null
  doneAt: Instant | null
  answer: unknown
  /** In Chinese, why it could not be done. */
  failure: string | null
}

/** Leaves an errand on the desk. @returns its id. */
export async function askErrand(db: Connection, district: string, errand: Errand, by: string, now: Instant): Promise<number> {
  const { rows: [row] } = await db.query<{ id: number }>(
    `with asked as (insert into errands (district, kind, errand, asked_by, asked_at) values ($1, $2, $3, $4, $5) returning id)
     select id, pg_notify($6, $1) from asked`,
    [district, errand.kind, JSON.stringify(errand), by, now, errandChannel],
  )
  return row!.id
}

/** Takes up the oldest errand that waits, or that somebody took up and left; null when there is none. */
export async function takeErrand(db: Database, district: string, now: Instant): Promise<Asked | null> {
  const { rows: [row] } = await db.query<{ id: number; errand: Errand; asked_by: string }>(
    `update errands set taken_at = $2 where district = $1 and id = (
       select id from errands where district = $1 and done_at is null and (taken_at is null or taken_at < $3)
       order by id limit 1 for update skip locked)
     returning id, errand, asked_by`,
    [district, now, now - forsakenAfter],
  )
  return row ? { id: row.id, errand: row.errand, askedBy: row.asked_by } : null
}

/** Says what came of an errand. */
export async function finishErrand(
  db: Connection, district: string, id: number, outcome: { answer: unknown } | { failure: string }, now: Instant,
): Promise<void> {
  const [answer, failure] = 'failure' in outcome ? [null, outcome.failure] : [JSON.stringify(outcome.answer), null]
  await db.query('update errands set done_at = $3, answer = $4, failure = $5 where district = $1 and id = $2', [district, id, now, answer, failure])
}

/** How an errand stands; null where there is none of that id. */
export async function readErrand(db: Connection, district: string, id: number): Promise<ErrandState | null> {
  const { rows: [row] } = await db.query<{ taken_at: Instant | null; done_at: Instant | null; answer: unknown; failure: string | null }>(
    'select taken_at, done_at, answer, failure from errands where district = $1 and id = $2', [district, id],
  )
  return row ? { takenAt: row.taken_at, doneAt: row.done_at, answer: row.answer, failure: row.failure } : null
}
