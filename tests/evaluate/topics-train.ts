/**
 * Learns the table of server/issues/topics.ts from a background of texts: a truncated SVD of their weighted grams.
 *
 * `npm run -s evaluate -- topics-train FILE.ndjson > server/issues/topics.json`, with rows `{text}`, made the one that ships; a
 * pair model is of the table it was trained with.
 */
import { readFileSync } from 'node:fs'
import { bucketIn, damped, Digester, noGram, oftenIn } from '../../server/issues/digest.ts'
import { topicCount, type TopicTable } from '../../server/issues/topics.ts'
import { seededRandom } from './random.ts'

/** Texts that a gram must stand in to have a row, and part of all texts from which on it says nothing. */
const fewest = 15
const tooMany = 0.3
/** Directions followed beside those wanted, and rounds: more of either changes nothing that shows. */
const spare = 12
const rounds = 12
/** Spread of the weights, in standard deviations, that a signed byte covers; what lies beyond is cut off. */
const covered = 6

/** Texts as rows of weighted terms: row i has the entries from `starts[i]` to `starts[i + 1]`. */
interface Sparse {
  starts: number[]
  columns: number[]
  values: number[]
  width: number
}

export function trainTopics(texts: readonly string[]): TopicTable {
  const digester = new Digester()
  const rowsOf = new Map<number, { gram: string; count: number }>()
  const documents = texts.map((text) => {
    const { terms, termCount, sequence, length, characters } = digester.digest('', text)
    const seen = new Set<number>()
    for (let i = 0; i < length; i++) {
      const at = sequence[i] as number
      if (at === noGram || seen.has(at)) continue
      seen.add(at)
      const bucket = bucketIn(terms[at] as number)
      const entry = rowsOf.get(bucket)
      if (entry) entry.count++
      else rowsOf.set(bucket, { gram: String.fromCharCode(characters[i] as number, characters[i + 1] as number), count: 1 })
    }
    return terms.slice(0, termCount)
  })
  const kept = [...rowsOf].filter(([, { gram, count }]) => count >= fewest && count < texts.length * tooMany && chinese.test(gram))
  const column = new Map(kept.map(([bucket], at) => [bucket, at]))
  const idf = kept.map(([, { count }]) => Math.log((texts.length + 1) / count))
  const matrix: Sparse = { starts: [0], columns: [], values: [], width: kept.length }
  for (const terms of documents) {
    const entries = [...terms].flatMap((packed): [number, number][] => {
      const at = column.get(bucketIn(packed))
      return at === undefined ? [] : [[at, (damped[oftenIn(packed)] as number) * (idf[at] as number)]]
    })
    const norm = Math.sqrt(entries.reduce((sum, [, value]) => sum + value * value, 0)) || 1
    for (const [at, value] of entries) {
      matrix.columns.push(at)
      matrix.values.push(value / norm)
    }
    matrix.starts.push(matrix.columns.length)
  }
  const directions = principalDirections(matrix)
  const spread = Math.sqrt(directions.reduce((sum, direction) => sum + direction.reduce((part, value, at) => part + (value * (idf[at] as number)) ** 2, 0), 0)
    / (kept.length * topicCount))
  const bytes = kept.flatMap((_, at) => directions.map((direction) =>
    Math.max(-127, Math.min(127, Math.round(((direction[at] as number) * (idf[at] as number) * 127) / (covered * spread))))))
  return { grams: kept.map(([, { gram }]) => gram).join(''), weights: Buffer.from(Int8Array.from(bytes).buffer).toString('base64') }
}

const chinese = /^[\u4e00-\u9fff]{2}$/

/** The right singular vectors of the largest singular values, by subspace iteration (Halko, Martinsson and Tropp 2011) from a seeded start. */
function principalDirections(matrix: Sparse): Float64Array[] {
  const random = seededRandom(3)
  let basis: Float64Array[] = Array.from({ length: topicCount + spare }, () => Float64Array.from({ length: matrix.width }, () => random() - 0.5))
  for (let round = 0; round < rounds; round++) {
    orthonormalise(basis)
    basis = basis.map((direction) => throughTexts(matrix, direction))
    basis.sort((a, b) => lengthOf(b) - lengthOf(a))
  }
  orthonormalise(basis)
  return basis.slice(0, topicCount)
}

/** Aᵀ A x. */
function throughTexts({ starts, columns, values, width }: Sparse, direction: Float64Array): Float64Array {
  const result = new Float64Array(width)
  for (let row = 0; row + 1 < starts.length; row++) {
    let dot = 0
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) dot += (values[i] as number) * (direction[columns[i] as number] as number)
    for (let i = starts[row] as number; i < (starts[row + 1] as number); i++) {
      const at = columns[i] as number
      result[at] = (result[at] as number) + dot * (values[i] as number)
    }
  }
  return result
}

/** Gram and Schmidt's, in the order given. */
function orthonormalise(basis: readonly Float64Array[]): void {
  basis.forEach((direction, at) => {
    for (const earlier of basis.slice(0, at)) {
      const dot = direction.reduce((sum, value, i) => sum + value * (earlier[i] as number), 0)
      for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) - dot * (earlier[i] as number)
    }
    const length = lengthOf(direction) || 1
    for (let i = 0; i < direction.length; i++) direction[i] = (direction[i] as number) / length
  })
}

const lengthOf = (direction: Float64Array): number => Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0))

/** Prints the table on stdout. */
export function trainTopicsOf([file = '']: string[]): Promise<void> {
  const texts = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => (JSON.parse(line) as { text: string }).text)
  return new Promise((resolve) => { process.stdout.write(`${JSON.stringify(trainTopics(texts))}\n`, () => { resolve() }) })
}
