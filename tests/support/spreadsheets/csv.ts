/** Bytes of CSV files in any encoding. */
import iconv from 'iconv-lite'

/** Fields are quoted where they must be, or all; `bom` puts the mark of the encoding first, `lines` is what ends a line (Excel: \r\n). */
export function encodeCsv(
  rows: readonly (readonly (string | number | boolean | null | undefined)[])[], encoding: 'utf-8' | 'gb18030' | 'utf-16le' | 'utf-16be' = 'utf-8',
  { delimiter = ',', bom = false, lines = '\r\n', quote = 'needed' }: { delimiter?: string; bom?: boolean; lines?: string; quote?: 'needed' | 'all' } = {},
): Buffer {
  const field = (value: string | number | boolean | null | undefined): string => {
    const text = value === null || value === undefined ? '' : String(value)
    return quote === 'all' || text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  return iconv.encode(rows.map((row) => row.map(field).join(delimiter) + lines).join(''), encoding, { addBOM: bom })
}
