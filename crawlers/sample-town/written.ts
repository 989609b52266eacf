/** What people wrote through the town's own form: appended to a file at once, so that a restart still shows it. */
import { appendFile, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import { idRanges, instantOfId, numberer } from './plan/happening.ts'

const writtenSchema = z.strictObject({
  id: z.number(), at: z.number(), board: z.number(), author: z.string(), title: z.string(), text: z.string(),
})
export type Written = z.infer<typeof writtenSchema>

export interface WrittenThreads {
  all: () => readonly Written[]
  /** Stores a thread, then gives it its id. Rejects when the disk refuses it or the town is full. */
  add(thread: Omit<Written, 'id'>): Promise<Written>
}

/** A demonstration is no place to store things: past this many the form says no. */
const mostThreads = 10_000

/** Opens the file; a last line that was cut by a crash is left out. */
export async function openWritten(dataDir: string): Promise<WrittenThreads> {
  const path = join(dataDir, 'written.ndjson')
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return ''
    throw error
  })
  const threads = text.split('\n').flatMap((line) => {
    const parsed = writtenSchema.safeParse(parseLine(line))
    return parsed.success ? [parsed.data] : []
  })
  const next = numberer(idRanges.written)
  for (const { id } of threads) next(instantOfId(id))
  // A file that ends in the middle of a line must not swallow the next one.
  let separator = text === '' || text.endsWith('\n') ? '' : '\n'
  return {
    all: () => threads,
    async add(thread) {
      if (threads.length >= mostThreads) throw new Error('The forum is full.')
      const written: Written = { ...thread, ...idAt(next, thread.at) }
      await appendFile(path, `${separator}${JSON.stringify(written)}\n`, { flush: true })
      separator = ''
      threads.push(written)
      return written
    },
  }
}

/** The id may belong to a later second, the time of writing stays what it is: what was just written must show at once. */
const idAt = (next: ReturnType<typeof numberer>, at: Instant): { id: number } => ({ id: next(at).id })

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
