/**
 * The zip file that an .xlsx is: looked over before anything in it is read, and counted while it is unpacked.
 *
 * Limits, and why no honest workbook meets them: a sheet of Excel's full 1,048,576 rows with 15 columns unpacks to some 600 MB; sheets
 * shrink to a tenth or a thirtieth, blank formatted ones to a hundredth; deflate cannot do better than 1,032 to one, which is what a
 * bomb is made of.
 */
import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { openPromise, type Entry, type ZipFile } from 'yauzl'
import { GiveUp, messageOf } from '../../../../shared/errors.ts'

const mostEntries = 10_000
/** Bytes of all parts together, unpacked. */
const mostBytes = 1 << 30
/** Unpacked to packed, of parts that unpack to more than `ratioFrom` bytes. */
const mostRatio = 300
const ratioFrom = 10 << 20
/** Parts that are read whole: lists of sheets, relations, styles. */
const smallPart = 32 << 20

export const damagedZip = '文件已损坏，读不完整；请重新导出，或用 Excel、WPS 打开后另存为 .xlsx 再上传'
const bomb = '文件解压后大得不正常，疑似压缩炸弹，不读取；如确是工单表，请另存为 CSV 或拆成几个文件再上传'
const locked = '文件加了密码，打不开；请用 Excel 或 WPS 打开并去掉密码，另存为 .xlsx 再上传'

export class Archive {
  readonly #zip: ZipFile
  readonly #entries: Map<string, Entry>
  /** Parts that are being read: whoever stops asking for more without a word must not keep the file open. */
  readonly #open = new Set<Readable>()

  constructor(zip: ZipFile, entries: Map<string, Entry>) {
    this.#zip = zip
    this.#entries = entries
  }

  get names(): string[] {
    return [...this.#entries.values()].map(({ fileName }) => fileName)
  }

  has(name: string): boolean {
    return this.#entries.has(name.toLowerCase())
  }

  /** Bytes of a part, unpacked; 0 = there is none. */
  size(name: string): number {
    return this.#entries.get(name.toLowerCase())?.uncompressedSize ?? 0
  }

  /**
   * The unpacked bytes of a part, piece by piece. To leave early releases it.
   * @throws GiveUp when the part is missing, damaged or holds more than its header says.
   */
  async* read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name.toLowerCase())
    if (!entry) throw new GiveUp(`${damagedZip}（缺少 ${name}）`)
    let stream: Readable | null = null
    let bytes = 0
    try {
      if (!this.#zip.isOpen) throw new GiveUp('文件已关闭，不能再读')
      stream = await this.#zip.openReadStreamPromise(entry)
      this.#open.add(stream)
      for await (const piece of stream as AsyncIterable<Buffer>) {
        bytes += piece.length
        if (bytes > entry.uncompressedSize) throw new GiveUp(bomb)
        yield piece
      }
    } catch (error) {
      if (error instanceof GiveUp) throw error
      if (!this.#zip.isOpen) throw new GiveUp('文件已关闭，不能再读', { cause: error })
      throw new GiveUp(/too many bytes/.test(messageOf(error)) ? bomb : damagedZip, { cause: error })
    } finally {
      if (stream) this.#open.delete(stream.destroy())
    }
  }

  /** A small part as text; null = there is none. @throws GiveUp when it is not small. */
  async readText(name: string): Promise<string | null> {
    if (!this.has(name)) return null
    if (this.size(name) > smallPart) throw new GiveUp(bomb)
    const pieces: Buffer[] = []
    for await (const piece of this.read(name)) pieces.push(piece)
    return decodeXml(Buffer.concat(pieces))
  }

  async close(): Promise<void> {
    if (!this.#zip.isOpen) return
    const closed = once(this.#zip, 'close')
    this.#zip.close()
    for (const stream of this.#open) stream.destroy()
    await closed
  }
}

/** @throws GiveUp when it is damaged, locked, or would unpack to what no workbook is. */
export async function openArchive(path: string): Promise<Archive> {
  const zip = await openPromise(path, { autoClose: false }).catch((error: unknown) => {
    throw new GiveUp(damagedZip, { cause: error })
  })
  try {
    return new Archive(zip, await lookOver(zip))
  } catch (error) {
    zip.close()
    if (error instanceof GiveUp) throw error
    throw new GiveUp(/encrypt/i.test(messageOf(error)) ? locked : damagedZip, { cause: error })
  }
}

async function lookOver(zip: ZipFile): Promise<Map<string, Entry>> {
  if (zip.entryCount > mostEntries) throw new GiveUp(`文件里有${zip.entryCount}个部分，不像表格，不读取；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传`)
  const entries = new Map<string, Entry>()
  let unpacked = 0
  let packed = 0
  for await (const entry of zip.eachEntry()) {
    if (entry.isEncrypted()) throw new GiveUp(locked)
    unpacked += entry.uncompressedSize
    packed += entry.compressedSize
    if (unpacked > mostBytes) throw new GiveUp(bomb)
    if (entry.uncompressedSize > ratioFrom && entry.uncompressedSize > entry.compressedSize * mostRatio) throw new GiveUp(bomb)
    const name = entry.fileName.toLowerCase()
    // The same name twice: two readers of one file would see two different tables.
    if (entries.has(name)) throw new GiveUp(`${damagedZip}（${entry.fileName} 重复）`)
    entries.set(name, entry)
  }
  // Parts that lie over one another are how a bomb gets by every limit on a single part.
  if (packed > zip.fileSize) throw new GiveUp(bomb)
  return entries
}

/** @throws GiveUp when it is not UTF-8, the one encoding that workbooks are written in. */
function decodeXml(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (error) {
    throw new GiveUp(damagedZip, { cause: error })
  }
}
