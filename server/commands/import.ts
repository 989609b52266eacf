/** `npm run import -- FILE --channel hotline`: takes a file of orders, tells what came of it, and writes what was held back beside it. */
import { statSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { parse, stringify } from 'yaml'
import { prettifyError, z } from 'zod'
import { second, systemClock } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { GiveUp, messageOf } from '../../shared/errors.ts'
import type { CellProblem } from '../../shared/import-view.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate } from '../../shared/node/postgres.ts'
import { loadSecrets } from '../../shared/node/secrets.ts'
import { mappingSchema, type Mapping } from '../../shared/orders/mapping.ts'
import { noteCommandImport, recallMapping, rememberMapping, type ImportProgress } from '../archive/imports.ts'
import { fingerprintOf } from '../imports/columns.ts'
import { countFile } from '../imports/count.ts'
import { reportName } from '../imports/desk.ts'
import { lookInto } from '../imports/inspect.ts'
import { openTable } from '../imports/tables/open.ts'
import { takeFile } from '../imports/take.ts'
import { runOnDatabase, type DatabaseParts } from './run.ts'

const help = `npm run -s import -- FILE --channel ID [--mapping M.yaml] [--report PATH] [--show-mapping]

Takes the orders of FILE (.xlsx, CSV in UTF-8 or GB18030, JSON) for a channel of the district: hotline, letterbox, petition, water,
power, gas, transfer, upper, wechat, app; of forum and the like the postings that were registered as orders; of discipline only monthly
totals are counted. What each column means is guessed from its header and values, or remembered from the last import of such
columns; --show-mapping prints that as YAML, to be corrected and given with --mapping (it is then remembered). An order is known by its number: the same file again changes nothing.

Prints one JSON line: rows = new + changed + same + bad. Rows with a bad cell are held back, named on stderr by sheet, row and column,
and written to NAME.错误.xlsx where the command was given (or to --report), to be mended and imported again.
Ends with 0, also when rows were held back (“bad” says how many), and with 1 when the file could not be taken.
It works beside a running Tinghu, and when nothing runs.`

const mostTold = 50
const between = 2 * second
const from = process.env.INIT_CWD ?? '.'

function readArgs() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      channel: { type: 'string' }, mapping: { type: 'string' }, report: { type: 'string' }, 'show-mapping': { type: 'boolean' }, help: { type: 'boolean' },
    },
  })
  const [file, ...more] = positionals
  if (values.help || !file || more.length > 0 || !values.channel) throw new GiveUp(help)
  return { ...values, file: resolve(from, file), channel: values.channel }
}

/** @throws GiveUp when it is no mapping. */
async function readMapping(path: string): Promise<Mapping> {
  const text = await readFile(resolve(from, path), 'utf8')
  const read = mappingSchema.safeParse(parse(text))
  if (!read.success) throw new GiveUp(`${path}：${prettifyError(read.error)}`)
  return read.data
}

function channelOf(pack: DistrictPack, id: string) {
  const channel = pack.channels.find((one) => one.id === id)
  if (!channel) throw new GiveUp(`没有渠道“${id}”。可以导入：${pack.channels.map((one) => `${one.id}（${one.name}）`).join('、')}`)
  return channel
}

async function importFile({ config, databaseUrl, say }: DatabaseParts, args: ReturnType<typeof readArgs>): Promise<object | string> {
  const pack = loadDistrict(config.DISTRICT)
  const district = pack.profile.code
  const channel = channelOf(pack, args.channel)
  const given = args.mapping === undefined ? null : await readMapping(args.mapping)
  const clock = systemClock
  const at = clock.now()
  const table = await openTable(args.file)
  const db = connectPostgres(databaseUrl, { max: 3 })
  try {
    await migrate(db, createLog('import', config.LOG_LEVEL))
    const recall = (headers: string): Promise<Mapping | null> => recallMapping(db, district, channel.id, headers)
    const { layout, recognised } = await lookInto({ table, pack, channel: channel.id, clock, mapping: given, recall })
    const { mapping } = layout
    if (args['show-mapping']) return stringify(mapping)
    if (layout.taken.length === 0 || layout.missing.includes('time')) {
      const seen = layout.first?.names.filter((name) => name !== '').join('、') ?? '没有找到表头'
      throw new GiveUp(`没有找到“受理时间”列，不能导入。表头：${seen}。可用 --show-mapping 输出列的对应，改好后用 --mapping 指定`)
    }
    say(`列的对应（${given ? '按给定的' : recognised ? '上次的选择' : '自动识别'}）：`)
    for (const [field, header] of Object.entries(mapping.columns)) say(`  ${field} ← ${header}`)
    const { reporterKey } = await loadSecrets(config)
    const parts = { db, pack, reporterKey, clock, table, layout, channel: channel.id, onProgress: tellProgress(say) }
    const { result, report } = await (channel.totalsOnly ? countFile(parts, '命令行') : takeFile(parts))
    if (given && layout.first) await rememberMapping(db, district, channel.id, fingerprintOf(layout.first.names), given, '命令行', clock.now())
    const { size } = statSync(args.file)
    await noteCommandImport(db, district, { channel: channel.id, name: basename(args.file), bytes: size, by: '命令行', at, mapping }, result, clock.now())

    for (const note of result.notes) say(note)
    for (const problem of result.problems.slice(0, mostTold)) say(tellProblem(problem))
    if (result.problems.length > mostTold) say('……其余见错误表')
    const path = report && (args.report ? resolve(from, args.report) : join(resolve(from), reportName(basename(args.file))))
    if (path) {
      writeFileSync(path, report, { mode: 0o600 })
      say(`${result.bad} 行有问题，没有导入；改正 ${path} 后直接导入它即可`)
    }
    const { rows, new: added, changed, same, bad, repeated, reopened, months, notes } = result
    return { rows, new: added, changed, same, bad, seconds: (clock.now() - at) / second, repeated, reopened, months, notes, report: path }
  } finally {
    await table.close()
    await db.end()
  }
}

function tellProgress(say: (words: string) => void): (progress: ImportProgress) => void {
  let told = systemClock.now()
  return ({ rows, new: added, changed, same, bad, share }) => {
    if (systemClock.now() - told < between) return
    told = systemClock.now()
    say(`${Math.round(share * 100)} %：读了 ${rows} 行，新增 ${added}，更新 ${changed}，不变 ${same}，有问题 ${bad}`)
  }
}

const tellProblem = ({ sheet, row, column, value, problem }: CellProblem): string =>
  `${sheet} 第${row}行${column ? ` ${column}` : ''}${value === null ? '' : ` “${value}”`}：${problem}`

// Rows make much garbage and keep little of it: a nursery that does not grow, and a heap that grows by a third before it is swept, hold this
// process to half the memory, for a tenth of its time.
setFlagsFromString('--semi-space-growth-factor=1')
setFlagsFromString('--heap-growing-percent=80')
// What is wrong with a mapping is read by people.
z.config(z.locales.zhCN())
try {
  const args = readArgs()
  await runOnDatabase((parts) => importFile(parts, args))
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
