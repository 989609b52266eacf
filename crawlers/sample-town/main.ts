/** The sample town: local web sites that tell the life of a district, for demonstrations and tests, crawled like any other sites. */
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock, type Clock } from '../../shared/clock.ts'
import type { SourceConfig } from '../../shared/district.ts'
import { messageOf } from '../../shared/errors.ts'
import { readConfig } from '../../shared/node/config.ts'
import { createLog, type Log } from '../../shared/node/log.ts'
import { openTown } from './opening.ts'
import { createTimeline } from './plan/timeline.ts'
import { createSites } from './sites/index.ts'
import { answer, type Answer } from './sites/answer.ts'
import { townSources } from './sources.ts'
import { openWritten } from './written.ts'

export interface TownOptions {
  /** 0 = any free port. */
  port: number
  /** Sets everything that is told. A town that is open keeps the seed it was opened with. */
  seed: string
  /** Days of past on the first start. */
  days: number
  /** Seconds between two live postings, on average; 0 = none. */
  pace: number
  /** Folder of the town's own; holds when it was opened and what people wrote. */
  dataDir: string
  clock: Clock
  log: Log
}

export interface Town {
  /** `http://127.0.0.1:8090`, without a slash at the end. */
  url: string
  sources: SourceConfig[]
  close(): Promise<void>
}

/** Largest form that is read. */
const mostBytes = 256 * 1024

/**
 * Opens the town on 127.0.0.1. The same seed, opening and clock give the same pages, to the byte.
 * @throws when the port is taken or the folder cannot be used.
 */
export async function startTown(options: TownOptions): Promise<Town> {
  const { clock, log, dataDir } = options
  const opening = await openTown(dataDir, options, clock.now())
  if (opening.seed !== options.seed || opening.days !== options.days) {
    log.warn({ kept: { seed: opening.seed, days: opening.days } }, 'The sample town keeps the seed and days it was opened with.')
  }
  const sites = createSites(opening.seed, createTimeline(opening), await openWritten(dataDir), () => clock.now())
  const server = createServer((incoming, outgoing) => {
    void respond(incoming, sites)
      .catch((error: unknown) => {
        log.error({ url: incoming.url, reason: messageOf(error) }, 'The sample town could not answer.')
        return answer('text/plain; charset=utf-8', 'error', 500)
      })
      .then(({ status, headers, body }) => {
        outgoing.writeHead(status, { ...headers, ...(status === 304 ? {} : { 'content-length': String(body.byteLength) }) })
        outgoing.end(incoming.method === 'HEAD' || status === 304 ? undefined : body)
      })
  })
  await listen(server, options.port)
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  log.info({ url, openedAt: new Date(opening.openedAt).toISOString() }, 'The sample town is open.')
  return {
    url,
    sources: townSources(url),
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

async function respond(incoming: IncomingMessage, sites: ReturnType<typeof createSites>): Promise<Answer> {
  const method = incoming.method ?? 'GET'
  if (!['GET', 'HEAD', 'POST'].includes(method)) return answer('text/plain; charset=utf-8', 'method not allowed', 405)
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > mostBytes) return answer('text/plain; charset=utf-8', 'too large', 413, { connection: 'close' })
    chunks.push(chunk)
  }
  const url = URL.parse(incoming.url ?? '/', 'http://127.0.0.1')
  if (!url) return answer('text/plain; charset=utf-8', 'bad request', 400)
  return sites({ method, path: url.pathname, query: url.searchParams, headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') })
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject)
      resolve()
    })
  })
}

if (import.meta.main) {
  const config = readConfig()
  await startTown({
    port: config.TOWN_PORT, seed: config.TOWN_SEED, days: config.TOWN_DAYS, pace: config.TOWN_PACE, dataDir: config.dataPath('town'),
    clock: systemClock, log: createLog('sample-town', config.LOG_LEVEL),
  })
}
