/** Starts workers and hears what they answer. */
import { Worker } from 'node:worker_threads'
import { GiveUp, RetryLater } from '../../shared/errors.ts'
import type { Answer, Job } from './worker.ts'

export interface Thread {
  /** @throws GiveUp with the worker's sentence, RetryLater where it failed otherwise. */
  answer: Promise<Extract<Answer, { done: true }>>
  /** Asks it to end in order. */
  stop(): void
}

/** Megabytes of heap that a worker may fill before it, and not the gateway, ends. */
const heap = 1_024
/** Rows make much garbage and keep little of it. */
const nursery = 16

export function startThread(job: Job): Thread {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: job, resourceLimits: { maxOldGenerationSizeMb: heap, maxYoungGenerationSizeMb: nursery } })
  const answer = new Promise<Extract<Answer, { done: true }>>((resolve, reject) => {
    worker.once('message', (told: Answer) => {
      if (told.done) resolve(told)
      else reject(told.refused ? new GiveUp(told.message) : new RetryLater(told.message))
    })
    worker.once('error', (error: NodeJS.ErrnoException) => {
      reject(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? new GiveUp('文件太大，内存不够读取，请分成几个文件') : error)
    })
    worker.once('exit', (code) => { reject(new RetryLater(`A worker of imports ended with ${code}`)) })
  })
  return { answer, stop: () => { worker.postMessage('stop') } }
}
