/** A zip bomb: a workbook of a few megabytes whose one sheet unpacks to gigabytes. */
import { constants, crc32, deflateRawSync } from 'node:zlib'
import { makeParts } from '../spreadsheets.ts'
import { ZipWriter } from './zip.ts'

const megabyte = 1 << 20
const sheet = 'xl/worksheets/sheet1.xml'

/**
 * `lying`: the headers say that the sheet has 1,000 bytes. `rows`: real rows stand in it instead of zeros, so that a reader that
 * believes the headers is fed for as long as it eats.
 */
export function writeZipBomb(path: string, { gigabytes = 2, lying = false, rows = false } = {}): void {
  const zip = new ZipWriter(path)
  for (const [name, content] of Object.entries(makeParts([{ name: '工单', rows: [['编号']] }]))) {
    if (name !== sheet) zip.addPacked(name, [deflateRawSync(content)], { crc: crc32(content), size: Buffer.byteLength(content) })
  }
  const head = Buffer.from(rows ? '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' : '')
  const row = '<row><c><v>1</v></c></row>'
  const block = rows ? Buffer.from(row.repeat(Math.floor(megabyte / row.length))) : Buffer.alloc(megabyte)
  // A full flush ends at a byte and forgets what came before: the same few bytes may follow one another any number of times.
  const flushed = (bytes: Buffer): Buffer => deflateRawSync(bytes, { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const packed = flushed(block)
  const times = gigabytes * 1_024
  let crc = crc32(head)
  if (!lying) for (let at = 0; at < times; at += 1) crc = crc32(block, crc)
  zip.addPacked(sheet, [flushed(head), ...Array<Buffer>(times).fill(packed), Buffer.from([3, 0])], { crc, size: lying ? 1_000 : head.length + times * block.length })
  zip.close()
}
