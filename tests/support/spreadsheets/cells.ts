/** The XML of cells, shared strings and styles as the programs of offices write it. */
import { day, hour } from '../../../shared/clock.ts'
import type { Written, WrittenSheet } from '../spreadsheets.ts'

/** How one workbook is written, and what its cells have asked of the shared tables so far. */
export interface Dialect {
  tag: (name: string) => string
  inline: boolean
  references: boolean
  epoch: 1900 | 1904
  /** XML of a shared string (`<t>…</t>`) → its index. */
  strings: Map<string, number>
  /** Formats of the styles from 1 on; 0 is the general one. */
  formats: (string | number)[]
}

export const localTag = (prefix: string | undefined) => (name: string): string => (prefix ? `${prefix}:${name}` : name)

/** Text for XML as Excel escapes it: what XML cannot hold, and what looks like such an escape, as _xHHHH_. */
export const escapeText = (text: string): string => text
  .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, '_x005F_')
  .replace(/(?![\t\n])[\p{Cc}\ufffe\uffff]/gu, (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
  .replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A, B … Z, AA … of a column from 0. */
export function columnLetter(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}

/** Days since the epoch of the workbook, Beijing time. */
export const serialOf = (at: number, epoch: 1900 | 1904 = 1900): number => (at + 8 * hour) / day + 25_569 - (epoch === 1904 ? 1_462 : 0)

export function sheetXml({ rows, merges = [] }: WrittenSheet, dialect: Dialect): string {
  const { tag } = dialect
  const written = rows.map((cells, at) => {
    if (!cells) return ''
    const place = dialect.references ? ` r="${at + 1}"` : ''
    return `<${tag('row')}${place}>${cells.map((cell, column) => cellXml(cell, `${columnLetter(column)}${at + 1}`, dialect)).join('')}</${tag('row')}>`
  })
  const merged = merges.map((range) => `<${tag('mergeCell')} ref="${range}"/>`).join('')
  return `<${tag('sheetData')}>${written.join('')}</${tag('sheetData')}>${
    merges.length > 0 ? `<${tag('mergeCells')} count="${merges.length}">${merged}</${tag('mergeCells')}>` : ''}`
}

function cellXml(cell: Written, place: string, dialect: Dialect): string {
  const { tag } = dialect
  const r = dialect.references ? ` r="${place}"` : ''
  const value = (content: string | number): string => `<${tag('v')}>${content}</${tag('v')}>`
  const write = (attributes: string, content: string): string => `<${tag('c')}${r}${attributes}>${content}</${tag('c')}>`
  if (cell === null || cell === undefined) return dialect.references ? '' : `<${tag('c')}/>`
  if (typeof cell === 'string') return textCell(textXml(cell, tag), r, dialect)
  if (typeof cell === 'number') return write('', value(cell))
  if (typeof cell === 'boolean') return write(' t="b"', value(cell ? 1 : 0))
  if ('xml' in cell) return cell.xml
  if ('error' in cell) return write(' t="e"', value(cell.error))
  if ('runs' in cell) {
    const runs = cell.runs.map((run) => `<${tag('r')}><${tag('rPr')}/>${textXml(run, tag)}</${tag('r')}>`).join('')
    const phonetic = cell.phonetic ? `<${tag('rPh')} sb="0" eb="1">${textXml(cell.phonetic, tag)}</${tag('rPh')}>` : ''
    return textCell(runs + phonetic, r, dialect)
  }
  if ('formula' in cell) {
    const [type, content] = cachedValue(cell.value)
    return write(type ? ` t="${type}"` : '', `<${tag('f')}>${escapeText(cell.formula)}</${tag('f')}>${value(content)}`)
  }
  if ('number' in cell) return write(styleOf(cell.format, dialect), value(cell.number))
  const style = styleOf(cell.format ?? 'yyyy-mm-dd hh:mm:ss', dialect)
  if (cell.iso) return write(`${style} t="d"`, value(new Date(cell.date + 8 * hour).toISOString().slice(0, 19)))
  return write(style, value(serialOf(cell.date, dialect.epoch)))
}

function cachedValue(value: string | number | boolean | { error: string }): [type: string | null, content: string | number] {
  if (typeof value === 'string') return ['str', escapeText(value)]
  if (typeof value === 'number') return [null, value]
  return typeof value === 'boolean' ? ['b', value ? 1 : 0] : ['e', value.error]
}

const textXml = (text: string, tag: Dialect['tag']): string => `<${tag('t')} xml:space="preserve">${escapeText(text)}</${tag('t')}>`

function textCell(content: string, r: string, { tag, inline, strings }: Dialect): string {
  if (inline) return `<${tag('c')}${r} t="inlineStr"><${tag('is')}>${content}</${tag('is')}></${tag('c')}>`
  const index = strings.get(content) ?? strings.size
  strings.set(content, index)
  return `<${tag('c')}${r} t="s"><${tag('v')}>${index}</${tag('v')}></${tag('c')}>`
}

function styleOf(format: string | number | undefined, { formats }: Dialect): string {
  if (format === undefined) return ''
  if (!formats.includes(format)) formats.push(format)
  return ` s="${formats.indexOf(format) + 1}"`
}

export function sharedStringsXml({ tag, strings }: Dialect, space: string): string {
  const items = [...strings.keys()].map((content) => `<${tag('si')}>${content}</${tag('si')}>`).join('')
  return `<${tag('sst')} ${space} uniqueCount="${strings.size}">${items}</${tag('sst')}>`
}

export function stylesXml({ tag, formats }: Dialect, space: string): string {
  const own = formats.flatMap((format, at) => (typeof format === 'string' ? `<${tag('numFmt')} numFmtId="${200 + at}" formatCode="${escapeText(format)}"/>` : []))
  const used = formats.map((format, at) => `<${tag('xf')} numFmtId="${typeof format === 'number' ? format : 200 + at}" applyNumberFormat="1"/>`)
  // The styles of named cells stand before those of cells and look the same: a reader that takes the wrong list is found out.
  return `<${tag('styleSheet')} ${space}><${tag('numFmts')}>${own.join('')}</${tag('numFmts')}><${tag('cellStyleXfs')}><${tag('xf')} numFmtId="14"/></${
    tag('cellStyleXfs')}><${tag('cellXfs')}><${tag('xf')} numFmtId="0"/>${used.join('')}</${tag('cellXfs')}></${tag('styleSheet')}>`
}
