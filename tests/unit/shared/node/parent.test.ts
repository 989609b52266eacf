/** The end of the parent ends the child. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { startOf } from '../../../../shared/node/process-start.ts'
import { endWithParent } from '../../../../shared/node/parent.ts'

const module = join(import.meta.dirname, '../../../../shared/node/parent.ts')
const child = `import { endWithParent } from ${JSON.stringify(module)}
  endWithParent(() => process.exit(0))
  setInterval(() => {}, 1000)
  process.stdout.write(String(process.pid))`
const parent = `const { spawn } = require('node:child_process')
  spawn(process.execPath, ['--input-type=module-typescript', '-e', ${JSON.stringify(child)}], { stdio: ['ignore', 'inherit', 'inherit'] })
  setInterval(() => {}, 1000)`

test('a process whose parent is killed is told within a second', async () => {
  const process_ = spawn(process.execPath, ['-e', parent], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [data] = await once(process_.stdout, 'data') as [Buffer]
  const pid = Number(data.toString())
  await delay(400)
  expect(startOf(pid)).not.toBeNull()
  process_.kill('SIGKILL')
  for (let waited = 0; startOf(pid) !== null && waited < 1_000; waited += 20) await delay(20)
  expect(startOf(pid)).toBeNull()
})

test('watching can be stopped and leaves no listener behind', () => {
  const before = process.listenerCount('disconnect')
  const stop = endWithParent(() => { throw new Error('told although the parent lives') })
  expect(process.listenerCount('disconnect')).toBe(before + 1)
  stop()
  expect(process.listenerCount('disconnect')).toBe(before)
})
