/** Merged ranges of a sheet: they stand behind its rows, so that the sheet is run through once before it is read. */
import { GiveUp } from '../../../../shared/errors.ts'
import type { Sheet } from '../table.ts'
import type { Archive } from './archive.ts'
import { parsePlace } from './place.ts'

/** What stands behind the rows, in bytes: 500,000 merged ranges. */
const mostBytes = 24 << 20

const rowsEnd = Buffer.from('sheetData>')
const rowsNone = Buffer.from('sheetData/>')

/**
 * Looks for the end of the rows in the bytes as they are, without reading them as XML, and takes the ranges from what follows.
 * @throws GiveUp when there are more than anybody merges.
 */
export async function readMerges(archive: Archive, part: string): Promise<Sheet['merges']> {
  let tail: Buffer[] = []
  let bytes = 0
  let carried: Buffer = Buffer.alloc(0)
  let found = false
  for await (const piece of archive.read(part)) {
    if (!found) {
      const text = carried.length > 0 ? Buffer.concat([carried, piece]) : piece
      const at = endOfRows(text)
      found = at >= 0
      if (found) tail = [text.subarray(at)]
      else carried = text.subarray(Math.max(0, text.length - rowsNone.length - 64))
      continue
    }
    bytes += piece.length
    if (bytes > mostBytes) throw new GiveUp('工作表里合并的单元格太多，读不了；请取消合并后再上传')
    tail.push(piece)
  }
  return rangesOf(Buffer.concat(tail).toString('utf8'))
}

/** Where </sheetData> or <sheetData/> ends, whatever its prefix; -1 = not in these bytes. */
function endOfRows(bytes: Buffer): number {
  const empty = bytes.indexOf(rowsNone)
  if (empty >= 0) return empty + rowsNone.length
  for (let at = bytes.indexOf(rowsEnd); at >= 0; at = bytes.indexOf(rowsEnd, at + 1)) {
    // Behind a slash, with a prefix between or none: the end and not the beginning.
    const tag = bytes.toString('latin1', Math.max(0, at - 64), at)
    if (/<\/(?:[\w.-]+:)?$/.test(tag)) return at + rowsEnd.length
  }
  return -1
}

function rangesOf(xml: string): Sheet['merges'] {
  const merges: Sheet['merges'] = []
  for (const [, from, to] of xml.matchAll(/<(?:[\w.-]{1,40}:)?mergeCell\s+ref=["']([A-Z]{1,3}\d{1,7}):([A-Z]{1,3}\d{1,7})["']/g)) {
    const [first, last] = [parsePlace(from!), parsePlace(to!)]
    if (first && last && last.row >= first.row && last.column >= first.column) {
      merges.push({ fromRow: first.row, toRow: last.row, fromColumn: first.column, toColumn: last.column })
    }
  }
  return merges
}
