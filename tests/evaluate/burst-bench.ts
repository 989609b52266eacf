/** `evaluate -- burst-bench`: simulated quiet years and simulated rises through the burst line, beside a CUSUM that knows both rates. */
import { parseArgs } from 'node:util'
import { day, hour } from '../../shared/clock.ts'
import { createBurstLine, type BurstAlert } from './burst-line.ts'
import { Cusum, cusumThreshold } from './burst-cusum.ts'
import { randomFrom, simulate, type Rise, type World, type WorldOptions } from './burst-world.ts'

/** Keys and days for each rate: enough of them to count false alarms, few enough to be done in minutes. */
const plans = [{ rate: 0.2, keys: 240 }, { rate: 4, keys: 160 }, { rate: 40, keys: 40 }, { rate: 400, keys: 10 }]
const factors = [2, 4, 8]
/** False alarms of the CUSUM in a key-year. */
const wanted = 0.5
const warmUp = 28
const quietDays = 365
const risenDays = 180
const usual: Omit<WorldOptions, 'seed' | 'days' | 'rates' | 'rises'> = {
  begin: '2025-01-06', wander: 0.1, own: 0.3, pool: Infinity,
  holidays: [{ from: 60, days: 7, factor: 2.5 }, { from: 140, days: 7, factor: 0.4 }, { from: 230, days: 7, factor: 1.8 }, { from: 300, days: 7, factor: 0.3 }],
}
const none: ReadonlyMap<number, Rise> = new Map()

/**
 * Prints a line `{rate, falsePerKeyYear, orangePerKeyYear}` for each rate, a line `{rate, factor, cases, cusumDelay, delay,
 * medianDelayRatio, missed}` for each rise (delays in expected counts, medians; of the cases that the CUSUM finds), and one on
 * the faults that must raise nothing: `{fault, alerts, alertsWithout}`. `--seed N` draws other worlds, `--wander X` lets rates
 * wander more or less, `--rates A,B` takes some of the rates.
 */
export async function benchBursts(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { seed: { type: 'string' }, wander: { type: 'string' }, rates: { type: 'string' } } })
  const seed = Number(values.seed ?? 1)
  const options = { ...usual, wander: Number(values.wander ?? usual.wander) }
  const asked = plans.filter(({ rate }) => !values.rates || values.rates.split(',').map(Number).includes(rate))
  for (const { rate, keys } of asked) {
    const rates = new Array<number>(keys).fill(rate)
    const world = simulate({ ...options, seed, days: quietDays, rates, rises: none })
    const alerts = run(world).filter(({ time }) => time > world.start + warmUp * day)
    const years = (keys * (quietDays - warmUp)) / 365
    const orange = alerts.filter(({ level }) => level === 'orange' || level === 'red')
    tell({ rate, keyYears: Number(years.toFixed(0)), falsePerKeyYear: round(alerts.length / years), orangePerKeyYear: round(orange.length / years) })
    for (const row of measureDelays({ ...options, seed: seed + 100, days: risenDays, rates, rises: none }, rate)) tell(row)
  }
  for (const fault of [addLoudVoices, addOutage]) tell(measureFault({ ...options, seed: seed + 200, days: risenDays, rates: mixed, rises: none }, fault))
}

const mixed = [0.2, 4, 40].flatMap((rate) => new Array<number>(12).fill(rate))

interface Delay { factor: number; cusum: number; own: number }

/** Every key rises once, at a time of its own, for good. */
function measureDelays(options: WorldOptions, rate: number): object[] {
  const random = randomFrom(options.seed)
  const delays: Delay[] = []
  const thresholds = new Map(factors.map((factor) => [factor, cusumThreshold(rate, factor, wanted, options.seed)]))
  for (let round = 0; delays.length < 240 && round < 4; round++) {
    const rises = new Map(options.rates.map((_, key) => [key, { from: warmUp + 7 + random() * 90, factor: factors[(key + round) % factors.length] ?? 2 }]))
    const world = simulate({ ...options, seed: options.seed + round, rises })
    const alerts = run(world)
    for (const [key, rise] of rises) {
      const from = world.start + rise.from * day
      const found = cusumAlarm(world, key, rise.factor, thresholds.get(rise.factor) ?? Infinity, from)
      if (found === null) continue
      const own = alerts.find((alert) => alert.key === String(key) && alert.time >= from)
      delays.push({ factor: rise.factor, cusum: world.expectedBetween(key, from, found), own: own ? world.expectedBetween(key, from, own.time) : Infinity })
    }
  }
  return factors.map((factor) => {
    const cases = delays.filter((one) => one.factor === factor)
    const cusumDelay = median(cases.map(({ cusum }) => cusum))
    const delay = median(cases.map(({ own }) => own))
    const missed = cases.filter(({ own }) => own === Infinity).length
    return { rate, factor, cases: cases.length, cusumDelay: round(cusumDelay), delay: round(delay), medianDelayRatio: round(delay / cusumDelay), missed }
  })
}

/** When the CUSUM first alarms after the rise; null = never, or it was alarmed before. */
function cusumAlarm(world: World, key: number, factor: number, threshold: number, from: number): number | null {
  const cusum = new Cusum(factor)
  let last = world.start
  for (let i = 0; i < world.times.length; i++) {
    const time = world.times[i] ?? 0
    if (world.keys[i] !== key) continue
    const value = cusum.note(world.expectedBetween(key, last, time))
    last = time
    if (value < threshold) continue
    if (time > from) return time
    cusum.value = 0
  }
  return null
}

/** Arrivals differ from times where a fault says so; then order is that of arrival. */
function run(world: World, arrivals: Float64Array = world.times): BurstAlert[] {
  const line = createBurstLine()
  const order = Array.from(world.times.keys())
  if (arrivals !== world.times) order.sort((a, b) => (arrivals[a] ?? 0) - (arrivals[b] ?? 0))
  return order.flatMap((i) => line.take({
    key: String(world.keys[i]), time: world.times[i] ?? 0, arrived: arrivals[i] ?? 0, reporter: `r${world.reporters[i] ?? 0}`,
  }) ?? [])
}

type Fault = (world: World) => { name: string; world: World; arrivals: Float64Array }

function measureFault(options: WorldOptions, fault: Fault): object {
  const world = simulate(options)
  const broken = fault(world)
  return { fault: broken.name, alerts: run(broken.world, broken.arrivals).length, alertsWithout: run(world).length }
}

/** In each key one reporter posts twenty times: within an hour, within a day, within a week. */
function addLoudVoices(world: World): ReturnType<Fault> {
  const rows = Array.from(world.times, (time, i) => ({ time, key: world.keys[i] ?? 0, reporter: world.reporters[i] ?? 0 }))
  const loud = 4_000_000_000
  for (const key of mixed.keys()) {
    for (const [at, span] of [[50, hour], [90, day], [120, 7 * day]] as const) {
      for (let i = 0; i < 20; i++) rows.push({ time: world.start + at * day + 13 * hour + (i * span) / 20, key, reporter: loud + key })
    }
  }
  rows.sort((a, b) => a.time - b.time)
  const times = Float64Array.from(rows, ({ time }) => time)
  const shouted = { ...world, times, keys: Uint16Array.from(rows, ({ key }) => key), reporters: Uint32Array.from(rows, ({ reporter }) => reporter) }
  return { name: 'one reporter posting twenty times', world: shouted, arrivals: times }
}

/** A third of the keys falls silent for six hours of seven days; what was missed comes within a minute afterwards. */
function addOutage(world: World): ReturnType<Fault> {
  const arrivals = Float64Array.from(world.times, (time, i) => {
    for (const at of [40, 70, 90, 110, 130, 150, 170]) {
      const begin = world.start + at * day + 8 * hour
      if ((world.keys[i] ?? 0) % 3 === 0 && time >= begin && time < begin + 6 * hour) return begin + 6 * hour + (i % 60) * 1000
    }
    return time
  })
  return { name: 'six hours of outage with its backlog', world, arrivals }
}

const median = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? Infinity
const round = (value: number): number | null => (Number.isFinite(value) ? Number(value.toFixed(3)) : null)
const tell = (row: object): void => { process.stdout.write(`${JSON.stringify(row)}\n`) }
