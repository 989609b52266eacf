/** `npm run -s evaluate -- mask`: texts with known personal data through the product's own masking. */
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import { GiveUp } from '../../shared/errors.ts'
import { mask } from '../../server/enrich/mask.ts'
import { emptyTally, tallyMasks } from './mask-score.ts'

const rowSchema = z.object({
  text: z.string(),
  spans: z.array(z.tuple([z.number().int().min(0), z.number().int(), z.string()])).default([]),
}).refine(({ text, spans }) => spans.every(([start, end]) => start < end && end <= text.length), 'a span lies outside the text')
type Row = z.infer<typeof rowSchema>

/**
 * `FILE.ndjson`: rows `{text, spans?: [[start, end, kind]]}`, offsets in UTF-16 units. Prints one JSON line `{rows, spans, recall,
 * falsePerThousand, charactersPerSecond, byKind: {kind: {spans, recall}}}` (see mask-score.ts for what counts); recall is null without spans.
 * @throws GiveUp when a row cannot be read, naming its line.
 */
export async function evaluateMask(args: string[]): Promise<void> {
  const [file] = args
  if (file === undefined || args.length > 1) throw new GiveUp('evaluate -- mask FILE.ndjson')
  const rows = readRows(file, await readFile(file, 'utf8'))
  const tally = emptyTally()
  let spent = 0
  for (const { text, spans } of rows) {
    const started = performance.now()
    const masks = mask(text).spans
    spent += performance.now() - started
    tallyMasks(tally, text, masks, spans)
  }
  const byKind = Object.fromEntries(Object.entries(tally.byKind).map(([kind, of]) => [kind, { spans: of.spans, recall: share(of.recalled, of.spans) }]))
  process.stdout.write(`${JSON.stringify({
    rows: rows.length,
    spans: tally.spans,
    recall: share(tally.recalled, tally.spans),
    falsePerThousand: share(tally.false * 1_000, tally.characters),
    charactersPerSecond: spent === 0 ? null : Math.round((tally.characters * 1_000) / spent),
    byKind,
  })}\n`)
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : Number((part / whole).toFixed(4)))

function readRows(file: string, content: string): Row[] {
  return content.split(/\r?\n/).flatMap((line, index) => (line.trim() === '' ? [] : [readRow(line, `${file}:${index + 1}`)]))
}

function readRow(line: string, where: string): Row {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    throw new GiveUp(`${where} is not JSON.`)
  }
  const read = rowSchema.safeParse(value)
  if (!read.success) throw new GiveUp(`${where}: ${read.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()).join('; ')}`)
  return read.data
}
