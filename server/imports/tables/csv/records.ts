/**
 * CSV text to records, a piece at a time, as RFC 4180 has it and as exporters write it.
 *
 * A quote inside a field is text unless a delimiter or the end of the line follows; spaces may stand between. A quote that is never
 * closed costs its own line only: a library either stops there or joins the following rows to one cell without a word. It counts as
 * not closed when the file ends, when its field grows past all sense, or when, some lines on, a quote turns up that could only open
 * another field; the rest of its line is then the cell, the record says so, and reading goes on with the next line.
 * Where it fails: a quote not closed whose next quote happens to stand before a delimiter; the joined row then has too many lines.
 */
import { GiveUp } from '../../../../shared/errors.ts'

export interface CsvRecord {
  /** Its first line, from 1. */
  line: number
  cells: string[]
  /** Index of the cell whose quote is never closed; null = none. */
  unclosed: number | null
}

/** Longest quoted field and longest line, in characters: far beyond what any office writes, small enough to be kept. */
const longestField = 1_000_000
const longestRecord = 8_000_000
const mostColumns = 16_384

const quote = 34
const lineFeed = 10
const carriageReturn = 13
const space = 32

export class CsvReader {
  readonly #delimiter: number
  #rest = ''
  #line = 1
  /** Where the next character is read, while a record is parsed. */
  #at = 0
  #unclosed: number | null = null

  constructor(delimiter: string) {
    this.#delimiter = delimiter.charCodeAt(0)
  }

  /** Records that end in this piece or, after the `last` one, with it. @throws GiveUp at lines and rows no table has. */
  read(piece: string, last: boolean): CsvRecord[] {
    const text = this.#rest + piece
    const records: CsvRecord[] = []
    let start = 0
    while (start < text.length) {
      this.#at = start
      const cells = this.#readRecord(text, last)
      if (!cells) break
      records.push({ line: this.#line, cells, unclosed: this.#unclosed })
      this.#line += countLines(text, start, this.#at)
      start = this.#at
    }
    this.#rest = text.slice(start)
    if (this.#rest.length > longestRecord) throw new GiveUp(`第${this.#line}行太长，不像表格；请检查文件是否完整，或重新导出`)
    return records
  }

  /** The record from `#at` on, which moves past its line end; null when the text ends before it does. */
  #readRecord(text: string, last: boolean): string[] | null {
    const cells: string[] = []
    this.#unclosed = null
    for (;;) {
      const cell = text.charCodeAt(this.#at) === quote ? this.#readQuoted(text, last, cells.length) : this.#readPlain(text)
      if (cell === null) return null
      cells.push(cell)
      if (cells.length > mostColumns) throw new GiveUp(`第${this.#line}行超过${mostColumns}列，不像表格；请检查文件是否完整，或重新导出`)
      if (this.#at >= text.length) return last ? cells : null
      const code = text.charCodeAt(this.#at)
      this.#at += 1
      if (code === this.#delimiter) continue
      if (code === carriageReturn) {
        if (this.#at >= text.length && !last) return null
        if (text.charCodeAt(this.#at) === lineFeed) this.#at += 1
      }
      return cells
    }
  }

  #readPlain(text: string): string {
    const start = this.#at
    let at = start
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (code === this.#delimiter || code === lineFeed || code === carriageReturn) break
    }
    this.#at = at
    return text.slice(start, at)
  }

  /** Null when more text is needed to tell where the field ends. */
  #readQuoted(text: string, last: boolean, column: number): string | null {
    const start = this.#at + 1
    let from = start
    let escaped = false
    for (;;) {
      const found = text.indexOf('"', from)
      if (found < 0 || found - start > longestField) {
        if (!last && text.length - start <= longestField) return null
        return this.#leaveOpen(text, start, column)
      }
      if (found + 1 >= text.length && !last) return null
      if (text.charCodeAt(found + 1) === quote) {
        escaped = true
        from = found + 2
        continue
      }
      let end = found + 1
      while (text.charCodeAt(end) === space) end += 1
      if (end >= text.length && !last) return null
      if (end >= text.length || this.#endsField(text.charCodeAt(end))) {
        this.#at = end
        const value = text.slice(start, found)
        return escaped ? value.replaceAll('""', '"') : value
      }
      if (endOfLine(text, start) < found) return this.#leaveOpen(text, start, column)
      from = found + 1
    }
  }

  #endsField(code: number): boolean {
    return code === this.#delimiter || code === lineFeed || code === carriageReturn
  }

  #leaveOpen(text: string, start: number, column: number): string {
    this.#unclosed = column
    this.#at = endOfLine(text, start)
    return text.slice(start, this.#at)
  }
}

function endOfLine(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || code === carriageReturn) return at
  }
  return text.length
}

function countLines(text: string, from: number, to: number): number {
  let lines = 0
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || (code === carriageReturn && text.charCodeAt(at + 1) !== lineFeed)) lines += 1
  }
  return lines
}
