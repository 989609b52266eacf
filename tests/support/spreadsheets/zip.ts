/** Writes zip files part by part in little memory; and, for the tests of what reads them, zip files that lie. */
import { closeSync, openSync, writeSync } from 'node:fs'
import { constants, crc32, createDeflateRaw } from 'node:zlib'

/** One part as it stands in the archive. `size` is what the headers say, which need not be true. */
interface Part {
  name: string
  crc: number
  packed: number
  size: number
  offset: number
}

export class ZipWriter {
  readonly #file: number
  readonly #parts: Part[] = []
  #position = 0

  constructor(path: string) {
    this.#file = openSync(path, 'w')
  }

  /** Compresses what comes, a piece at a time. */
  async add(name: string, pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>): Promise<void> {
    const part: Part = { name, crc: 0, packed: 0, size: 0, offset: this.#position }
    this.#write(localHeader(part))
    const deflate = createDeflateRaw({ level: constants.Z_BEST_SPEED, chunkSize: 1 << 18 })
    deflate.on('data', (bytes: Buffer) => {
      part.packed += bytes.length
      this.#write(bytes)
    })
    const ended = new Promise((resolve, reject) => deflate.once('end', resolve).once('error', reject))
    for await (const piece of pieces) {
      const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
      part.crc = crc32(bytes, part.crc)
      part.size += bytes.length
      if (!deflate.write(bytes)) await new Promise((resolve) => deflate.once('drain', resolve))
    }
    deflate.end()
    await ended
    writeSync(this.#file, localHeader(part), 0, undefined, part.offset)
    this.#parts.push(part)
  }

  /** Adds what is compressed already, with headers that say whatever they are told to say. */
  addPacked(name: string, packed: Uint8Array[], told: { crc: number; size: number }): void {
    const part: Part = { name, ...told, packed: packed.reduce((sum, bytes) => sum + bytes.length, 0), offset: this.#position }
    this.#write(localHeader(part))
    for (const bytes of packed) this.#write(bytes)
    this.#parts.push(part)
  }

  close(): void {
    const start = this.#position
    for (const part of this.#parts) this.#write(centralHeader(part))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.#parts.length, 8)
    end.writeUInt16LE(this.#parts.length, 10)
    end.writeUInt32LE(this.#position - start, 12)
    end.writeUInt32LE(start, 16)
    this.#write(end)
    closeSync(this.#file)
  }

  #write(bytes: Uint8Array): void {
    writeSync(this.#file, bytes, 0, undefined, this.#position)
    this.#position += bytes.length
  }
}

function localHeader(part: Part): Buffer {
  return Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), facts(part), Buffer.from(part.name)])
}

function centralHeader(part: Part): Buffer {
  const rest = Buffer.alloc(14)
  rest.writeUInt32LE(part.offset, 10)
  return Buffer.concat([Buffer.from([0x50, 0x4b, 1, 2, 20, 0]), facts(part), rest, Buffer.from(part.name)])
}

/** What both headers tell alike: version 2.0, UTF-8 names, deflate, no time, checksum and sizes, length of the name. */
function facts({ name, crc, packed, size }: Part): Buffer {
  const bytes = Buffer.alloc(26)
  bytes.writeUInt16LE(20, 0)
  bytes.writeUInt16LE(0x800, 2)
  bytes.writeUInt16LE(8, 4)
  bytes.writeUInt32LE(crc, 10)
  bytes.writeUInt32LE(packed, 14)
  bytes.writeUInt32LE(size, 18)
  bytes.writeUInt16LE(Buffer.byteLength(name), 22)
  return bytes
}
