/** Which encoding a text file is in, told from all of its bytes, and its text piece by piece. */
import { isUtf8 } from 'node:buffer'
import { createReadStream } from 'node:fs'
import iconv from 'iconv-lite'

export interface ToldEncoding {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
  /** What a person should know of it; null = UTF-8 without a fault. */
  note: string | null
}

const pieceBytes = 1 << 18

/**
 * The mark at its head tells; else it is UTF-8 if all of it is valid UTF-8 (a head of plain ASCII proves nothing), or if so little is
 * not that a few bytes must be damaged: GB18030 accepts such bytes and would make other words of the whole file. Else GB18030.
 */
export async function tellEncoding(path: string): Promise<ToldEncoding> {
  const head = await readHead(path)
  if (head[0] === 0xff && head[1] === 0xfe) return { encoding: 'utf-16le', note: '按UTF-16读取' }
  if (head[0] === 0xfe && head[1] === 0xff) return { encoding: 'utf-16be', note: '按UTF-16读取' }
  if (await isUtf8File(path)) return { encoding: 'utf-8', note: null }
  const { lost, kept } = await weighUtf8(path)
  const marked = head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf
  if (marked || (kept >= 8 && lost * 50 <= kept)) return { encoding: 'utf-8', note: `按UTF-8读取，有${lost}处字节已损坏，显示为“�”` }
  return { encoding: 'gb18030', note: '按GB18030读取' }
}

/** Text of the file without its mark, in pieces that end anywhere; `onRead` hears how many bytes each piece took. */
export async function* decodeFile(path: string, { encoding }: ToldEncoding, onRead: (bytes: number) => void = () => {}): AsyncGenerator<string> {
  // TextDecoder reads GBK of two bytes only; iconv-lite knows the four-byte characters of GB18030.
  const decoder = iconv.getDecoder(encoding, { stripBOM: true })
  for await (const bytes of pieces(path)) {
    onRead(bytes.length)
    const text = decoder.write(bytes)
    if (text !== '') yield text
  }
  const last = decoder.end()
  if (last) yield last
}

/** The first bytes of a file, enough to tell what it is. */
export async function readHead(path: string, bytes = 8_192): Promise<Buffer> {
  for await (const head of createReadStream(path, { end: bytes - 1, highWaterMark: bytes }) as AsyncIterable<Buffer>) return head
  return Buffer.alloc(0)
}

const pieces = (path: string): AsyncIterable<Buffer> => createReadStream(path, { highWaterMark: pieceBytes })

async function isUtf8File(path: string): Promise<boolean> {
  let carried: Buffer = Buffer.alloc(0)
  for await (const bytes of pieces(path)) {
    const all = carried.length > 0 ? Buffer.concat([carried, bytes]) : bytes
    const whole = wholeCharacters(all)
    if (!isUtf8(all.subarray(0, whole))) return false
    carried = all.subarray(whole)
  }
  return carried.length === 0
}

/** How many bytes come before a character that is cut by the end. */
function wholeCharacters(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back]!
    if (byte < 0x80) return bytes.length
    if (byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? bytes.length - back : bytes.length
  }
  return bytes.length
}

async function weighUtf8(path: string): Promise<{ lost: number; kept: number }> {
  const decoder = new TextDecoder('utf-8')
  let lost = 0
  let kept = 0
  for await (const bytes of pieces(path)) {
    const text = decoder.decode(bytes, { stream: true })
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === 0xfffd) lost += 1
      else if (code >= 0x800) kept += 1
    }
  }
  return { lost, kept }
}
