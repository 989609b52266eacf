/** Rows of a sheet, as they come out of its XML. */
import { StringDecoder } from 'node:string_decoder'
import { GiveUp } from '../../../../shared/errors.ts'
import type { Cell, TableRow } from '../table.ts'
import type { Archive } from './archive.ts'
import { cellOf, type RawCell, type Shared } from './cells.ts'
import { columnOf, mostColumns, mostRows, rowOf } from './place.ts'
import { XmlScanner, type Tag, type XmlListener } from './scan.ts'
import { TextBuilder } from './text.ts'

/** Longest number, error or formula result that is gathered; the text builder has its own limit. */
const longestValue = 200_000
/** A row with this many columns is wide, and a table of orders has few such rows: a file of 100 kB could ask for a billion blanks. */
const wide = 1_000
const mostWideRows = 200

/** @param onRead hears how many bytes of the sheet were taken. @throws GiveUp when it is damaged or no sheet could be so. */
export async function* readRows(archive: Archive, part: string, sheet: string, shared: Shared, onRead: (bytes: number) => void): AsyncGenerator<TableRow> {
  const reader = new SheetReader(sheet, shared)
  const scanner = new XmlScanner(reader)
  const decoder = new StringDecoder('utf8')
  for await (const bytes of archive.read(part)) {
    onRead(bytes.length)
    scanner.feed(decoder.write(bytes))
    for (const row of reader.take()) yield row
  }
  scanner.feed(decoder.end())
  scanner.end()
  yield* reader.take()
}

class SheetReader implements XmlListener {
  readonly #sheet: string
  readonly #shared: Shared
  readonly #text = new TextBuilder()
  readonly #cell: RawCell = { type: null, style: null, value: null, text: null, formula: false }
  #rows: TableRow[] = []
  #cells: Cell[] = []
  #row = 0
  #wideRows = 0
  #column = -1
  #inRow = false
  #inCell = false
  #inValue = false
  #inText = false

  constructor(sheet: string, shared: Shared) {
    this.#sheet = sheet
    this.#shared = shared
  }

  /** Rows that are complete and were not taken yet. */
  take(): TableRow[] {
    const rows = this.#rows
    this.#rows = []
    return rows
  }

  open(name: string, tag: Tag): void {
    if (this.#inText) this.#text.open(name)
    else if (this.#inCell) this.#openWithin(name)
    else if (this.#inRow) {
      if (name === 'c') this.#openCell(tag)
    } else if (name === 'row') this.#openRow(tag)
  }

  close(name: string): void {
    if (this.#inText) {
      if (name === 'is') {
        this.#inText = false
        this.#cell.text = this.#text.take()
      } else this.#text.close(name)
    } else if (this.#inCell) {
      if (name === 'v') this.#inValue = false
      else if (name === 'c') this.#closeCell()
    } else if (name === 'row') {
      this.#inRow = false
      if (this.#cells.length > wide) this.#wideRows += 1
      if (this.#wideRows > mostWideRows) {
        throw new GiveUp(`工作表“${this.#sheet}”有${mostWideRows}多行超过${wide}列，不像工单表；请删去右侧用不到的列，另存为 .xlsx 再上传`)
      }
      this.#rows.push({ sheet: this.#sheet, row: this.#row, cells: this.#cells })
    }
  }

  text(piece: string): void {
    if (this.#inText) this.#text.add(piece)
    else if (this.#inValue && this.#cell.value!.length < longestValue) this.#cell.value = this.#cell.value === '' ? piece : this.#cell.value + piece
  }

  #openRow(tag: Tag): void {
    const given = tag.attribute('r')
    const row = given === null ? this.#row + 1 : rowOf(given)
    if (row === null || row > mostRows) throw new GiveUp(`工作表“${this.#sheet}”的行号不对（${(given ?? String(this.#row + 1)).slice(0, 20)}），文件已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传`)
    this.#row = row
    this.#column = -1
    this.#cells = []
    this.#inRow = true
  }

  #openCell(tag: Tag): void {
    const place = tag.attribute('r')
    const column = place === null ? this.#column + 1 : columnOf(place)
    if (column < 0 || column >= mostColumns) {
      throw new GiveUp(`工作表“${this.#sheet}”第${this.#row}行有单元格的位置不对，文件已损坏；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传`)
    }
    this.#column = column
    const cell = this.#cell
    cell.type = tag.attribute('t')
    if (cell.type === 'n') cell.type = null
    cell.style = tag.attribute('s')
    cell.value = null
    cell.text = null
    cell.formula = false
    this.#inCell = true
  }

  #openWithin(name: string): void {
    if (name === 'v') {
      this.#inValue = true
      this.#cell.value = ''
    } else if (name === 'is') {
      this.#inText = true
      this.#text.start()
    } else if (name === 'f') this.#cell.formula = true
  }

  #closeCell(): void {
    this.#inCell = false
    const value = cellOf(this.#cell, this.#shared)
    // What is blank at the end of a row is left out: formatted sheets go on with blanks to the last column.
    if (value === null) return
    const cells = this.#cells
    while (cells.length < this.#column) cells.push(null)
    cells[this.#column] = value
  }
}
