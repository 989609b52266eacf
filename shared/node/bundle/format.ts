/**
 * The file in which recorded postings cross a gap: numbered within its stream, chained to the one before, signed.
 *
 *     TINGHU1⏎            what it is
 *     {header}⏎           JSON: who made it, which number, when, how long the body is
 *     body                gzip of JSON lines (lines.ts)
 *     64 bytes            Ed25519 signature over everything before it
 *
 * The header says how long the file is, so that one which is still being copied is told from one that was changed. Nothing of a
 * bundle is believed before the signature has held; after that, too, every size has a bound and every line a shape.
 * Where it fails: a file that is cut and then left as it is looks unfinished, not changed; whoever waits for it must lose patience.
 */
import { createHash, sign, verify, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { gunzip, gzipSync } from 'node:zlib'
import { z } from 'zod'
import type { Instant } from '../../clock.ts'
import { GiveUp, RetryLater } from '../../errors.ts'
import type { Posting } from '../../posting.ts'
import type { SourceHealth } from '../../source.ts'
import { publicKeyText, type TrustedKeys } from './keys.ts'
import { lineSchema, longestLine } from './lines.ts'

const unzip = promisify(gunzip)

const magic = Buffer.from('TINGHU1\n')
const signatureBytes = 64
const longestHeader = 2_000
/** Bytes of a whole file; the writer closes one at a quarter of that before it is even packed. */
export const largestBundle = 16 << 20
const largestUnpacked = 64 << 20
const mostLines = 20_000

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const headerSchema = z.strictObject({
  version: z.literal(1),
  district: z.string().regex(/^\d{6}$/),
  /** Random name of the folder it was made in. */
  stream: z.string().regex(/^[0-9a-f]{12}$/),
  /** 1, 2, 3 … within the stream, without gaps. */
  number: z.number().int().min(1).max(99_999_999),
  madeAt: z.number().min(0).max(8.64e15),
  /** SHA-256 of the bundle before this one; null for the first. */
  previous: digest.nullable(),
  /** The public key it is signed under. */
  key: z.string().max(100),
  /** Bytes of the body. */
  bytes: z.number().int().min(0),
})
export type BundleHeader = z.infer<typeof headerSchema>

export interface Bundle {
  header: BundleHeader
  /** SHA-256 of the whole file, in hex. */
  digest: string
  postings: Posting[]
  /** How sources were at some time, the oldest first as written. */
  health: { health: SourceHealth; at: Instant }[]
}

export const digestOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** `320813-0a1b2c3d4e5f-00000042.tinghu` */
export const bundleName = (district: string, stream: string, number: number): string => `${district}-${stream}-${String(number).padStart(8, '0')}.tinghu`

/** What a file of this name should hold; null for any other file. (Its header decides what it does hold.) */
export function parseBundleName(name: string): { district: string; stream: string; number: number } | null {
  const [, district, stream, number] = /^(\d{6})-([0-9a-f]{12})-(\d{8})\.tinghu$/.exec(name) ?? []
  return district && stream && number ? { district, stream, number: Number(number) } : null
}

/** @param lines as `writeLine` made them. */
export function packBundle(
  about: Pick<BundleHeader, 'district' | 'stream' | 'number' | 'madeAt' | 'previous'>, lines: readonly string[], key: KeyObject,
): Buffer {
  const body = gzipSync(lines.join('\n'))
  const header = { version: 1, ...about, key: publicKeyText(key), bytes: body.length } satisfies BundleHeader
  const signed = Buffer.concat([magic, Buffer.from(`${JSON.stringify(header)}\n`), body])
  return Buffer.concat([signed, sign(null, signed, key)])
}

/**
 * Reads a bundle and proves it.
 * @throws RetryLater when the file is shorter than it says: it is still being copied.
 * @throws GiveUp with the reason in Chinese when it must be refused; nothing of it is to be taken.
 */
export async function readBundle(file: Buffer, district: string, keys: TrustedKeys): Promise<Bundle> {
  const { header, bodyAt } = readHeader(file)
  const body = file.subarray(bodyAt, bodyAt + header.bytes)
  const key = keys.get(header.key)
  if (!key) throw new GiveUp(`公钥 ${header.key} 不在 BUNDLE_KEYS 中，不予采信`)
  const signed = file.subarray(0, bodyAt + header.bytes)
  if (!verify(null, signed, key, file.subarray(signed.length))) throw new GiveUp('签名不符：文件在途中被改动过或已损坏，请重新传送')
  if (header.district !== district) throw new GiveUp(`这是 ${header.district} 的数据包，本机只收 ${district}`)
  const unpacked = await unzip(body, { maxOutputLength: largestUnpacked }).catch(() => {
    throw new GiveUp(`解压失败，或解压后超过 ${largestUnpacked >> 20} MB`)
  })
  return { header, digest: digestOf(file), ...readLines(unpacked, district) }
}

function readHeader(file: Buffer): { header: BundleHeader; bodyAt: number } {
  const tooLarge = new GiveUp(`文件超过 ${largestBundle >> 20} MB`)
  if (file.length > largestBundle) throw tooLarge
  const begun = file.subarray(0, magic.length)
  if (!magic.subarray(0, begun.length).equals(begun)) throw new GiveUp('不是听湖的数据包')
  const end = file.subarray(0, magic.length + longestHeader).indexOf(0x0a, magic.length)
  if (end < 0 && file.length >= magic.length + longestHeader) throw new GiveUp('文件头过长')
  if (end < 0) throw new RetryLater('文件不完整：连文件头都没有传完')
  const parsed = headerSchema.safeParse(parseJson(file.subarray(magic.length, end)))
  if (!parsed.success) {
    const where = parsed.error.issues[0]?.path.join('.') || '不是 JSON'
    throw new GiveUp(`文件头无法识别（${where}），可能由不同版本的程序生成，或已损坏`)
  }
  const { bytes } = parsed.data
  const whole = end + 1 + bytes + signatureBytes
  if (whole > largestBundle) throw tooLarge
  if (file.length < whole) throw new RetryLater(`文件不完整：应为 ${whole} 字节，只有 ${file.length} 字节`)
  if (file.length > whole) throw new GiveUp(`文件比它所说的长 ${file.length - whole} 字节`)
  return { header: parsed.data, bodyAt: end + 1 }
}

function readLines(unpacked: Buffer, district: string): Pick<Bundle, 'postings' | 'health'> {
  const postings: Posting[] = []
  const health: Bundle['health'] = []
  for (let at = 0, line = 1; at < unpacked.length; line++) {
    const next = unpacked.indexOf(0x0a, at)
    const end = next < 0 ? unpacked.length : next
    if (line > mostLines) throw new GiveUp(`超过 ${mostLines} 行`)
    if (end - at > longestLine) throw new GiveUp(`第 ${line} 行过长`)
    const parsed = lineSchema.safeParse(parseJson(unpacked.subarray(at, end)))
    if (!parsed.success) throw new GiveUp(`第 ${line} 行格式不对（${parsed.error.issues[0]?.path.join('.') ?? ''}）`)
    if (!('posting' in parsed.data)) health.push(parsed.data)
    else if (parsed.data.posting.district === district) postings.push(parsed.data.posting)
    else throw new GiveUp(`第 ${line} 行属于 ${parsed.data.posting.district}，本机只收 ${district}`)
    at = end + 1
  }
  return { postings, health }
}

/** Undefined for what is no JSON: no schema accepts it. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8')) as unknown
  } catch {
    return undefined
  }
}
