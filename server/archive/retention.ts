/** Forgets what may not be kept for longer: hashes of reporters, and the words of postings that turned out to be linked to nothing. */
import type { Instant } from '../../shared/clock.ts'
import { transact, type Connection, type Database } from '../../shared/node/postgres.ts'

/** Rows changed in one statement: short enough that recording never waits for it. */
const together = 1_000

/**
 * Takes the hash off postings recorded before `before`. Whoever spoke on an issue stays one voice of it: a word drawn at random for
 * this person on this issue takes the place of the hash, so that the figures of a year still tell repeats from new voices. It is
 * given at once to what the same person said there since, which keeps its own hash for now.
 * @returns how many.
 */
export async function forgetReporters(db: Connection, district: string, before: Instant): Promise<number> {
  const { rows: [row] } = await db.query<{ forgotten: number }>(
    `with due as materialized (
       select p.id, p.reporter, m.issue from postings p left join memberships m on m.district = p.district and m.posting = p.id
       where p.district = $1 and p.recorded_at < $2 and p.reporter is not null limit $3),
     said as materialized (
       select o.id, o.voice, v.issue, v.reporter from (select distinct issue, reporter from due where issue is not null) v
       join memberships m on m.district = $1 and m.issue = v.issue
       join postings o on o.district = $1 and o.id = m.posting and o.reporter = v.reporter),
     voices as materialized (select issue, reporter, coalesce(max(voice), gen_random_uuid()::text) as voice from said group by issue, reporter),
     touched as (
       select said.id, voices.voice from said join voices using (issue, reporter)
       union all select id, null from due where issue is null),
     forgotten as (
       update postings p set voice = coalesce(touched.voice, p.voice), reporter = case when p.recorded_at < $2 then null else p.reporter end
       from touched where p.district = $1 and p.id = touched.id returning p.reporter)
     select count(*) as forgotten from forgotten where reporter is null`,
    [district, before, together],
  )
  return row?.forgotten ?? 0
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
      `update postings set title = '', body = '', images = '{}', account = null, reporter = null, voice = null, url = null where district = $1 and id = any($2::bigint[])`,
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
