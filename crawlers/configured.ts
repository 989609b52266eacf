/** Which sources to crawl: those of a file, or the sample town when nobody has configured any. */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Clock } from '../shared/clock.ts'
import { sourceSchema, type SourceConfig } from '../shared/district.ts'
import { Fatal, messageOf } from '../shared/errors.ts'
import type { Config } from '../shared/node/config.ts'
import type { Log } from '../shared/node/log.ts'
import type { OpenSource, Watch } from './source.ts'
import { findSource, sources } from './sources/index.ts'

/**
 * The configured sources; null when there is no file, and the sample town stands in.
 * @throws Fatal naming file, place and what is wrong there.
 */
export async function readSources(config: Config): Promise<SourceConfig[] | null> {
  const path = config.SOURCES_FILE ?? (existsSync(config.dataPath('sources.json')) ? config.dataPath('sources.json') : null)
  if (!path) return null
  const json = await readFile(path, 'utf8').then((text) => JSON.parse(text) as unknown).catch((error: unknown) => {
    throw new Fatal(`${path}: ${messageOf(error)}`)
  })
  const parsed = z.array(sourceSchema).safeParse(json)
  if (!parsed.success) throw new Fatal(`${path}: ${z.prettifyError(parsed.error)}`)
  const twice = parsed.data.find(({ id }, index) => parsed.data.findIndex((other) => other.id === id) !== index)
  if (twice) throw new Fatal(`${path}: two sources are called ${twice.id}`)
  return parsed.data
}

/** Starts the sample town. It is loaded only where it is wanted. */
export async function openTown(config: Config, clock: Clock, log: Log) {
  const { startTown } = await import('./sample-town/main.ts')
  return startTown({
    port: config.TOWN_PORT, seed: config.TOWN_SEED, days: config.TOWN_DAYS, pace: config.TOWN_PACE, dataDir: config.dataPath('town'), clock, log,
  })
}

/** @throws Fatal when a source names no adapter that there is, or gives it options it does not know. */
export function openSource(config: SourceConfig, watch: Watch): OpenSource {
  const source = findSource(config.adapter)
  if (!source) throw new Fatal(`Source ${config.id}: there is no adapter ${config.adapter} (there are ${sources.map(({ name }) => name).join(', ')})`)
  return source.open(config, watch)
}
