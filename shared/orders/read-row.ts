/** Reads the cells of one row, each told apart by its field, to an order; or says of every cell what is wrong with it. */
import { day, type Instant } from '../clock.ts'
import { blankOrder, type TimePrecision, type WorkOrder } from '../posting.ts'
import { cleanText, cleanTitle, shorten } from '../text.ts'
import type { Cell } from './cell.ts'
import { cellError, cellText, isRounded } from './cell-text.ts'
import { fieldMeanings } from './fields.ts'
import type { Mapping, OrderField, WordField } from './mapping.ts'
import { readDue, readExtension, readReturns, readTime, type Told } from './read-cell.ts'
import { readHandling, readPurpose, readTruth, translate, type TruthField, type WordMeaning } from './words.ts'

export interface ReadOrder {
  order: WorkOrder
  /** When it was received, and how exactly that is told; of a day alone its start. */
  time: Instant
  precision: TimePrecision
  /** One line, cut; without a column of its own the first words of the text; '' = none. */
  title: string
  /** Clean and cut (shared/text.ts); '' = none. */
  text: string
  /** Digits only, without the country's number: for hashReporter and nothing else. Null where there is none, or one with blanked digits. */
  phone: string | null
  /** The word for the channel, translated by the mapping's words where they have it. */
  channel: string | null
  /** Words without a sure meaning: their fields stay null (`purpose` stays the word itself). */
  unknown: { field: WordField; word: string }[]
}

export interface RowProblem {
  field: OrderField
  /** What stands there, shortened but not masked: mask it, and the problem, before they are shown. Null = nothing. */
  value: string | null
  /** In Chinese, a whole sentence with the field's name: what is wrong, and what to do. */
  problem: string
}

export interface RowReading {
  /** Translations of the mapping; they go before the words known here. */
  words: Mapping['words']
  now: Instant
  /** False where the file has no column of order numbers: `order.orderNumber` is '' then, for the caller to fill. */
  numbered: boolean
}

const longestNumber = 100
const longestTold = 60
/** How far signing, closing and calling back may stand before the receipt: one of the two may be a date alone, or its clock be slow. */
const rounding = day

/** All problems of the row at once; with any of them nothing of the row is read. Fields without a cell are null. Never throws. */
export function readOrder(cells: Partial<Record<OrderField, Cell>>, { words, now, numbered }: RowReading): ReadOrder | { problems: RowProblem[] } {
  const problems: RowProblem[] = []
  const unknown: ReadOrder['unknown'] = []
  const wrong = new Set<OrderField>()

  function blame(field: OrderField, what: string): null {
    const value = shorten(cleanTitle(cellText(cells[field] ?? null)), longestTold)
    problems.push({ field, value: value || null, problem: `${fieldMeanings[field].name}${value ? `“${shorten(value, 30)}”` : ''}${what}` })
    wrong.add(field)
    return null
  }

  for (const [field, cell] of Object.entries(cells) as [OrderField, Cell | undefined][]) {
    if (cellError(cell ?? null) !== null) blame(field, '是表格里的错误值，请改成正确的内容，没有就留空')
  }
  const textOf = (field: OrderField): string => (wrong.has(field) ? '' : cellText(cells[field] ?? null))
  const lineOf = (field: OrderField): string | null => cleanTitle(textOf(field)) || null
  const take = <T>(field: OrderField, told: Told<T>): T | null => ('problem' in told ? blame(field, told.problem) : told.value)
  const cellOf = (field: OrderField): Cell => (textOf(field) === '' ? null : (cells[field] ?? null))
  const wordOf = (field: WordField): string => translate(words, field, cleanTitle(textOf(field)))
  function meaningOf<T>(field: WordField, meaning: WordMeaning<T>): T | null {
    if (meaning.unknown === undefined) return meaning.value
    unknown.push({ field, word: meaning.unknown })
    return null
  }
  const truthOf = (field: TruthField): boolean | null => meaningOf(field, readTruth(field, wordOf(field)))

  const orderNumber = numbered && !wrong.has('orderNumber') ? readNumber(cells.orderNumber ?? null, (what) => blame('orderNumber', what)) : ''
  const received = take('time', readTime(cellOf('time')))
  if (!received && !wrong.has('time')) blame('time', '是空的，请填写，写成“2018-03-05 08:30”')
  const time = received?.at ?? now
  if (time > now + day) blame('time', '在将来，请核对年份')

  /** When something happened to the order, which is after its receipt and not in the future. */
  function eventAt(field: 'signedAt' | 'closedAt' | 'calledBackAt'): Instant | null {
    const at = take(field, readTime(cellOf(field)))?.at ?? null
    if (at === null) return null
    if (at > now + day) return blame(field, '在将来，请核对年份')
    if (received && at < time - rounding) return blame(field, `早于${fieldMeanings.time.name}“${cellText(cells.time ?? null).slice(0, 30)}”，请核对这两格`)
    return Math.max(at, time)
  }

  const extension = take('extended', readExtension(cellOf('extended'), (word) => readTruth('extended', translate(words, 'extended', word))))
  if (extension?.unknown !== undefined) unknown.push({ field: 'extended', word: extension.unknown })
  const purpose = readPurpose(wordOf('purpose'))
  if (purpose.unknown !== null) unknown.push({ field: 'purpose', word: purpose.unknown })
  const status = lineOf('status')
  const refused = status !== null && readTruth('accepted', status).value === false && status.includes('受理')
  const text = cleanText(textOf('text'))
  const order: WorkOrder = {
    ...blankOrder,
    orderNumber: orderNumber ?? '',
    purpose: purpose.value,
    category: lineOf('category'),
    unit: lineOf('unit'),
    status,
    result: cleanText(textOf('result')) || null,
    handling: meaningOf('handling', readHandling(wordOf('handling'))),
    accepted: truthOf('accepted') ?? (refused ? false : null),
    signedAt: eventAt('signedAt'),
    dueAt: take('dueAt', readDue(cellOf('dueAt'), time)),
    extended: extension?.extended ?? null,
    extendedTo: extension?.to ?? null,
    closedAt: eventAt('closedAt'),
    calledBackAt: eventAt('calledBackAt'),
    reached: truthOf('reached'),
    resolved: truthOf('resolved'),
    satisfied: truthOf('satisfied'),
    appeased: truthOf('appeased'),
    returns: take('returns', readReturns(cellOf('returns'))) ?? 0,
  }
  if (problems.length > 0) return { problems }
  return {
    order, time, precision: received?.precision ?? 'none', title: lineOf('title') ?? shorten(text.split('\n')[0] ?? '', 40), text,
    phone: readPhone(textOf('phone')), channel: wordOf('channel') || null, unknown,
  }
}

/** An id as it is written, without the marks that make a spreadsheet keep it as text. */
function readNumber(cell: Cell, blame: (what: string) => null): string | null {
  if (isRounded(cell)) return blame('已被 Excel 舍入，后几位丢失，请把这一列设为文本后重新导出')
  const text = cleanTitle(cellText(cell)).replace(/^[='"`]+|['"`]+$/g, '').trim()
  if (text === '') return blame('是空的，请填写编号')
  if (typeof cell === 'number' && !Number.isInteger(cell)) return blame('是小数，不是编号，请核对')
  if (/^\D*\p{Script=Han}\D*$/u.test(text.normalize('NFKC'))) return blame('不是编号，里面没有数字；如是合计行，请删去这一行')
  return text.length > longestNumber ? blame(`超过 ${longestNumber} 个字，不是编号，请核对`) : text
}

/** The first number of the cell that is whole: of a mobile without +86 and without the 0 that exchanges put before it. */
function readPhone(text: string): string | null {
  const written = text.slice(0, 200).normalize('NFKC')
  for (const part of [written, ...written.split(/[,;/、\n]/)]) {
    const digits = part.replace(/[\s()-]/g, '')
    if (/^\+?\d{5,15}$/.test(digits)) return digits.replace(/^\+?(?:86|0086|0)(?=1[3-9]\d{9}$)/, '').replace(/^\+/, '')
  }
  return null
}
