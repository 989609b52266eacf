/** Where a cell stands: B12 is column 1 (from 0), row 12. */

export const mostRows = 1_048_576
export const mostColumns = 16_384

/** Column from 0 of a reference; -1 = it names none, or one past what a spreadsheet has. */
export function columnOf(reference: string): number {
  let column = 0
  let at = 0
  for (; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at)
    if (code < 65 || code > 90) break
    column = column * 26 + code - 64
    if (column > mostColumns) return -1
  }
  return column - 1
}

/** Row from 1; null = the text names none that a spreadsheet has. */
export function rowOf(text: string): number | null {
  const row = Number(text)
  return Number.isInteger(row) && row >= 1 && row <= mostRows ? row : null
}

export function parsePlace(reference: string): { column: number; row: number } | null {
  const column = columnOf(reference)
  const row = rowOf(reference.replace(/^[A-Z]+/, ''))
  return column < 0 || row === null ? null : { column, row }
}
