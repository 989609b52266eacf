/** `npm run -s evaluate -- group`: real postings through the product's own grouping, scored against the matters people found in them. */
import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseInstant } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createGrouper } from '../../server/issues/grouper.ts'
import { createItemMaker } from './enriched-item.ts'
import { scoreGrouping, scoreRepeats, type Grouped } from './metrics.ts'

interface Row {
  id: string
  at: number
  reporter: string | null
  title: string
  text: string
  matter: string | null
  sure: boolean
}

/** Lends taxonomy and place shapes; the rows may be of any city. */
const usualDistrict = '320813'

/**
 * `FILE.ndjson [--assignments OUT.ndjson]`: rows `{id, reporter, time, title, text, matter?, sure?}` in any order.
 * Each row is enriched as in the product first; `perSecond` is the speed of grouping alone.
 * Prints one JSON line `{postings, pairwiseF1, bcubedF1, matchF1, repeatF1, perSecond}` on stdout, progress on stderr; without matters
 * in the file the scores are null. `matter` and `sure` are read for scoring only: the grouper gets the rest of the row.
 * @throws GiveUp when a row cannot be read, naming its line.
 */
export async function evaluateGroup(args: string[]): Promise<void> {
  const { file, assignments } = readArguments(args)
  const rows = (await readRows(file)).sort((a, b) => a.at - b.at)
  const grouper = createGrouper()
  const makeItem = createItemMaker(loadDistrict(usualDistrict))
  const grouped: (Grouped & { reporter: string | null; sure: boolean })[] = []
  let spent = 0
  rows.forEach(({ at, reporter, title, text, ...row }, index) => {
    const item = makeItem({ id: index + 1, at, title, text })
    const started = performance.now()
    const { issue } = grouper.assign(item)
    spent += performance.now() - started
    grouped.push({ id: row.id, reporter, matter: row.matter, sure: row.sure, issue: rows[issue - 1]?.id ?? String(issue) })
    if (grouped.length % 1000 === 0) process.stderr.write(`${grouped.length} of ${rows.length} postings\n`)
  })
  if (assignments) await writeAssignments(assignments, grouped)
  const judged = grouped.filter(({ sure }) => sure)
  const known = grouped.some(({ matter }) => matter !== null)
  const scores: Record<string, number | null> = {
    ...(known ? scoreGrouping(judged) : { pairwiseF1: null, bcubedF1: null, matchF1: null }), repeatF1: known ? scoreRepeats(judged) : null,
  }
  const rounded = Object.fromEntries(Object.entries(scores).map(([name, value]) => [name, value === null ? null : Number(value.toFixed(4))]))
  process.stdout.write(`${JSON.stringify({ postings: rows.length, ...rounded, perSecond: Math.round((rows.length * 1000) / spent) })}\n`)
}

function readArguments(args: readonly string[]): { file: string; assignments: string | null } {
  const at = args.indexOf('--assignments')
  const assignments = at < 0 ? null : (args[at + 1] ?? null)
  const files = args.filter((_, index) => at < 0 || (index !== at && index !== at + 1))
  const [file] = files
  if (file === undefined || files.length > 1 || (at >= 0 && assignments === null)) {
    throw new GiveUp('evaluate -- group FILE.ndjson [--assignments OUT.ndjson]')
  }
  return { file, assignments }
}

async function readRows(file: string): Promise<Row[]> {
  const rows: Row[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    rows.push(readRow(text, `${file}:${line}`))
  }
  return rows
}

function readRow(text: string, where: string): Row {
  let row: Record<string, unknown>
  try {
    row = JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new GiveUp(`${where} is not JSON.`)
  }
  const word = (name: string) => (typeof row[name] === 'string' || typeof row[name] === 'number' ? String(row[name]) : null)
  const at = parseInstant(word('time') ?? '')
  const id = word('id')
  if (id === null || at === null) throw new GiveUp(`${where} needs an id and a time.`)
  return {
    id, at, reporter: word('reporter'), title: word('title') ?? '', text: word('text') ?? '', matter: word('matter'), sure: row.sure !== false,
  }
}

async function writeAssignments(path: string, grouped: readonly Grouped[]): Promise<void> {
  const out = createWriteStream(path, 'utf8')
  for (const { id, issue } of grouped) if (!out.write(`${JSON.stringify({ id, issue })}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}
