/** Workbooks of any number of rows, written in bounded memory as Excel writes them: texts in the shared table, cells with references. */
import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { makeParts } from '../spreadsheets.ts'
import { columnLetter, escapeText } from './cells.ts'
import { ZipWriter } from './zip.ts'

/** Texts remembered for sharing; what comes later is put into the table again at each use, which is allowed and rare. */
const remembered = 100_000
const pieceLength = 1 << 18

/** One sheet, 工单; texts, numbers and truth values; anything else is a blank. */
export async function writeBigWorkbook(path: string, rows: Iterable<unknown[]>): Promise<void> {
  const stringsPath = `${path}.strings`
  const strings = await open(stringsPath, 'w')
  const zip = new ZipWriter(path)
  try {
    for (const [name, content] of Object.entries(makeParts([{ name: '工单', rows: [] }]))) {
      if (name !== 'xl/worksheets/sheet1.xml' && name !== 'xl/sharedStrings.xml') await zip.add(name, [content])
    }
    await zip.add('xl/worksheets/sheet1.xml', sheetPieces(rows, async (piece) => { await strings.appendFile(piece) }))
    await strings.close()
    await zip.add('xl/sharedStrings.xml', createReadStream(stringsPath, { highWaterMark: pieceLength }) as AsyncIterable<Uint8Array>)
    zip.close()
  } finally {
    await rm(stringsPath, { force: true })
  }
}

const space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'

async function* sheetPieces(rows: Iterable<unknown[]>, keep: (strings: string) => Promise<void>): AsyncGenerator<string> {
  const shared = new Map<string, number>()
  let count = 0
  let table = `<?xml version="1.0" encoding="UTF-8"?>\n<sst ${space}>`
  let piece = `<?xml version="1.0" encoding="UTF-8"?>\n<worksheet ${space}><sheetData>`
  const share = (text: string): number => {
    const known = shared.get(text)
    if (known !== undefined) return known
    table += `<si><t>${escapeText(text)}</t></si>`
    if (shared.size < remembered) shared.set(text, count)
    count += 1
    return count - 1
  }
  let number = 0
  for (const cells of rows) {
    number += 1
    piece += `<row r="${number}" spans="1:${cells.length}">`
    for (const [column, cell] of cells.entries()) {
      const place = `<c r="${columnLetter(column)}${number}"`
      if (typeof cell === 'number') piece += `${place}><v>${cell}</v></c>`
      else if (typeof cell === 'boolean') piece += `${place} t="b"><v>${cell ? 1 : 0}</v></c>`
      else if (typeof cell === 'string') piece += `${place} t="s"><v>${share(cell)}</v></c>`
    }
    piece += '</row>'
    if (table.length >= pieceLength) {
      await keep(table)
      table = ''
    }
    if (piece.length >= pieceLength) {
      yield piece
      piece = ''
    }
  }
  yield `${piece}</sheetData></worksheet>`
  await keep(`${table}</sst>`)
}
