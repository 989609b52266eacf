/** Reads rows to train on: each a text and what it is, in the words of the district pack. */
import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { z } from 'zod'
import type { DistrictPack } from '../../../shared/district.ts'
import { GiveUp } from '../../../shared/errors.ts'
import { purposes } from '../../../shared/posting.ts'
import { foldText } from '../../../shared/text.ts'

/** A text and what is known of it, by leaf code, unit id and type of request; null = not known. */
export interface LabelledText {
  title: string
  text: string
  category: string | null
  unit: string | null
  purpose: string | null
}

const word = z.string().trim().min(1)
const rowSchema = z.object({ title: z.string().default(''), text: z.string(), label: word.optional(), unit: word.optional(), purpose: word.optional() })
  .refine(({ label, unit, purpose }) => label !== undefined || unit !== undefined || purpose !== undefined, 'a row says its label, unit or purpose')

/** Wrong rows named in one complaint; a file with more is wrong in some other way. */
const mostNamed = 20

/**
 * Rows `{title?, text, label?, unit?, purpose?}`: a label is the code or name of a leaf, a unit its id, name or an alias.
 * @throws GiveUp that names every row that cannot be used, by file and line.
 */
export async function readLabelledTexts(file: string, pack: DistrictPack): Promise<LabelledText[]> {
  const names = nameLabels(pack)
  const rows: LabelledText[] = []
  const wrong: string[] = []
  let line = 0
  for await (const written of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1
    if (written.trim() === '') continue
    const read = readRow(written, names)
    if (typeof read === 'string') wrong.push(`${file}:${line}: ${read}`)
    else rows.push(read)
  }
  if (wrong.length > 0) {
    const more = wrong.length > mostNamed ? [`… and ${wrong.length - mostNamed} more`] : []
    throw new GiveUp(`Nothing was trained, for these rows cannot be used:\n${[...wrong.slice(0, mostNamed), ...more].join('\n')}`)
  }
  return rows
}

type Names = ReturnType<typeof nameLabels>

function readRow(written: string, { leaves, units }: Names): LabelledText | string {
  let given: unknown
  try {
    given = JSON.parse(written)
  } catch {
    return 'this is not JSON'
  }
  const parsed = rowSchema.safeParse(given)
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => [...path, message].join(' ')).join('; ')
  const { title, text, label, unit, purpose } = parsed.data
  const category = label === undefined ? null : leaves.get(foldText(label))
  if (category === undefined) return `the district's taxonomy has no leaf “${label ?? ''}”`
  const unitId = unit === undefined ? null : units.get(foldText(unit))
  if (unitId === undefined) return `the district has no unit “${unit ?? ''}”`
  if (purpose !== undefined && !purposes.some((known) => known === purpose)) return `there is no type of request “${purpose}”, there are ${purposes.join(' ')}`
  return { title, text, category, unit: unitId, purpose: purpose ?? null }
}

/** Leaf codes and unit ids by everything they are called; where two share a name, the first in the pack has it. */
function nameLabels(pack: DistrictPack): { leaves: Map<string, string>; units: Map<string, string> } {
  const leaves = new Map<string, string>()
  const units = new Map<string, string>()
  const claim = (names: Map<string, string>, name: string, id: string): void => {
    const folded = foldText(name)
    if (!names.has(folded)) names.set(folded, id)
  }
  for (const { code, name } of pack.taxonomy.flatMap((branch) => branch.leaves)) for (const word of [code, name]) claim(leaves, word, code)
  for (const { id, name } of pack.units) for (const word of [id, name]) claim(units, word, id)
  for (const { id, aliases } of pack.units) for (const alias of aliases) claim(units, alias, id)
  return { leaves, units }
}
