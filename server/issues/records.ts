/** Keeps some whole numbers for each handle, in chunks, so that growing moves nothing and the garbage collector has nothing to look at. */
import type { Handle } from './handles.ts'

const chunkBits = 13
const chunkMask = (1 << chunkBits) - 1

/** Whole numbers of 32 bits, so many for each handle; 0 until set, and whatever was set last when the handle goes to another. */
export class Records {
  readonly #chunks: Int32Array[] = []
  readonly #width: number

  constructor(width: number) {
    this.#width = width
  }

  /** Makes room for a handle; those below have room already. */
  reach(handle: Handle): void {
    if (handle >> chunkBits === this.#chunks.length) this.#chunks.push(new Int32Array(this.#width << chunkBits))
  }

  get(handle: Handle, field: number): number {
    return (this.#chunks[handle >> chunkBits] as Int32Array)[(handle & chunkMask) * this.#width + field] as number
  }

  set(handle: Handle, field: number, value: number): void {
    (this.#chunks[handle >> chunkBits] as Int32Array)[(handle & chunkMask) * this.#width + field] = value
  }
}
