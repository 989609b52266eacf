/** Counts anew in PostgreSQL what a ruling touches, as it was up to the ruling's number. */
import { hour, startOfWeek, week, type Instant } from '../../shared/clock.ts'
import { Fatal } from '../../shared/errors.ts'
import type { Connection } from '../../shared/node/postgres.ts'
import type { Enrichment } from '../../shared/posting.ts'
import type { GroupedPosting } from '../grouped.ts'
import type { Outcome, Understood } from '../issues/obey.ts'
import { areaHours, areaOf, fieldsOf } from '../live-state/effects.ts'
import type { Recount } from '../live-state/recount.ts'

/** Kinds of field that a correction can change, with where PostgreSQL has what they count; 'none' stands for not known. */
export const countedAnew: Readonly<Record<string, string>> = { category: 'category', unit: 'unit', township: 'township', place: 'place' }

/**
 * @param events all events, up to number `upTo`, of the postings now in the issues that the ruling touched.
 * @param restated those of them that were moved or corrected.
 */
export async function readRecount(
  db: Connection, district: string, outcome: Outcome, issues: Recount['issues'], restated: readonly GroupedPosting[], upTo: number,
): Promise<Recount> {
  const concerned = restated.filter(({ enrichment }) => enrichment.counted).map(({ publishedAt }) => publishedAt)
  const fields = new Map<string, Instant[]>()
  const areas = new Map<string, Recount['areas'] extends ReadonlyMap<string, infer Members> ? Members : never>()
  const corrected = outcome.corrected && restated[0]
  if (corrected && outcome.corrected) {
    const { before, after } = outcome.corrected
    for (const field of differing(fieldsWith(corrected, before), fieldsWith(corrected, after))) {
      fields.set(field, await readTimes(db, district, field, startOfWeek(corrected.publishedAt), upTo))
    }
    for (const area of differing(areaWith(corrected, before), areaWith(corrected, after))) areas.set(area, await readArea(db, district, area, upTo))
  }
  return { issues, concerned, fields, areas }
}

const fieldsWith = (posting: GroupedPosting, understood: Understood): string[] => fieldsOf({ ...posting, enrichment: { ...posting.enrichment, ...understood } })

function areaWith(posting: GroupedPosting, understood: Understood): string[] {
  const area = areaOf({ enrichment: { ...posting.enrichment, ...understood } })
  return area === null ? [] : [area]
}

/** What is in one list and not in the other. */
const differing = (one: readonly string[], other: readonly string[]): string[] => [
  ...one.filter((each) => !other.includes(each)), ...other.filter((each) => !one.includes(each)),
]

/** Times of the counted postings of a week that count for a field; the week holds its hours and days. */
async function readTimes(db: Connection, district: string, field: string, from: Instant, upTo: number): Promise<Instant[]> {
  const [kind = '', value = ''] = split(field, ':')
  const column = countedAnew[kind]
  if (!column) throw new Fatal(`A correction changed ${field}, which nobody knows how to count anew`)
  const { rows } = await db.query<{ published_at: number }>(
    `select p.published_at from postings p join enrichments n on n.district = p.district and n.posting = p.id
     where p.district = $1 and p.published_at >= $2 and p.published_at < $3 and p.id <= $4 and n.counted and coalesce(n.${column}, 'none') = $5`,
    [district, from, from + week, upTo, value])
  return rows.map((row) => row.published_at)
}

interface AreaRow { id: number; reporter: string | null; channel: string; enrichment: Enrichment; published_at: number }

/** What an area remembers: each posting takes off what is older by more than the area's hours. */
async function readArea(db: Connection, district: string, area: string, upTo: number) {
  const { rows } = await db.query<AreaRow>(
    `select id, reporter, channel, enrichment, published_at from (
       select p.id, p.reporter, p.channel, n.enrichment, p.published_at,
         max(p.published_at) over (order by p.id rows between current row and unbounded following) as newest_since
       from enrichments n join postings p on p.district = n.district and p.id = n.posting
       where n.district = $1 and n.category = $2 and n.township = $3 and n.counted and n.posting <= $4) as members
     where published_at > newest_since - $5::float8 order by id`,
    [district, ...split(area, '@'), upTo, areaHours * hour])
  return rows.map(({ published_at: publishedAt, ...row }) => ({ ...row, publishedAt }))
}

function split(text: string, mark: string): string[] {
  const at = text.indexOf(mark)
  return [text.slice(0, at), text.slice(at + 1)]
}
