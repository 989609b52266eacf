/** Starts the processes in which files are read, and hears what they answer: whatever a file does there, the gateway goes on. */
import { fork } from 'node:child_process'
import { join } from 'node:path'
import { GiveUp, RetryLater } from '../../shared/errors.ts'
import type { Answer, Job } from './worker.ts'

export interface StartedWorker {
  /** @throws GiveUp with the worker's sentence, RetryLater where it failed otherwise. */
  answer: Promise<Extract<Answer, { done: true }>>
  /** Asks it to end in order. */
  stop(): void
}

/** Megabytes of heap that a worker may fill; rows make much garbage and keep little of it (see commands/import.ts). */
const flags = ['--max-old-space-size=1024', '--semi-space-growth-factor=1', '--heap-growing-percent=80']

export function startWorker(job: Job): StartedWorker {
  const worker = fork(join(import.meta.dirname, 'worker.ts'), { execArgv: flags, serialization: 'advanced', stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const answer = new Promise<Extract<Answer, { done: true }>>((resolve, reject) => {
    worker.once('message', (told: Answer) => {
      if (told.done) resolve(told)
      else reject(told.refused ? new GiveUp(told.message) : new RetryLater(told.message))
    })
    worker.once('error', reject)
    worker.once('exit', (code, signal) => {
      // V8 aborts where the heap is full.
      reject(signal === 'SIGABRT' ? new GiveUp('文件太大，内存不够读取，请分成几个文件') : new RetryLater(`A worker of imports ended with ${signal ?? code}`))
    })
    worker.send(job, (error) => { if (error) reject(error) })
  })
  return { answer, stop: () => { if (worker.connected) worker.send('stop') } }
}
