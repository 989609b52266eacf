/** Measures an import as an office does it: a workbook of many rows through the command itself, then the same file once more. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { day, minute, toBeijingIso } from '../../shared/clock.ts'
import { root } from '../../shared/node/config.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { district, makeComplaints } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'
import { writeBigWorkbook } from '../support/spreadsheets.ts'

/** What the command prints, as far as it is measured. */
const counts = z.object({ rows: z.number(), new: z.number(), changed: z.number(), same: z.number(), bad: z.number() })

/** Postings recorded bare beside the import, in the batches of a crawler that catches up. */
const bareRows = 20_000
const bareBatch = 500

/**
 * `bench -- import [--rows N]` prints `{rows, rowsPerSecond, peakMb, again, recordPerSecond}`: rows a second from the start of the
 * command to its end, the most memory that its process ever held (VmHWM; Linux only), the counts and the speed of the same file
 * imported again, and what `record` alone does in the same run.
 */
export async function benchImport(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { rows: { type: 'string', default: '200000' } } })
  const rows = Number(values.rows)
  if (!Number.isInteger(rows) || rows < 1) throw new Error('--rows takes a whole number from 1 on')
  const say = (words: string): void => { process.stderr.write(`${words}\n`) }
  const folder = mkdtempSync(join(tmpdir(), 'tinghu-import-'))
  const services = await startTestServices()
  try {
    const file = join(folder, '工单导出.xlsx')
    say(`a workbook of ${rows} rows`)
    await writeBigWorkbook(file, makeRows(rows))
    say('record alone')
    const recordPerSecond = await timeRecord(services)
    say('the first import')
    const first = await runImport(file, services, folder)
    say('the same file again')
    const again = await runImport(file, services, folder)
    process.stdout.write(`${JSON.stringify({
      rows, rowsPerSecond: first.perSecond, peakMb: Math.max(first.peakMb, again.peakMb), new: first.counts.new, bad: first.counts.bad,
      again: { ...again.counts, rowsPerSecond: again.perSecond }, recordPerSecond,
    })}\n`)
  } finally {
    await services.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const headers = ['工单编号', '受理时间', '诉求类型', '工单标题', '诉求内容', '联系电话', '承办单位', '工单状态', '签收时间', '办理时限', '办结时间', '退单次数', '是否有效回访', '是否解决', '是否满意']
const units = ['区住建局', '区城管局', '高良涧街道', '市公安局洪泽分局', '区交通运输局', '区水利局', '洪泽供电公司', '自来水公司']
const purposes = ['咨询', '求助', '投诉', '举报', '建议']

/** Orders of a year, most of them closed and called back, in the columns of such a system. */
function* makeRows(count: number): Generator<unknown[]> {
  yield headers
  const step = Math.floor(360 * day / count)
  const from = Date.UTC(2025, 0, 1, 16)
  const told = makeComplaints(Math.min(count, 10_000), from, step)
  for (let at = 0; at < count; at += 1) {
    const { title, text } = told[at % told.length]!
    const received = from + at * step
    const closed = at % 9 === 0 ? null : received + (at % 97) * 60 * minute
    const asked = closed !== null && at % 4 !== 0
    yield [
      `HZ2025${String(at).padStart(8, '0')}`, written(received), purposes[at % purposes.length], title, `${text}（第${at + 1}次来电）`,
      `139${String((at * 7_919) % 100_000_000).padStart(8, '0')}`, units[at % units.length], closed === null ? '办理中' : '已办结', written(received + (at % 50) * minute),
      written(received + 7 * day), closed === null ? null : written(closed), at % 40 === 0 ? 1 : 0, asked ? '是' : '否',
      asked ? (at % 11 === 0 ? '否' : '是') : null, asked ? (at % 13 === 0 ? '不满意' : '满意') : null,
    ]
  }
}

const written = (at: number): string => toBeijingIso(at).slice(0, 19).replace('T', ' ')

async function timeRecord({ databaseUrl }: TestServices): Promise<number> {
  const db = connectPostgres(databaseUrl)
  try {
    await migrate(db, createLog('bench', 'warn'))
    const postings = makeComplaints(bareRows, Date.UTC(2024, 0, 1), minute)
    const started = performance.now()
    for (let at = 0; at < postings.length; at += bareBatch) await record(db, district, postings.slice(at, at + bareBatch))
    return Math.round(bareRows * 1_000 / (performance.now() - started))
  } finally {
    await db.end()
  }
}

interface Run {
  counts: z.infer<typeof counts>
  perSecond: number
  peakMb: number
}

/** Runs the command as `npm run import` does, on the services of the bench. */
async function runImport(file: string, { databaseUrl, redisUrl }: TestServices, dataDir: string): Promise<Run> {
  const started = performance.now()
  const child = spawn(process.execPath, [join(root, 'server/commands/import.ts'), file, '--channel', 'hotline'], {
    env: { ...process.env, DATABASE_URL: databaseUrl, REDIS_URL: redisUrl, DATA_DIR: dataDir, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  let peakMb = 0
  child.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString() })
  const watch = setInterval(() => { peakMb = Math.max(peakMb, readPeakMb(child.pid!)) }, 100)
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  clearInterval(watch)
  if (code !== 0) throw new Error(`The import ended with ${code}`)
  const counted = counts.parse(JSON.parse(printed))
  return { counts: counted, perSecond: Math.round(counted.rows * 1_000 / (performance.now() - started)), peakMb }
}

/** The most memory that a process has ever held; 0 when it has just ended. */
function readPeakMb(pid: number): number {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    return Math.round(Number(kilobytes ?? 0) / 1_024)
  } catch {
    return 0
  }
}
