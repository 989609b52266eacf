/** `npm run train -- FILE.ndjson`: trains what understands postings, prints how well, and puts it to use. */
import { performance } from 'node:perf_hooks'
import { systemClock } from '../../shared/clock.ts'
import { GiveUp, messageOf } from '../../shared/errors.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { learnModel } from '../enrich/classify/learn.ts'
import { readPosting } from '../enrich/reading.ts'
import { saveModel } from '../models.ts'
import { findCorrections } from './train/corrections.ts'
import { layOutReport } from './train/report.ts'
import { readLabelledTexts } from './train/rows.ts'

const help = `npm run train -- FILE.ndjson

Each line of the file is {"text": …, "label": …}, with "title" where there is one. A label is the code or the name of a leaf of
the district's taxonomy. Instead of it or beside it a line may say "unit" (id, name or alias of who acted) and "purpose" (咨询,
求助, 投诉, 举报, 建议, 表扬). Corrections of the duty staff are added where a Tinghu runs beside this command. Everything is
trained anew from these rows: give all of them, each time. The model goes to DATA_DIR/models; a running pipeline takes it up
within a minute, without a restart, for what comes in from then on.`

const say = (words: string): void => { process.stderr.write(`${words}\n`) }

async function train(file: string | undefined): Promise<object> {
  if (file === undefined || file === '--help') throw new GiveUp(help)
  const config = readConfig()
  const pack = loadDistrict(config.DISTRICT)
  const given = await readLabelledTexts(file, pack)
  const corrections = await findCorrections(config, pack)
  say(`${given.length} rows, ${corrections === null ? 'no running Tinghu to ask for corrections' : `${corrections.length} corrections of the duty staff`}`)
  const started = performance.now()
  const segmenter = createSegmenter(pack)
  const lessons = [...given, ...corrections ?? []].map(({ title, text, ...known }) => ({ reading: readPosting({ title, text }, segmenter), ...known }))
  const { model, reports } = learnModel(pack, lessons, systemClock.now(), (field, done) => { say(`${field}: ${Math.round(done * 100)} %`) })
  if (reports.length === 0) throw new GiveUp('Nothing was trained: a field wants at least 20 rows of two labels.')
  const seconds = Math.round(performance.now() - started) / 1_000
  say(`\n${layOutReport(reports, pack)}\n`)
  const name = saveModel(config.dataPath('models'), model)
  return {
    model: name, rows: given.length, corrections: corrections?.length ?? null, seconds,
    ...Object.fromEntries(reports.map(({ field, rows, macroF1, accuracy, calibrationError }) => [field, { rows, macroF1, accuracy, calibrationError }])),
  }
}

try {
  process.stdout.write(`${JSON.stringify(await train(process.argv[2]))}\n`)
} catch (error) {
  say(messageOf(error))
  process.exitCode = 1
}
