/**
 * Bytes to text, in this one place only: text that is decoded twice is lost.
 *
 * Candidates in order: byte order mark, charset of the header, charset of `<meta>` or the XML prolog, UTF-8, GB18030. A candidate
 * that does not fit (invalid bytes, U+FFFD) gives way to the next. gb2312 and gbk are read as gb18030, of which they are subsets:
 * their own decoders lose four-byte characters. Before any label, one test that has no known false hit in Chinese pages: bytes that
 * are valid UTF-8 and hold a three-byte sequence are UTF-8 whatever a header says. Where it fails: a GBK text of a few characters
 * that happens to be valid UTF-8; text in a single-byte charset that names none (a source can be given its `encoding`).
 */

export interface Decoded {
  text: string
  /** Canonical name of the encoding that was used, in lower case. */
  encoding: string
  from: 'override' | 'bom' | 'header' | 'meta' | 'utf-8' | 'gb18030' | 'damaged'
}

/** Canonical name of a label; null when it is unknown (`ISO-88509-1`, empty), which is then ignored. */
export function canonicalEncoding(label: string | null | undefined): string | null {
  if (!label) return null
  try {
    const { encoding } = new TextDecoder(label.trim().replace(/^["']|["']$/g, ''))
    return encoding === 'gbk' || encoding === 'gb18030' ? 'gb18030' : encoding
  } catch {
    return null
  }
}

/** How far into a page its own charset is looked for: 1,024 bytes by the standard, more in pages that are in the wild. */
const metaReach = 4_096

/**
 * @param contentType the Content-Type header.
 * @param override encoding a person has set for the source; wins over everything.
 */
export function decodeBody(bytes: Uint8Array, contentType: string | null = null, override: string | null = null): Decoded {
  const forced = canonicalEncoding(override)
  if (forced) return { text: read(bytes, forced, false) ?? '', encoding: forced, from: 'override' }
  const marked = byMark(bytes)
  if (marked) return { text: read(bytes, marked, false) ?? '', encoding: marked, from: 'bom' }

  const utf8 = read(bytes, 'utf-8', true)
  if (utf8 !== null && /[\u0800-\uffff]/.test(utf8)) return { text: utf8, encoding: 'utf-8', from: 'utf-8' }
  const mended = utf8 === null ? slightlyDamaged(bytes) : null
  if (mended !== null) return { text: mended, encoding: 'utf-8', from: 'damaged' }

  const header = canonicalEncoding(/charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType ?? '')?.[1])
  const meta = metaEncoding(bytes)
  const labelled: [string | null, Decoded['from']][] = [[header, 'header'], [meta, 'meta']]
  // Single-byte decoders accept any bytes: a header of that kind must not silence a page that says better.
  if (header?.startsWith('windows-') && meta) labelled.reverse()
  const candidates: [string | null, Decoded['from']][] = [...labelled, ['utf-8', 'utf-8'], ['gb18030', 'gb18030']]
  for (const [encoding, from] of candidates) {
    const text = encoding === 'utf-8' ? utf8 : encoding && read(bytes, encoding, true)
    if (encoding && text !== null && text !== '' && !text?.includes('\ufffd')) return { text: text ?? '', encoding, from }
  }
  return leastDamaged(bytes, candidates.flatMap(([encoding]) => encoding ?? []))
}

/**
 * UTF-8 of which hardly anything is lost: a summary that the site itself has cut in the middle of a character. GB18030 accepts such
 * bytes more often than not and makes other words of them; real GBK read as UTF-8 loses nearly every character.
 */
function slightlyDamaged(bytes: Uint8Array): string | null {
  const text = read(bytes, 'utf-8', false) ?? ''
  const lost = text.split('\ufffd').length - 1
  const kept = text.match(/[\u0800-\ufffc]/g)?.length ?? 0
  return kept >= 8 && lost * 50 <= kept ? text : null
}

/** No encoding fits every byte (a character cut by the site itself): the one that loses the least. */
function leastDamaged(bytes: Uint8Array, encodings: string[]): Decoded {
  const tried = encodings.map((encoding) => {
    const text = read(bytes, encoding, false) ?? ''
    return { text, encoding, from: 'damaged' as const, lost: text.split('\ufffd').length - 1 }
  })
  const [best] = tried.sort((a, b) => a.lost - b.lost)
  return best ? { text: best.text, encoding: best.encoding, from: best.from } : { text: '', encoding: 'utf-8', from: 'damaged' }
}

function read(bytes: Uint8Array, encoding: string, fatal: boolean): string | null {
  try {
    return new TextDecoder(encoding, { fatal }).decode(bytes)
  } catch {
    return null
  }
}

function byMark(bytes: Uint8Array): string | null {
  const [a, b, c] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return null
}

function metaEncoding(bytes: Uint8Array): string | null {
  const head = Buffer.from(bytes.subarray(0, metaReach)).toString('latin1')
  const prolog = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/i.exec(head)
  const meta = /<meta[^>]{0,400}?charset\s*=\s*["']?\s*([^\s"'/>;]{1,40})/i.exec(head)
  const found = canonicalEncoding(prolog?.[1] ?? meta?.[1])
  // A page that could be read up to its own label in ASCII is not UTF-16, whatever the label says.
  return found?.startsWith('utf-16') ? 'utf-8' : found
}
