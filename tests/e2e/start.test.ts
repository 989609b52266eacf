import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { WallSnapshot } from '../../shared/wall.ts'
import { readHolder } from '../../shared/node/lock.ts'
import { livingIn } from '../support/embedded-trial.ts'
import { leftOf, makeDataDir, removeDataDir, startWholeProgram, type WholeProgram } from '../support/whole-program.ts'

let dataDir: string
let running: WholeProgram | null = null

beforeEach(() => { dataDir = makeDataDir() })
afterEach(async () => {
  if (running?.npm.exitCode === null) {
    process.kill(-running.npm.pid!, 'SIGTERM')
    await running.ended
  }
  running = null
  removeDataDir(dataDir)
})

const small = { TOWN_DAYS: '2' }

async function snapshotOf({ wall }: WholeProgram): Promise<WallSnapshot> {
  const address = new URL(wall)
  const response = await fetch(new URL(`/api/wall${address.search}`, address))
  if (!response.ok) throw new Error(`/api/wall answered ${response.status}`)
  return response.json() as Promise<WallSnapshot>
}

async function until<T>(what: string, look: () => Promise<T | null> | T | null, seconds: number): Promise<T> {
  const end = Date.now() + seconds * 1_000
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > end) throw new Error(`Not within ${seconds} s: ${what}\n${running?.output() ?? ''}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

const filled = (program: WholeProgram): Promise<number> => until('the wall is filled and caught up', async () => {
  const { sections: { line, sources } } = await snapshotOf(program)
  return line && line.applied > 300 && line.applied === line.recorded && sources?.length === 4 ? line.applied : null
}, 150)

const nothingLeft = (): Promise<true> => until('nothing of the program is left', () => (leftOf(dataDir).length === 0 ? true : null), 60)

test('npm start fills the wall from the sample town; a second start keeps all of it', async () => {
  running = await startWholeProgram(dataDir, small)
  const applied = await filled(running)
  const snapshot = await snapshotOf(running)
  expect(snapshot.demo).toBe(true)
  expect(running.password).not.toBeNull()
  expect(livingIn(dataDir).map(({ name }) => name)).toEqual(expect.arrayContaining(['postgres', 'redis-server']))

  process.kill(-running.npm.pid!, 'SIGINT')
  await running.ended
  await nothingLeft()

  running = await startWholeProgram(dataDir, small)
  expect(running.password).toBeNull()
  expect((await until('the line has moved on', async () => {
    const { sections: { line } } = await snapshotOf(running!)
    return line && line.applied >= applied ? line : null
  }, 60)).applied).toBeGreaterThanOrEqual(applied)
})

test.each([
  ['the server', () => readHolder(join(dataDir, 'lock'))!.pid],
  ['npm', (program: WholeProgram) => program.npm.pid!],
])('kill -9 of %s leaves no process behind, and the next start goes on', async (_who, victim) => {
  running = await startWholeProgram(dataDir, small)
  const applied = await filled(running)
  process.kill(victim(running), 'SIGKILL')
  await nothingLeft()
  running = await startWholeProgram(dataDir, small)
  expect(await filled(running)).toBeGreaterThanOrEqual(applied)
})
