/**
 * `bench -- pipeline [--postings N] [--rate R]`: postings through record and the whole line, with one Socket.IO client.
 *
 * The pipeline runs as the product runs it, a process of its own; record, gateway and client share this one. Beside it, in the
 * same run, bare jieba cuts the same texts: the ratio of the two holds when the machine's speed drifts.
 */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { io, type Socket } from 'socket.io-client'
import { day, hour, systemClock } from '../../shared/clock.ts'
import type { ServerToClient } from '../../shared/events.ts'
import { readConfig, root } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import { connectRedis, type RedisClient } from '../../shared/node/redis.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import type { Posting } from '../../shared/posting.ts'
import { startGateway } from '../../server/gateway.ts'
import { keysOf } from '../../server/live-state/keys.ts'
import { district, makeComplaints } from '../support/postings.ts'
import { startTestServices } from '../support/services.ts'

/** Postings in one transaction, as a crawler that catches up records them. */
const batch = 500
/** Seconds over which latency is taken. */
const latencySeconds = 10

export async function benchPipeline(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { postings: { type: 'string', default: '20000' }, rate: { type: 'string', default: '500' } } })
  const [count, rate] = [Number(values.postings), Number(values.rate)]
  if (!(count >= batch) || !(rate > 0)) throw new Error(`--postings takes a number from ${batch} on, --rate one above 0`)
  const say = (words: string): void => { process.stderr.write(`${words}\n`) }

  const services = await startTestServices()
  const log = createLog('bench', 'warn')
  const pack = loadDistrict(district)
  const db = connectPostgres(services.databaseUrl)
  const redis = connectRedis(services.redisUrl, () => undefined)
  await migrate(db, log)
  const config = readConfig({ PORT: '0', DATA_DIR: services.dataDir, LOG_LEVEL: 'warn' })
  const secrets = { kioskToken: 'bench', reporterKey: 'bench', sessionKey: 'session key' }
  const gateway = await startGateway({ config, databaseUrl: services.databaseUrl, redisUrl: services.redisUrl, db, pack, secrets, clock: systemClock, log })
  const pipeline = fork(join(root, 'server/roles/pipeline.ts'), {
    env: { ...process.env, DATABASE_URL: services.databaseUrl, REDIS_URL: services.redisUrl, DATA_DIR: services.dataDir, LOG_LEVEL: 'warn' },
  })
  const client: Socket<ServerToClient> = io(gateway.url, { auth: { kiosk: 'bench' }, transports: ['websocket'] })
  try {
    await new Promise((resolve) => client.once('connect', () => resolve(null)))
    const now = Date.now()
    const history = makeComplaints(count, now - 20 * day, (20 * day - hour) / count)

    say(`bare cut of ${count} texts`)
    const cutPerSecond = timeCut(history, pack)
    say(`record and line, ${count} postings`)
    const { recordPerSecond, perSecond } = await timeLine(db, redis, history)
    say(`latency at ${rate} postings a second, ${latencySeconds} s`)
    const latencies = await timeLatency(db, client, rate)
    const at = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? Number.NaN
    process.stdout.write(`${JSON.stringify({
      postings: count, perSecond: Math.round(perSecond), ratioToCut: Number((perSecond / cutPerSecond).toFixed(4)), p50Ms: at(0.5), p99Ms: at(0.99),
      recordPerSecond: Math.round(recordPerSecond), cutPerSecond: Math.round(cutPerSecond), rate, seen: latencies.length,
    })}\n`)
  } finally {
    client.close()
    pipeline.kill('SIGKILL')
    await gateway.close()
    redis.disconnect()
    await db.end()
    await services.stop()
  }
}

function timeCut(postings: readonly Posting[], pack: ReturnType<typeof loadDistrict>): number {
  const segmenter = createSegmenter(pack)
  segmenter.cut('预热')
  const started = performance.now()
  for (const posting of postings) segmenter.cut(posting.title + posting.text)
  return postings.length / ((performance.now() - started) / 1_000)
}

/** Record as fast as it goes; the line is done when Redis has applied the last number. */
async function timeLine(db: Database, redis: RedisClient, postings: readonly Posting[]): Promise<{ recordPerSecond: number; perSecond: number }> {
  const started = performance.now()
  for (let at = 0; at < postings.length; at += batch) await record(db, district, postings.slice(at, at + batch))
  const recorded = performance.now()
  while (Number(await redis.get(keysOf(district).applied)) < postings.length) await pause(10)
  const seconds = (until: number): number => (until - started) / 1_000
  return { recordPerSecond: postings.length / seconds(recorded), perSecond: postings.length / seconds(performance.now()) }
}

/** Milliseconds from the call of record to the client, sorted; fifty transactions a second, as several crawlers make them. */
async function timeLatency(db: Database, client: Socket<ServerToClient>, rate: number): Promise<number[]> {
  const sentAt = new Map<string, number>()
  const latencies: number[] = []
  client.on('delta', ({ postings }) => {
    const now = performance.now()
    for (const { title } of postings) {
      const sent = sentAt.get(title)
      if (sent !== undefined) latencies.push(Number((now - sent).toFixed(1)))
    }
  })
  const every = 20
  const each = Math.max(1, Math.round(rate * every / 1_000))
  const now = Date.now()
  const postings = makeComplaints(rate * latencySeconds, now - 60_000, 1).map((posting, index) => (
    { ...posting, externalId: `live-${index}`, title: `${posting.title}${index}` }
  ))
  const started = performance.now()
  const pending: Promise<unknown>[] = []
  for (let at = 0; at < postings.length; at += each) {
    await pause(Math.max(0, started + (at / rate) * 1_000 - performance.now()))
    const run = postings.slice(at, at + each)
    for (const { title } of run) sentAt.set(title, performance.now())
    pending.push(record(db, district, run))
  }
  await Promise.all(pending)
  const patience = performance.now() + 10_000
  while (latencies.length < postings.length && performance.now() < patience) await pause(50)
  return latencies.sort((a, b) => a - b)
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds))
