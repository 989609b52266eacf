/** What an earlier run left behind. */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { endOrphan } from '../../../../server/embedded/orphan.ts'
import { startOf } from '../../../../shared/node/process-start.ts'
import { createLog } from '../../../../shared/node/log.ts'

const log = createLog('test', 'silent')
let base: string
let folder: string
let children: ChildProcess[] = []

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'tinghu-orphan-'))
  folder = join(base, 'postgres')
  mkdirSync(folder)
  // A program by the name of the service: the kernel names a process after the file it was started from.
  symlinkSync(process.execPath, join(base, 'postgres-like'))
})
afterEach(() => {
  for (const child of children) child.kill('SIGKILL')
  children = []
  rmSync(base, { recursive: true, force: true })
})

async function startLike(cwd: string, program = "process.title = 'postgres'"): Promise<ChildProcess> {
  const child = spawn(join(base, 'postgres-like'), ['-e', `${program}; setInterval(() => {}, 1000); console.log('up')`], { cwd })
  children.push(child)
  await once(child.stdout, 'data')
  return child
}

describe('startOf', () => {
  test('tells processes apart and knows when there is none', async () => {
    const child = await startLike(folder)
    expect(startOf(child.pid!)).toMatch(/\d/)
    expect(startOf(child.pid!)).toBe(startOf(child.pid!))
    expect(startOf(process.pid)).not.toBe(startOf(child.pid!))
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(startOf(child.pid!)).toBeNull()
  })
})

describe('endOrphan', () => {
  test('ends a service that works in the folder', async () => {
    const child = await startLike(folder)
    const file = join(folder, 'postmaster.pid')
    writeFileSync(file, `${child.pid}\nmore`)
    await endOrphan(folder, file, /^postgres/, 'SIGINT', log)
    expect(startOf(child.pid!)).toBeNull()
  })

  test('lets a service of the same name that works elsewhere live, and removes the misleading file', async () => {
    const child = await startLike(base)
    const file = join(folder, 'postmaster.pid')
    writeFileSync(file, `${child.pid}\n`)
    await endOrphan(folder, file, /^postgres/, 'SIGINT', log)
    expect(startOf(child.pid!)).not.toBeNull()
    expect(existsSync(file)).toBe(false)
  })

  test('lets another program in the folder live', async () => {
    const child = await startLike(folder, "process.title = 'editor'")
    const file = join(folder, 'postmaster.pid')
    writeFileSync(file, `${child.pid}\n`)
    await endOrphan(folder, file, /^postgres/, 'SIGINT', log)
    expect(startOf(child.pid!)).not.toBeNull()
  })

  test('does nothing where the file is missing, damaged, or names nobody', async () => {
    const file = join(folder, 'postmaster.pid')
    await endOrphan(folder, file, /^postgres/, 'SIGINT', log)
    for (const text of ['', 'what', '-4\n', '0\n', '1\n']) {
      writeFileSync(file, text)
      await endOrphan(folder, file, /^postgres/, 'SIGINT', log)
      expect(existsSync(file)).toBe(true)
    }
  })
})
