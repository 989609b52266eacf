/** When the town was first opened and how: kept on disk, so that every later start shows the same past. */
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import { Fatal, messageOf } from '../../shared/errors.ts'

const openingSchema = z.strictObject({
  seed: z.string(),
  /** Days of past that were there at the opening. */
  days: z.number().min(0),
  openedAt: z.number(),
  /** Seconds between two live postings, from when on; in order of time. */
  paces: z.array(z.strictObject({ from: z.number(), pace: z.number().min(0) })).min(1),
})
export type Opening = z.infer<typeof openingSchema>

const fileName = 'opening.json'

/**
 * Reads how the town was opened, or opens it now. Seed and days of a town that is open stay as they were; a new pace counts
 * from now on. Other wishes need another folder.
 * @throws Fatal when the file is damaged: a new opening would rewrite the past under a crawler's cursor.
 */
export async function openTown(dataDir: string, wanted: { seed: string; days: number; pace: number }, now: Instant): Promise<Opening> {
  await mkdir(dataDir, { recursive: true })
  const kept = await readOpening(dataDir)
  if (!kept) return save(dataDir, { seed: wanted.seed, days: wanted.days, openedAt: now, paces: [{ from: now, pace: wanted.pace }] })
  if (kept.paces.at(-1)?.pace === wanted.pace) return kept
  return save(dataDir, { ...kept, paces: [...kept.paces, { from: now, pace: wanted.pace }] })
}

/** How a town was opened; null where none has been. */
export async function readOpening(dataDir: string): Promise<Opening | null> {
  const path = join(dataDir, fileName)
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  try {
    return openingSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new Fatal(`${path} is damaged (${messageOf(error)}). Remove the folder to open a new sample town.`)
  }
}

async function save(dataDir: string, opening: Opening): Promise<Opening> {
  const path = join(dataDir, fileName)
  await writeFile(`${path}.new`, JSON.stringify(opening, null, 2))
  await rename(`${path}.new`, path)
  return opening
}
