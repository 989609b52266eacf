/** A town for tests: a folder of its own, a clock that the test turns, pages by path. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { startTown, type Town } from '../../crawlers/sample-town/main.ts'

/** A Sunday evening, 2026-11-22 20:00 Beijing time. */
export const opened = Date.parse('2026-11-22T20:00:00+08:00')

export interface TestTown extends Town {
  clock: { at: number }
  dataDir: string
  bytes(path: string, init?: RequestInit): Promise<{ status: number; headers: Headers; body: Uint8Array }>
  text(path: string): Promise<string>
  /** Closes it and opens it again on the same folder. */
  restart(changes?: { seed?: string; pace?: number }): Promise<TestTown>
}

const folders: string[] = []
const towns: Town[] = []

export async function openTestTown(options: { seed?: string; days?: number; pace?: number; dataDir?: string; at?: number } = {}): Promise<TestTown> {
  const dataDir = options.dataDir ?? await mkdtemp(join(tmpdir(), 'town-'))
  if (options.dataDir === undefined) folders.push(dataDir)
  const clock = { at: options.at ?? opened }
  const settings = { port: 0, seed: options.seed ?? 'test', days: options.days ?? 6, pace: options.pace ?? 20 }
  const town = await startTown({ ...settings, dataDir, clock: { now: () => clock.at }, log: pino({ level: 'silent' }) })
  towns.push(town)
  const bytes: TestTown['bytes'] = async (path, init) => {
    const response = await fetch(town.url + path, { redirect: 'manual', ...init })
    return { status: response.status, headers: response.headers, body: new Uint8Array(await response.arrayBuffer()) }
  }
  return {
    ...town, clock, dataDir, bytes,
    text: async (path) => new TextDecoder('utf-8', { fatal: true }).decode((await bytes(path)).body),
    async restart(changes = {}) {
      await town.close()
      return openTestTown({ ...settings, ...changes, dataDir, at: clock.at })
    },
  }
}

export async function closeTestTowns(): Promise<void> {
  await Promise.all(towns.splice(0).map((town) => town.close()))
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })))
}

/** All hits of a pattern's first group. */
export const hits = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map(([, hit]) => hit ?? '')
