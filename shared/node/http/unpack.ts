/** Undoes the compression of a body: by header, by its own first bytes where the header is missing or wrong, never past the size cap. */
import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw } from 'node:zlib'
import { GiveUp, RetryLater } from '../../errors.ts'

const [unGzip, unBrotli, unDeflate, unDeflateRaw] = [promisify(gunzip), promisify(brotliDecompress), promisify(inflate), promisify(inflateRaw)]

const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

/** Text begins with white space, a BOM, `<`, `{` or `[`; compressed data hardly ever does. */
const looksPlain = (bytes: Uint8Array): boolean => /^(?:\xef\xbb\xbf)?[\s]*[<{[]/.test(Buffer.from(bytes.subarray(0, 64)).toString('latin1'))

/**
 * The body as its author wrote it.
 * @param encoding the Content-Encoding header, e.g. `gzip` or `gzip, br`; null where there was none.
 * @throws RetryLater when the compressed data is cut or damaged (it would look like a shorter page), GiveUp past the size cap.
 */
export async function unpack(bytes: Uint8Array, encoding: string | null, maxBytes: number): Promise<Uint8Array> {
  const names = (encoding ?? '').toLowerCase().split(',').map((name) => name.trim()).filter((name) => name !== '' && name !== 'identity')
  let body = bytes
  for (const name of names.reverse()) body = await undo(body, name, maxBytes)
  return isGzip(body) ? undo(body, 'gzip', maxBytes) : body
}

async function undo(bytes: Uint8Array, name: string, maxBytes: number): Promise<Uint8Array> {
  const options = { maxOutputLength: maxBytes }
  if (bytes.length === 0) return bytes
  // A server that names a compression and does not use it: seen behind broken proxies.
  if ((name === 'gzip' || name === 'x-gzip') && !isGzip(bytes)) return bytes
  if (name !== 'gzip' && looksPlain(bytes)) return bytes
  try {
    if (name === 'gzip' || name === 'x-gzip') return await unGzip(bytes, options)
    if (name === 'br') return await unBrotli(bytes, options)
    if (name === 'deflate') return await unDeflate(bytes, options).catch(() => unDeflateRaw(bytes, options))
  } catch (error) {
    if (error instanceof RangeError) throw new GiveUp(`页面解压后超过 ${maxBytes >> 20} MB，不读取`)
    throw new RetryLater(`${name} 压缩的页面不完整或已损坏`, { cause: error })
  }
  throw new GiveUp(`压缩方式 ${name} 不认识`)
}
