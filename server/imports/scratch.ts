/** A file on this machine for as long as it is read; those of processes that died are swept away. */
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { mkdtemp, open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHolder, takeLock } from '../../shared/node/lock.ts'

const prefix = 'tinghu-import-'

export interface Scratch {
  path: string
  bytes: number
  remove(): void
}

/**
 * Puts the bytes into a file, readable by this user only, in a folder that is locked by this process.
 * @throws what the bytes throw; nothing is left then.
 */
export async function keepScratch(bytes: AsyncIterable<Buffer>): Promise<Scratch> {
  sweepScratch()
  const folder = await mkdtemp(join(tmpdir(), prefix))
  const release = await takeLock(join(folder, 'lock'), folder)
  const path = join(folder, 'file')
  const remove = (): void => {
    release()
    rmSync(folder, { recursive: true, force: true })
  }
  let size = 0
  try {
    const file = await open(path, 'wx', 0o600)
    try {
      for await (const part of bytes) {
        size += part.length
        await file.appendFile(part)
      }
    } finally {
      await file.close()
    }
  } catch (error) {
    remove()
    throw error
  }
  return { path, bytes: size, remove }
}

/** Removes what processes left that are no more: it holds personal data. */
export function sweepScratch(): void {
  mkdirSync(tmpdir(), { recursive: true })
  for (const entry of readdirSync(tmpdir())) {
    if (!entry.startsWith(prefix)) continue
    const folder = join(tmpdir(), entry)
    try {
      // Without a lock it has only just been made, or is not ours.
      if (readdirSync(folder).includes('lock') && readHolder(join(folder, 'lock')) === null) rmSync(folder, { recursive: true, force: true })
    } catch {
      // Another user's, or already gone.
    }
  }
}
