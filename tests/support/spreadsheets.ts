/**
 * Spreadsheets as other programs write them, made by hand for the tests of imports: small workbooks of every dialect here, and from
 * the files beside it big ones, zip bombs and CSV bytes of any encoding.
 *
 *     makeWorkbook([{ name: '工单', rows: [['编号', '时间'], ['HZ1', { date: at }]], merges: ['A1:B1'] }])        // bytes
 *     writeWorkbook(path, sheets, { strings: 'inline', references: false })                                     // a file
 *     await writeBigWorkbook(path, rows)                                                                        // any number of rows
 *     writeZipBomb(path) ; writeZipBomb(path, { lying: true })                                                  // 2 GB inside
 *     encodeCsv([['编号'], ['HZ1']], 'gb18030')                                                                  // bytes
 */
import { writeFileSync } from 'node:fs'
import { strToU8, zipSync } from 'fflate'
import type { Instant } from '../../shared/clock.ts'
import { localTag, escapeText, sheetXml, sharedStringsXml, stylesXml, type Dialect } from './spreadsheets/cells.ts'

export { encodeCsv } from './spreadsheets/csv.ts'
export { writeBigWorkbook } from './spreadsheets/big.ts'
export { writeZipBomb } from './spreadsheets/bomb.ts'

/**
 * A cell. `date` is written as a serial in Beijing time with a format (a number of a built-in one or a code; `iso` = as t="d");
 * `number` takes the digits as they are to stand in the XML; `formula` is written with its cached `value`; `runs` is rich text;
 * `phonetic` stands beside it and is not part of the text; `xml` is put in as it is. Null and undefined = no cell.
 */
export type Written = string | number | boolean | null | undefined
  | { date: Instant; format?: string | number; iso?: boolean }
  | { number: number | string; format?: string | number }
  | { formula: string; value: string | number | boolean | { error: string } }
  | { error: string }
  | { runs: string[]; phonetic?: string }
  | { xml: string }

export interface WrittenSheet {
  name: string
  /** One a row from the first on; null = the row is not in the XML at all (its number is left out). */
  rows: (Written[] | null)[]
  /** A1:C2 */
  merges?: string[]
  /** `true` = hidden, `very` = hidden by a program. */
  hidden?: boolean | 'very'
  /** A sheet that holds a chart and no cells. */
  chart?: boolean
}

export interface WorkbookOptions {
  /** Where texts stand: in the shared table as Excel does (default), or in the cell. */
  strings?: 'shared' | 'inline'
  /** Year from which serial dates count. */
  epoch?: 1900 | 1904
  /** Prefix of every element: `x` → `<x:row>`. */
  prefix?: string
  /** False = neither rows nor cells say where they stand. */
  references?: boolean
  /** How the relations name the parts: relative to the workbook (default) or from the root. */
  targets?: 'relative' | 'absolute'
  /** A part with macros: a VBA project or a macro sheet of Excel 4. */
  macro?: 'vba' | 'macrosheet'
  /** A document type with an entity at the head of every sheet. */
  doctype?: boolean
  /** Further parts, or other content for one of the usual ones. */
  parts?: Record<string, string | Uint8Array>
}

/** The bytes of an .xlsx file. */
export function makeWorkbook(sheets: WrittenSheet[], options: WorkbookOptions = {}): Uint8Array {
  const parts = Object.entries({ ...makeParts(sheets, options), ...options.parts })
  return zipSync(Object.fromEntries(parts.map(([name, content]) => [name, typeof content === 'string' ? strToU8(content) : content])))
}

export function writeWorkbook(path: string, sheets: WrittenSheet[], options: WorkbookOptions = {}): void {
  writeFileSync(path, makeWorkbook(sheets, options))
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const packaged = 'http://schemas.openxmlformats.org/package/2006'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/** The parts of a workbook by name, without its macros' content types: no reader may rely on those. */
export function makeParts(sheets: WrittenSheet[], options: WorkbookOptions = {}): Record<string, string> {
  const dialect: Dialect = {
    tag: localTag(options.prefix), inline: options.strings === 'inline', epoch: options.epoch ?? 1900,
    references: options.references !== false, strings: new Map(), formats: [],
  }
  const space = `${options.prefix ? `xmlns:${options.prefix}` : 'xmlns'}="${main}"`
  const { tag } = dialect
  const head = options.doctype ? `${declaration}<!DOCTYPE worksheet [<!ENTITY a "好">]>` : declaration
  const folder = (sheet: WrittenSheet): string => (sheet.chart ? 'chartsheets' : 'worksheets')
  const bodies = sheets.map((sheet) => (sheet.chart
    ? `${declaration}<${tag('chartsheet')} ${space}/>`
    : `${head}<${tag('worksheet')} ${space}>${sheetXml(sheet, dialect)}</${tag('worksheet')}>`))
  const root = options.targets === 'absolute' ? '/xl/' : ''
  const relations = [
    ...sheets.map((sheet, at) => [`rId${at + 1}`, sheet.chart ? 'chartsheet' : 'worksheet', `${root}${folder(sheet)}/sheet${at + 1}.xml`]),
    ['rIdStyles', 'styles', `${root}styles.xml`],
    ...(dialect.inline ? [] : [['rIdStrings', 'sharedStrings', `${root}sharedStrings.xml`]]),
  ]
  const listed = sheets.map(({ name, hidden }, at) => {
    const state = hidden ? ` state="${hidden === 'very' ? 'veryHidden' : 'hidden'}"` : ''
    return `<${tag('sheet')} name="${escapeText(name)}" sheetId="${at + 1}"${state} r:id="rId${at + 1}"/>`
  })
  const properties = dialect.epoch === 1904 ? `<${tag('workbookPr')} date1904="1"/>` : ''
  return {
    '[Content_Types].xml': `${declaration}<Types xmlns="${packaged}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    '_rels/.rels': relationsXml([['rId1', 'officeDocument', options.targets === 'absolute' ? '/xl/workbook.xml' : 'xl/workbook.xml']]),
    'xl/workbook.xml': `${declaration}<${tag('workbook')} ${space} xmlns:r="${office}">${properties}<${tag('sheets')}>${listed.join('')}</${tag('sheets')}></${tag('workbook')}>`,
    'xl/_rels/workbook.xml.rels': relationsXml(relations),
    'xl/styles.xml': `${declaration}${stylesXml(dialect, space)}`,
    ...(dialect.inline ? {} : { 'xl/sharedStrings.xml': `${declaration}${sharedStringsXml(dialect, space)}` }),
    ...Object.fromEntries(sheets.map((sheet, at) => [`xl/${folder(sheet)}/sheet${at + 1}.xml`, bodies[at]!])),
    ...(options.macro === 'vba' ? { 'xl/vbaProject.bin': 'project' } : {}),
    ...(options.macro === 'macrosheet' ? { 'xl/macrosheets/sheet1.xml': '<xm:macrosheet/>' } : {}),
  }
}

const relationsXml = (relations: string[][]): string => `${declaration}<Relationships xmlns="${packaged}/relationships">${
  relations.map(([id, type, target]) => `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`).join('')
}</Relationships>`

