/** The shared texts of a workbook, kept as UTF-8 bytes: 600,000 texts as JavaScript strings would take several times the memory. */
import { StringDecoder } from 'node:string_decoder'
import { GiveUp } from '../../../../shared/errors.ts'
import type { Archive } from './archive.ts'
import { XmlScanner } from './scan.ts'
import { TextBuilder } from './text.ts'

/** A text lies in one block; a longer one than this does not come in (see TextBuilder). */
const blockBytes = 4 << 20
/** What all of them may take: more than three times the texts of 200,000 orders. */
const mostBytes = 256 << 20
const mostTexts = 10_000_000

const cached = 1 << 13
/** Words that come again and again (units, states) are short. */
const shortBytes = 64

export class SharedStrings {
  readonly #blocks: Buffer[] = []
  #used = 0
  #starts = new Uint32Array(1_024)
  #ends = new Uint32Array(1_024)
  #count = 0
  readonly #cachedText: string[] = []
  readonly #cachedIndex = new Int32Array(cached).fill(-1)

  add(text: string): void {
    if (this.#count === this.#starts.length) {
      this.#starts = grown(this.#starts)
      this.#ends = grown(this.#ends)
    }
    const most = text.length * 3
    if (this.#blocks.length === 0 || (this.#used + most > blockBytes && this.#used + Buffer.byteLength(text) > blockBytes)) {
      this.#blocks.push(Buffer.allocUnsafeSlow(blockBytes))
      this.#used = 0
    }
    const start = (this.#blocks.length - 1) * blockBytes + this.#used
    this.#used += this.#blocks.at(-1)!.write(text, this.#used)
    this.#starts[this.#count] = start
    this.#ends[this.#count] = (this.#blocks.length - 1) * blockBytes + this.#used
    this.#count += 1
    if (this.#blocks.length * blockBytes > mostBytes || this.#count > mostTexts) {
      throw new GiveUp('工作簿里的文字太多，一次读不下；请按月或按季拆成几个文件，或另存为 CSV 再上传')
    }
  }

  /** Null = there is no such text. */
  get(index: number): string | null {
    if (!Number.isInteger(index) || index < 0 || index >= this.#count) return null
    const slot = index % cached
    if (this.#cachedIndex[slot] === index) return this.#cachedText[slot]!
    const start = this.#starts[index]!
    const end = this.#ends[index]!
    const block = Math.floor(start / blockBytes)
    const text = this.#blocks[block]!.toString('utf8', start - block * blockBytes, end - block * blockBytes)
    if (end - start <= shortBytes) {
      this.#cachedIndex[slot] = index
      this.#cachedText[slot] = text
    }
    return text
  }
}

function grown(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** @throws GiveUp when the part is damaged or holds too much. */
export async function readStrings(archive: Archive, part: string): Promise<SharedStrings> {
  const strings = new SharedStrings()
  const text = new TextBuilder()
  const scanner = new XmlScanner({
    open(name) {
      if (name === 'si') text.start()
      else text.open(name)
    },
    close(name) {
      if (name === 'si') strings.add(text.take())
      else text.close(name)
    },
    text(piece) {
      text.add(piece)
    },
  })
  const decoder = new StringDecoder('utf8')
  for await (const bytes of archive.read(part)) scanner.feed(decoder.write(bytes))
  scanner.feed(decoder.end())
  scanner.end()
  return strings
}
