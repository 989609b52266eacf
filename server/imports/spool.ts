/**
 * Where the orders of a file wait until the whole file is read: only then is it known that it is sound to its end, and which of several rows of
 * one number is the last. A file without a name, so that nothing is left of it however the process ends; no phone is in it.
 */
import { openSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { close, read, write } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ReadyOrder } from './posting.ts'

const [readAt, writeAt, closeFile] = [promisify(read), promisify(write), promisify(close)]

export interface Spool {
  /** Adds orders that are read back together. */
  add(orders: readonly ReadyOrder[]): Promise<void>
  /** Blocks as they were added. */
  blocks(): AsyncGenerator<ReadyOrder[]>
  close(): Promise<void>
}

export async function openSpool(): Promise<Spool> {
  const folder = await mkdtemp(join(tmpdir(), 'tinghu-orders-'))
  const file = openSync(join(folder, 'orders'), 'wx+', 0o600)
  rmSync(folder, { recursive: true })
  const lengths: number[] = []
  let end = 0
  // One buffer for all blocks: a new one each time would be some hundred megabytes before they are collected.
  let room = Buffer.allocUnsafe(1 << 20)
  const makeRoom = (bytes: number): void => { if (room.length < bytes) room = Buffer.allocUnsafe(bytes * 2) }
  return {
    async add(orders) {
      const text = JSON.stringify(orders)
      makeRoom(text.length * 3)
      const length = room.write(text)
      for (let done = 0; done < length;) done += (await writeAt(file, room, done, length - done, end + done)).bytesWritten
      end += length
      lengths.push(length)
    },
    async* blocks() {
      let from = 0
      for (const length of lengths) {
        makeRoom(length)
        for (let done = 0; done < length;) {
          const { bytesRead } = await readAt(file, room, done, length - done, from + done)
          if (bytesRead === 0) throw new Error('The spool of an import is shorter than what was written')
          done += bytesRead
        }
        from += length
        yield JSON.parse(room.toString('utf8', 0, length)) as ReadyOrder[]
      }
    },
    close: () => closeFile(file),
  }
}
