/** Forgets what may not be kept for longer: hashes of reporters, and the words of postings that turned out to be linked to nothing. */
import type { Instant } from '../../shared/clock.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'

/** Rows changed in one statement: short enough that recording never waits for it. */
const together = 1_000

/** Takes the hash off postings recorded before `before`. @returns how many. */
export async function forgetReporters(db: Connection, district: string, before: Instant): Promise<number> {
  const { rowCount } = await db.query(
    `update postings set reporter = null where district = $1 and id in (
       select id from postings where district = $1 and recorded_at < $2 and reporter is not null limit $3)`,
    [district, before, together],
  )
  return rowCount ?? 0
}

/**
 * Blanks postings recorded before `before` that never counted and stand alone in their issue: title, words, pictures, account
 * and address go, earlier revisions too. Row, number and hash of the content stay, so that order is kept, a replay finds every
 * event, and a source that still shows the posting does not bring it back. What is kept as evidence is linked to something.
 * @returns how many.
 */
export async function blankStrays(db: Database, district: string, before: Instant): Promise<number> {
  return transact(db, async (connection) => {
    const { rows } = await connection.query<{ id: number }>(
      `select p.id from postings p
       join enrichments n on n.district = p.district and n.posting = p.id
       join memberships m on m.district = p.district and m.posting = p.id
       where p.district = $1 and p.recorded_at < $2 and not n.counted and (p.body <> '' or p.title <> '')
         and not exists (select 1 from memberships o where o.district = $1 and o.issue = m.issue and o.posting <> p.id)
         and not exists (select 1 from evidence e where e.district = $1 and e.posting = p.id)
       order by p.id limit $3 for update of p`,
      [district, before, together],
    )
    const ids = rows.map(({ id }) => id)
    if (ids.length === 0) return 0
    await connection.query(
      `update postings set title = '', body = '', images = '{}', account = null, reporter = null, url = null where district = $1 and id = any($2::bigint[])`,
      [district, ids],
    )
    await connection.query(
      `update enrichments set enrichment = enrichment || '{"maskedTitle": "", "maskedText": ""}' where district = $1 and posting = any($2::bigint[])`,
      [district, ids],
    )
    await connection.query(`update issues set title = '' where district = $1 and id = any($2::bigint[])`, [district, ids])
    await connection.query('delete from revisions where district = $1 and posting = any($2::bigint[])', [district, ids])
    return ids.length
  })
}
