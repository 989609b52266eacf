/** The lock of a data folder. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readHolder, takeLock } from '../../../../shared/node/lock.ts'
import { startOf } from '../../../../shared/node/process-start.ts'

let folder: string
let path: string

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinghu-lock-'))
  path = join(folder, 'lock')
})
afterEach(() => { rmSync(folder, { recursive: true, force: true }) })

/** The number of a process that has just ended and was collected. */
async function deadPid(): Promise<number> {
  const child = spawn('true')
  await once(child, 'exit')
  return child.pid!
}

describe('takeLock', () => {
  test('leaves one file while it is held and none when it is given back', async () => {
    const release = await takeLock(path, 'it')
    expect(readdirSync(folder)).toEqual(['lock'])
    expect(readHolder(path)).toEqual({ pid: process.pid, start: startOf(process.pid) })
    release()
    expect(readdirSync(folder)).toEqual([])
  })

  test('refuses while the holder lives, naming it and what to do', async () => {
    const release = await takeLock(path, 'The data folder')
    await expect(takeLock(path, 'The data folder', 100)).rejects.toThrow(new RegExp(`The data folder is in use by process ${process.pid}.*kill ${process.pid}`))
    release()
  })

  test('is taken as soon as a holder that is about to end lets go', async () => {
    const release = await takeLock(path, 'it')
    const second = takeLock(path, 'it', 5_000)
    setTimeout(release, 200)
    const releaseSecond = await second
    expect(existsSync(path)).toBe(true)
    releaseSecond()
    expect(existsSync(path)).toBe(false)
  })

  test('takes over from a dead holder, from a number that now belongs to a later process, and from a damaged file', async () => {
    const remains = [
      JSON.stringify({ pid: await deadPid(), start: '1' }),
      JSON.stringify({ pid: process.pid, start: 'another start' }),
      '{"pid":', '', '{}', '{"pid":-1}',
    ]
    for (const text of remains) {
      writeFileSync(path, text)
      expect(readHolder(path)).toBeNull()
      const release = await takeLock(path, 'it', 0)
      expect(readHolder(path)?.pid).toBe(process.pid)
      release()
    }
    expect(readdirSync(folder)).toEqual([])
  })

  test('is not given back twice: the second time it may be another\'s', async () => {
    const release = await takeLock(path, 'it')
    release()
    const another = JSON.stringify({ pid: process.ppid, start: startOf(process.ppid) })
    writeFileSync(path, another)
    release()
    expect(readHolder(path)?.pid).toBe(process.ppid)
  })

  test('is got by exactly one of many processes that find a dead holder at the same moment', async () => {
    writeFileSync(path, JSON.stringify({ pid: await deadPid(), start: '1' }))
    const module = join(import.meta.dirname, '../../../../shared/node/lock.ts')
    const program = `import { takeLock } from ${JSON.stringify(module)}
      process.stdin.once('data', async () => {
        const won = await takeLock(${JSON.stringify(path)}, 'it', 0).then(() => 'won', () => 'lost')
        process.stdout.write(won)
        process.stdin.once('data', () => process.exit())
      })
      process.stdout.write('ready')`
    const children = Array.from({ length: 6 }, () => spawn(process.execPath, ['--input-type=module-typescript', '-e', program], { stdio: ['pipe', 'pipe', 'inherit'] }))
    const hear = (child: (typeof children)[number]) => once(child.stdout, 'data').then(([data]) => String(data))
    await Promise.all(children.map(hear))
    const results = children.map(hear)
    for (const child of children) child.stdin.write('go')
    expect((await Promise.all(results)).filter((word) => word === 'won')).toHaveLength(1)
    const ends = children.map((child) => once(child, 'exit'))
    for (const child of children) child.stdin.write('end')
    await Promise.all(ends)
  })
})
