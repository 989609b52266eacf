/**
 * XML to events, a piece at a time: what a sheet of 100 MB needs and no more.
 *
 * saxes reads the small parts of a workbook; here it would take half of an import's time, since it looks at every character of every
 * attribute. This one jumps from tag to tag and reads an attribute when it is asked for. It is as strict where it matters: tags must
 * nest, the document must end, and neither a document type nor an entity of its own is let in. It does not check names, which
 * characters XML allows, or that attributes are not told twice. A test holds it against saxes.
 */
import { GiveUp } from '../../../../shared/errors.ts'

/** What is heard of a document. Names come without their prefix; a text may come in several pieces. */
export interface XmlListener {
  open(name: string, tag: Tag): void
  close(name: string): void
  text(text: string): void
}

/** The tag that was just opened. */
export interface Tag {
  /** Value of an attribute by its name without prefix; null = it has none. */
  attribute(name: string): string | null
}

const damaged = '工作簿已损坏（XML 不完整或有误）；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传'

/** Longest tag, and deepest nesting, of any workbook. */
const longestTag = 1 << 16
const deepest = 256

const [exclamation, slash, question, equals, colon] = [33, 47, 63, 61, 58]

export class XmlScanner implements Tag {
  readonly #listener: XmlListener
  readonly #names: string[] = []
  #rest = ''
  /** What ends the comment, instruction or CDATA section that is being read. */
  #until: '-->' | '?>' | ']]>' | null = null
  #seenRoot = false
  /** The tag that is open to questions: its text and where its attributes begin and end. */
  #text = ''
  #from = 0
  #to = 0

  constructor(listener: XmlListener) {
    this.#listener = listener
  }

  /** @throws GiveUp where the XML is no XML, or holds a document type. */
  feed(piece: string): void {
    const text = this.#rest + piece
    this.#rest = text.slice(this.#scan(text))
  }

  /** @throws GiveUp when the document has not ended. */
  end(): void {
    if (this.#rest.trim() !== '' || this.#until || this.#names.length > 0 || !this.#seenRoot) throw new GiveUp(damaged)
  }

  attribute(name: string): string | null {
    const text = this.#text
    let at = this.#from
    while (at < this.#to) {
      while (at < this.#to && text.charCodeAt(at) <= 32) at += 1
      if (at >= this.#to) return null
      const start = at
      while (at < this.#to && text.charCodeAt(at) !== equals && text.charCodeAt(at) > 32) at += 1
      const end = at
      while (at < this.#to && (text.charCodeAt(at) === equals || text.charCodeAt(at) <= 32)) at += 1
      const mark = text[at]
      const close = mark === '"' || mark === '\'' ? text.indexOf(mark, at + 1) : -1
      if (close < 0 || close >= this.#to) throw new GiveUp(damaged)
      const local = end - name.length
      if (local >= start && text.startsWith(name, local) && (local === start || text.charCodeAt(local - 1) === colon)) return decode(text.slice(at + 1, close))
      at = close + 1
    }
    return null
  }

  /** Tells what is complete in the text; gives where the incomplete rest begins. */
  #scan(text: string): number {
    let at = 0
    for (;;) {
      if (this.#until) {
        const end = text.indexOf(this.#until, at)
        const stop = end < 0 ? Math.max(at, text.length - 2) : end
        if (this.#until === ']]>' && stop > at) this.#listener.text(text.slice(at, stop))
        if (end < 0) return stop
        at = end + this.#until.length
        this.#until = null
      }
      const open = text.indexOf('<', at)
      if (open < 0) return this.#tellText(text, at, wholeText(text, at))
      if (open > at) this.#tellText(text, at, open)
      const code = text.charCodeAt(open + 1)
      if (code === exclamation) {
        this.#until = text.startsWith('<!--', open) ? '-->' : text.startsWith('<![CDATA[', open) ? ']]>' : null
        if (!this.#until && text.length < open + 9) return open
        if (!this.#until) throw new GiveUp('工作簿里有文档类型声明（DOCTYPE），正常的表格没有，不读取；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传')
        at = open + (this.#until === '-->' ? 4 : 9)
        continue
      }
      if (code === question) {
        this.#until = '?>'
        at = open + 2
        continue
      }
      const end = tagEnd(text, open + 1)
      if (end < 0) {
        if (text.length - open > longestTag) throw new GiveUp(damaged)
        return open
      }
      if (code === slash) this.#close(text.slice(open + 2, end).trimEnd())
      else this.#open(text, open + 1, end)
      at = end + 1
    }
  }

  #tellText(text: string, from: number, to: number): number {
    if (to > from && this.#names.length > 0) this.#listener.text(decode(text.slice(from, to)))
    return to
  }

  #open(text: string, from: number, end: number): void {
    const empty = text.charCodeAt(end - 1) === slash
    this.#text = text
    this.#to = empty ? end - 1 : end
    let at = from
    while (at < this.#to && text.charCodeAt(at) > 32) at += 1
    this.#from = at
    const name = text.slice(from, at)
    if (name === '' || (this.#names.length === 0 && this.#seenRoot) || this.#names.length > deepest) throw new GiveUp(damaged)
    this.#seenRoot = true
    const local = localName(name)
    this.#listener.open(local, this)
    if (empty) this.#listener.close(local)
    else this.#names.push(name)
  }

  #close(name: string): void {
    if (this.#names.pop() !== name) throw new GiveUp(damaged)
    this.#listener.close(localName(name))
  }
}

export const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** Where the tag ends: a > that does not stand in a quoted value; -1 = not in this text. */
function tagEnd(text: string, from: number): number {
  let quoted = 0
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (quoted) {
      if (code === quoted) quoted = 0
    } else if (code === 62) return at
    else if (code === 34 || code === 39) quoted = code
  }
  return -1
}

/** Where text that is told at once ends: before an entity or a line end that may go on in the next piece. */
function wholeText(text: string, from: number): number {
  const entity = text.lastIndexOf('&')
  if (entity >= from && entity > text.length - 12 && !text.includes(';', entity)) return entity
  return text.endsWith('\r') ? text.length - 1 : text.length
}

const named: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: '\'' }

function decode(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!lines.includes('&')) return lines
  return lines.replace(/&([^;&]{0,12})(;?)/g, (_whole, name: string, end: string) => {
    const code = /^#(?:x([0-9a-f]{1,6})|(\d{1,7}))$/i.exec(name)
    const point = code ? Number.parseInt(code[1] ?? code[2]!, code[1] ? 16 : 10) : null
    const character = point === null ? (Object.hasOwn(named, name) ? named[name] : undefined) : point <= 0x10ffff ? String.fromCodePoint(point) : undefined
    if (character === undefined || end === '') throw new GiveUp(damaged)
    return character
  })
}
