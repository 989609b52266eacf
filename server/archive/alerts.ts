/** Alerts in PostgreSQL: raised and changed by the pipeline, moved through their life cycle by people, with all of it on record. */
import {
  actionsOn, settledStates, transitions, type Alert, type AlertState, type AlertSubject, type Level,
} from '../../shared/alert.ts'
import type { Instant } from '../../shared/clock.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'

interface AlertRow {
  id: number; district: string; subject_kind: AlertSubject['kind']; subject: string; title: string; level: Level; proposed_red: boolean
  state: AlertState; rules: string[]; sentence: string; pop_up: boolean; place: string | null; township: string | null; unit: string | null; count: number
  people: number | null; raised_at: number; updated_at: number; lower_since: number | null; settled_at: number | null
}

/** An alert with what deciding needs besides: since when less is asked for, and when it was settled. */
export interface StoredAlert extends Alert {
  lowerSince: Instant | null
  settledAt: Instant | null
}

/** What the pipeline writes: everything but what people decide. */
export type AlertContent = Omit<Alert, 'id' | 'state' | 'raisedAt' | 'updatedAt'> & { lowerSince: Instant | null; at: Instant; because: string }

export interface HistoryEntry {
  at: Instant
  action: string
  by: string
  note: string
}

const mostListed = 500
const byLevel = `array_position(array['red','orange','yellow','blue'], level)`

/** Alerts that still need somebody, the highest and newest first; or all, the newest first. */
export async function listAlerts(db: Connection, district: string, which: 'open' | 'all'): Promise<Alert[]> {
  const { rows } = which === 'open'
    ? await db.query<AlertRow>(`select * from alerts where district = $1 and settled_at is null order by ${byLevel}, raised_at desc limit $2`, [district, mostListed])
    : await db.query<AlertRow>('select * from alerts where district = $1 order by raised_at desc limit $2', [district, mostListed])
  return rows.map(toAlert)
}

export async function readAlert(db: Connection, district: string, id: number): Promise<Alert | null> {
  const { rows: [row] } = await db.query<AlertRow>('select * from alerts where district = $1 and id = $2', [district, id])
  return row ? toAlert(row) : null
}

export async function readAlertHistory(db: Connection, district: string, id: number): Promise<HistoryEntry[]> {
  const { rows } = await db.query<HistoryEntry>(
    'select at, action, by, note from alert_history where district = $1 and alert = $2 order by at', [district, id])
  return rows
}

/** The newest alert of each subject, open or settled. */
export async function latestAlerts(db: Connection, district: string, subjects: readonly AlertSubject[]): Promise<Map<string, StoredAlert>> {
  if (subjects.length === 0) return new Map()
  const { rows } = await db.query<AlertRow>({
    name: 'latest-alerts',
    text: `select distinct on (subject_kind, subject) * from alerts
           where district = $1 and (subject_kind, subject) in (select * from unnest($2::text[], $3::text[]))
           order by subject_kind, subject, settled_at is null desc, raised_at desc`,
    values: [district, subjects.map(({ kind }) => kind), subjects.map(({ id }) => id)],
  })
  return new Map(rows.map((row) => [subjectKey({ kind: row.subject_kind, id: row.subject }), toStored(row)]))
}

export const subjectKey = ({ kind, id }: AlertSubject): string => `${kind}:${id}`

/** Raises an alert; null when another process has just raised one on the same subject. */
export async function raiseAlert(db: Database, content: AlertContent): Promise<Alert | null> {
  return transact(db, async (connection) => {
    const { rows: [row] } = await connection.query<AlertRow>(
      `insert into alerts (district, subject_kind, subject, title, level, proposed_red, state, rules, sentence, pop_up, place, unit, count, people,
         raised_at, updated_at, lower_since, township)
       values ($1, $2, $3, $4, $5, $6, 'received', $7, $8, $9, $10, $11, $12, $13, $14, $14, $15, $16) on conflict do nothing returning *`,
      [content.district, content.subject.kind, content.subject.id, content.title, content.level, content.proposedRed, content.rules, content.sentence,
        content.popUp, content.place, content.unit, content.count, content.people, content.at, content.lowerSince, content.township])
    if (!row) return null
    await note(connection, row, { at: content.at, action: 'raise', by: '系统', note: content.because })
    return toAlert(row)
  })
}

/** Brings an open alert up to date (a red that a person confirmed stays red), in one statement since many change at once; its level, a proposed red and a pop-up are put on record where they change. */
export async function updateAlert(db: Connection, id: number, content: AlertContent): Promise<Alert | null> {
  const { rows: [row] } = await db.query<AlertRow>({
    name: 'update-alert',
    text: `with before as (select level, proposed_red, pop_up from alerts where district = $1 and id = $2 and settled_at is null for update),
      changed as (
        update alerts a set title = $3, level = case a.level when 'red' then 'red' else $4 end, proposed_red = $5 and a.level <> 'red', rules = $6, sentence = $7, pop_up = $8, place = $9, unit = $10, count = $11,
          people = $12, updated_at = $13, lower_since = $14, township = $15
        from before where a.district = $1 and a.id = $2 returning a.*),
      noted as (
        insert into alert_history (district, alert, at, action, by, note, level, state)
        select district, id, $13, 'changeLevel', '系统', $16, changed.level, state from changed, before
        where (changed.level, changed.proposed_red, changed.pop_up) is distinct from (before.level, before.proposed_red, before.pop_up))
      select * from changed`,
    values: [content.district, id, content.title, content.level, content.proposedRed, content.rules, content.sentence, content.popUp, content.place,
      content.unit, content.count, content.people, content.at, content.lowerSince, content.township, content.because],
  })
  return row ? toAlert(row) : null
}

export type ActionResult = { done: true; alert: Alert } | { done: false; missing: boolean; because: string }

/** Moves an alert along its life cycle, or confirms that it is red, if it allows the action. */
export async function actOnAlert(
  db: Database, district: string, id: number, step: { action: string; note: string; by: string; at: Instant },
): Promise<ActionResult> {
  return transact(db, async (connection): Promise<ActionResult> => {
    const { rows: [before] } = await connection.query<AlertRow>('select * from alerts where district = $1 and id = $2 for update', [district, id])
    if (!before) return { done: false, missing: true, because: `没有编号为 ${id} 的预警` }
    if (!actionsOn(toAlert(before)).includes(step.action)) return { done: false, missing: false, because: '该预警的状态已改变，请刷新后再操作' }
    const state = transitions[before.state][step.action] ?? before.state
    const [level, proposedRed] = step.action === 'confirmRed' ? ['red', false] : [before.level, before.proposed_red]
    const { rows: [row] } = await connection.query<AlertRow>(
      'update alerts set state = $3, updated_at = $4, settled_at = $5, level = $6, proposed_red = $7 where district = $1 and id = $2 returning *',
      [district, id, state, step.at, settledStates.includes(state) ? step.at : null, level, proposedRed])
    await note(connection, row!, step)
    return { done: true, alert: toAlert(row!) }
  })
}

async function note(db: Connection, row: AlertRow, { at, action, by, note: words }: HistoryEntry): Promise<void> {
  await db.query('insert into alert_history (district, alert, at, action, by, note, level, state) values ($1, $2, $3, $4, $5, $6, $7, $8)',
    [row.district, row.id, at, action, by, words, row.level, row.state])
}

const toAlert = (row: AlertRow): Alert => ({
  id: row.id, district: row.district, subject: { kind: row.subject_kind, id: row.subject }, title: row.title, level: row.level,
  proposedRed: row.proposed_red, state: row.state, rules: row.rules, sentence: row.sentence, popUp: row.pop_up, place: row.place, township: row.township, unit: row.unit,
  count: row.count, people: row.people, raisedAt: row.raised_at, updatedAt: row.updated_at,
})

const toStored = (row: AlertRow): StoredAlert => ({ ...toAlert(row), lowerSince: row.lower_since, settledAt: row.settled_at })
