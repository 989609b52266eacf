/** Totals of times without records (总量) and published figures (公布值), as they were entered. */
import type { Instant } from '../../shared/clock.ts'
import type { StatedRow, TotalRow } from '../../shared/figures.ts'
import type { Connection } from '../../shared/node/postgres.ts'

/** All of a district: some thousands at most. */
export async function readTotals(db: Connection, district: string): Promise<TotalRow[]> {
  const { rows } = await db.query<TotalRow>(
    `select period, nullif(channel, '') as channel, by, nullif(key, '') as key, count, origin, note, entered_by as "enteredBy", entered_at as "enteredAt"
     from totals where district = $1 order by period, channel, by, key`, [district])
  return rows
}

export async function readStated(db: Connection, district: string): Promise<StatedRow[]> {
  const { rows } = await db.query<StatedRow>(
    `select period, indicator, nullif(by, '') as by, nullif(key, '') as key, value, change, change_in as "changeIn", note, entered_by as "enteredBy",
       entered_at as "enteredAt" from stated_figures where district = $1 order by period, indicator, by, key`, [district])
  return rows
}

/** What makes a total one: of a period, a channel (null = all together) and a unit or category (null with `all`). */
export type TotalKey = Pick<TotalRow, 'period' | 'channel' | 'by' | 'key'>

/**
 * Sets totals; one that is there already takes the new count. What a person has entered is never overwritten by what was counted
 * from a file.
 * @returns how many were set or stood so already.
 */
export async function saveTotals(
  db: Connection, district: string, rows: readonly (TotalKey & Pick<TotalRow, 'count' | 'note'>)[], enteredBy: string, at: Instant, origin: TotalRow['origin'],
): Promise<number> {
  const { rowCount } = await db.query(
    `insert into totals (district, period, channel, by, key, count, origin, note, entered_by, entered_at)
     select $1, period, coalesce(channel, ''), by, coalesce(key, ''), count, $2, note, $3, $4
     from jsonb_to_recordset($5::jsonb) as row(period text, channel text, by text, key text, count integer, note text)
     on conflict (district, period, channel, by, key) do update
     set count = excluded.count, origin = excluded.origin, note = excluded.note, entered_by = excluded.entered_by, entered_at = excluded.entered_at
     where totals.origin = 'counted' or excluded.origin = 'entered'`,
    [district, origin, enteredBy, at, JSON.stringify(rows)])
  return rowCount ?? 0
}

/** @returns false where there is none. */
export async function deleteTotal(db: Connection, district: string, { period, channel, by, key }: TotalKey): Promise<boolean> {
  const { rowCount } = await db.query('delete from totals where district = $1 and period = $2 and channel = $3 and by = $4 and key = $5',
    [district, period, channel ?? '', by, key ?? ''])
  return (rowCount ?? 0) > 0
}

export type StatedKey = Pick<StatedRow, 'period' | 'indicator' | 'by' | 'key'>

/** Sets published figures; one that is there already is replaced. */
export async function saveStated(
  db: Connection, district: string, rows: readonly Omit<StatedRow, 'enteredBy' | 'enteredAt'>[], enteredBy: string, at: Instant,
): Promise<void> {
  await db.query(
    `insert into stated_figures (district, period, indicator, by, key, value, change, change_in, note, entered_by, entered_at)
     select $1, period, indicator, coalesce(by, ''), coalesce(key, ''), value, change, "changeIn", note, $2, $3
     from jsonb_to_recordset($4::jsonb) as row(period text, indicator text, by text, key text, value float8, change float8, "changeIn" text, note text)
     on conflict (district, period, indicator, by, key) do update
     set value = excluded.value, change = excluded.change, change_in = excluded.change_in, note = excluded.note,
       entered_by = excluded.entered_by, entered_at = excluded.entered_at`,
    [district, enteredBy, at, JSON.stringify(rows)])
}

/** @returns false where there is none. */
export async function deleteStated(db: Connection, district: string, { period, indicator, by, key }: StatedKey): Promise<boolean> {
  const { rowCount } = await db.query('delete from stated_figures where district = $1 and period = $2 and indicator = $3 and by = $4 and key = $5',
    [district, period, indicator, by ?? '', key ?? ''])
  return (rowCount ?? 0) > 0
}
