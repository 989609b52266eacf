/** `npm run -s evaluate -- classify`: trains the product's classifier on one file of labelled texts and applies it to another. */
import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { createClassifier, findGreatest } from '../../server/enrich/classify/classifier.ts'
import { scoreGuesses } from '../../server/enrich/classify/score.ts'
import { prepareCourse, trainClassifier } from '../../server/enrich/classify/train.ts'
import { createViewer, everyView } from '../../server/enrich/classify/views.ts'
import { GiveUp } from '../../shared/errors.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { foldText, longestText } from '../../shared/text.ts'

interface Row { text: string; label: string | null }
interface Guess { label: string; probability: number }

/** Lends the words by which texts are cut; the rows may be of any city. */
const usualDistrict = '320813'
/** Read before the clock starts, so that a short file is measured at the speed of a pipeline that has been running for a second. */
const rowsToWarmUp = 2_000

/**
 * `--train A.ndjson --test B.ndjson [--predictions OUT.ndjson]`: rows `{text, label}`, where B may go without labels and other
 * fields are ignored. Prints one line `{macroF1, accuracy, trainSeconds, rowsPerSecond}`: the scores are over the rows of B
 * that have a label, null without any; `trainSeconds` is everything from read rows to a calibrated model that has warmed up, `rowsPerSecond` everything
 * from the text of a row to its probability. Predictions are lines `{label, probability}` in the order of B.
 * @throws GiveUp when a row cannot be used, naming file and line.
 */
export async function evaluateClassify(args: string[]): Promise<void> {
  const { train, test, predictions } = readArguments(args)
  const known = await readRows(train, true)
  const asked = await readRows(test, false)
  const started = performance.now()
  const classify = trainOn(known)
  const trained = performance.now()
  const guesses = asked.map(({ text }) => classify(text))
  const applied = performance.now()
  if (predictions) await writeGuesses(predictions, guesses)
  const pairs = asked.flatMap(({ label }, at) => (label === null ? [] : [{ label, guess: (guesses[at] as Guess).label }]))
  const score = pairs.length > 0 ? scoreGuesses(pairs) : null
  process.stdout.write(`${JSON.stringify({
    macroF1: score && round(score.macroF1, 4), accuracy: score && round(score.accuracy, 4),
    trainSeconds: round((trained - started) / 1_000, 2), rowsPerSecond: Math.round((asked.length * 1_000) / (applied - trained)),
  })}\n`)
}

function trainOn(rows: readonly Row[]): (text: string) => Guess {
  const segmenter = createSegmenter(loadDistrict(usualDistrict))
  const texts = rows.map(({ text }) => {
    const body = prepare(text)
    return { body, words: segmenter.cut(body) }
  })
  const labelled = rows.map(({ label }, row) => ({ row, label: label as string }))
  const course = prepareCourse(texts, new Set(labelled.map(({ label }) => label)).size)
  const { model } = trainClassifier(course, labelled, everyView, (done) => process.stderr.write(`trained ${Math.round(done * 100)} %\n`))
  const view = createViewer(course.space)
  const classify = createClassifier(model)
  const guess = (text: string): Guess => {
    const { probabilities } = classify(view(prepare(text)))
    const best = findGreatest(probabilities)
    return { label: model.labels[best] as string, probability: probabilities[best] as number }
  }
  for (const { text } of rows.slice(0, rowsToWarmUp)) guess(text)
  return guess
}

const prepare = (text: string): string => foldText(text.slice(0, longestText))
const round = (value: number, digits: number): number => Number(value.toFixed(digits))

function readArguments(args: string[]): { train: string; test: string; predictions: string | null } {
  const { values } = parseArgs({ args, options: { train: { type: 'string' }, test: { type: 'string' }, predictions: { type: 'string' } } })
  if (!values.train || !values.test) throw new GiveUp('evaluate -- classify --train A.ndjson --test B.ndjson [--predictions OUT.ndjson]')
  return { train: values.train, test: values.test, predictions: values.predictions ?? null }
}

async function readRows(file: string, labelled: boolean): Promise<Row[]> {
  const rows: Row[] = []
  let line = 0
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    line += 1
    if (text.trim() !== '') rows.push(readRow(text, `${file}:${line}`, labelled))
  }
  if (rows.length === 0) throw new GiveUp(`${file} has no rows.`)
  return rows
}

function readRow(written: string, where: string, labelled: boolean): Row {
  let row: unknown
  try {
    row = JSON.parse(written)
  } catch {
    throw new GiveUp(`${where} is not JSON.`)
  }
  const { text, label = null } = (row ?? {}) as { text?: unknown; label?: unknown }
  if (typeof text !== 'string') throw new GiveUp(`${where} needs a text.`)
  if (label !== null && (typeof label !== 'string' || label === '')) throw new GiveUp(`${where} has a label that is no word.`)
  if (labelled && label === null) throw new GiveUp(`${where} needs a label.`)
  return { text, label }
}

async function writeGuesses(path: string, guesses: readonly Guess[]): Promise<void> {
  const out = createWriteStream(path, 'utf8')
  for (const guess of guesses) if (!out.write(`${JSON.stringify(guess)}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}
