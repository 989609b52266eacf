/** `evaluate -- burst FILE.ndjson [--alerts OUT.ndjson]`: events of any simulation through the product's own trends and burst rule. */
import { createReadStream, createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import { day, parseInstant } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import { createBurstLine, type BurstAlert, type BurstEvent } from './burst-line.ts'

/**
 * Rows `{time, key, reporter, arrived?}` in order of arrival. Prints one JSON line `{events, keys, days, alerts, orangeOrAbove,
 * perSecond}`; `days` is from the first time to the last, `perSecond` includes reading the file.
 * @throws GiveUp when a row cannot be read, naming its line.
 */
export async function evaluateBurst(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { alerts: { type: 'string' } } })
  const [file] = positionals
  if (file === undefined || positionals.length > 1) throw new GiveUp('evaluate -- burst FILE.ndjson [--alerts OUT.ndjson]')
  const line = createBurstLine()
  const keys = new Set<string>()
  const alerts: BurstAlert[] = []
  const span = { first: Infinity, last: -Infinity }
  let events = 0
  const started = performance.now()
  for await (const text of createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity })) {
    if (text.trim() === '') continue
    events++
    const event = readEvent(text, `${file}:${events}`)
    keys.add(event.key)
    span.first = Math.min(span.first, event.time)
    span.last = Math.max(span.last, event.time)
    const alert = line.take(event)
    if (alert) alerts.push(alert)
    if (events % 1_000_000 === 0) process.stderr.write(`${events} events, ${alerts.length} alerts\n`)
  }
  const perSecond = Math.round((events * 1000) / (performance.now() - started))
  if (values.alerts) await writeAlerts(values.alerts, alerts)
  const orangeOrAbove = alerts.filter(({ level }) => level === 'orange' || level === 'red').length
  const days = events > 0 ? Number(((span.last - span.first) / day).toFixed(2)) : 0
  process.stdout.write(`${JSON.stringify({ events, keys: keys.size, days, alerts: alerts.length, orangeOrAbove, perSecond })}\n`)
}

function readEvent(text: string, where: string): BurstEvent {
  let row: Record<string, unknown>
  try {
    row = JSON.parse(text) as Record<string, unknown>
  } catch {
    throw new GiveUp(`${where} is not JSON.`)
  }
  const word = (value: unknown): string | null => (typeof value === 'string' || typeof value === 'number' ? String(value) : null)
  const instant = (value: unknown): number | null => (typeof value === 'number' ? value : typeof value === 'string' ? parseInstant(value) : null)
  const time = instant(row.time)
  const key = word(row.key)
  if (key === null || time === null) throw new GiveUp(`${where} needs a key and a time.`)
  return { key, time, arrived: instant(row.arrived) ?? time, reporter: word(row.reporter) }
}

async function writeAlerts(path: string, alerts: readonly BurstAlert[]): Promise<void> {
  const out = createWriteStream(path, 'utf8')
  for (const alert of alerts) if (!out.write(`${JSON.stringify({ ...alert, time: new Date(alert.time).toISOString() })}\n`)) await once(out, 'drain')
  out.end()
  await once(out, 'finish')
}
