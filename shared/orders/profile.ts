/** What stands in a column: how well its cells fit each field, and what they show of themselves where the header is silent. */
import { foldText } from '../text.ts'
import type { Cell } from './cell.ts'
import { cellError, cellText } from './cell-text.ts'
import { readCellTime } from './cell-time.ts'
import { fieldMeanings } from './fields.ts'
import type { OrderField } from './mapping.ts'
import { readDue, readExtension, readReturns } from './read-cell.ts'
import { isPlainTruth, isWordOf, readHandling, readPurposeWord, readTruth, type TruthField } from './words.ts'

export interface Profile {
  /** Cells that hold something, of those looked at. */
  filled: number
  /** The texts of those, cut. */
  texts: string[]
  /** Share of them that are times beyond doubt: a date cell, or a date as people write it; digits alone may be a number. */
  times: number
  phones: number
  /** Share that may be the number of an order, and how many of them are different. */
  ids: number
  distinct: number
  /** Mean count of Chinese characters. */
  han: number
  purposes: number
  units: number
  satisfactions: number
  handlings: number
  /** Whether they are grades from 1 to 5. */
  graded: boolean
  /** Whether they count the rows, from 1 on: such a number means another order in the next file. */
  counter: boolean
  /** 0–1: how well they may stand under a header of this field; 1 where nothing stands. */
  fit(field: OrderField): number
}

const mostCells = 200
const longestLooked = 400
const hanSign = /\p{Script=Han}/u
const hanSigns = /\p{Script=Han}/gu
const phone = /^(?:\+?86[- ]?|0)?1[3-9]\d(?:\d{8}|[*x]{4}\d{4})$|^(?:0\d{2,3}[- ]?)?[2-8]\d{6,7}$/i
const idCard = /^\d{6}(?:19|20)\d{2}(?:0[1-9]|1[0-2])\d{2}\d{3}[\dx]$/i
const unitEnd = /(?:局|委|办|镇|乡|街道|公司|中心|处|大队|中队|支队|所|院|站|部|厅|集团|管委会|办事处|政府|法院|学校|医院|社区|村|班|队|组|科|股)$/

export function profileColumn(cells: readonly Cell[], units: ReadonlySet<string>): Profile {
  const held = cells.slice(0, mostCells).filter((cell) => cell !== null && cellText(cell) !== '' && cellError(cell) === null) as Exclude<Cell, null>[]
  const texts = held.map((cell) => cellText(cell).slice(0, longestLooked))
  const share = (test: (text: string, at: number) => boolean): number => (texts.length === 0 ? 0 : texts.filter(test).length / texts.length)
  const isTime = (at: number): boolean => 'at' in readCellTime(held[at] as Exclude<Cell, null>)
  const words = (field: TruthField): number => share((text) => readTruth(field, text).unknown === undefined)
  const isGrade = (text: string): boolean => /^[0-5](?:星|分)?$/.test(text)
  const distinct = texts.length === 0 ? 0 : new Set(texts).size / texts.length
  const graded = share(isGrade) >= 0.9 && share((text) => /^[2-5]/.test(text)) > 0
  const purposes = share((text) => text.length <= 8 && readPurposeWord(text) !== null && !unitEnd.test(text))
  const times = share((text, at) => (typeof held[at] === 'object' || /^\D*\d{2,4}\D+\d{1,2}\D+\d{1,4}/.test(text)) && isTime(at))

  function fit(field: OrderField): number {
    if (texts.length === 0) return 1
    const anyTime = share((_, at) => isTime(at))
    const hanShare = share((text) => hanSign.test(text))
    switch (field) {
      case 'orderNumber': return share((text) => /\d/.test(text) && text.length <= 60) * (1 - times) * (0.5 + 0.5 * distinct)
      case 'phone': return share((text) => /^[+\d][\d\s*()x/、,;-]{4,60}$/i.test(text)) * (1 - times)
      case 'dueAt': return share((_, at) => !('problem' in readDue(held[at] ?? null, 0)))
      case 'extended': return share((_, at) => !('problem' in readExtension(held[at] ?? null, (word) => readTruth('extended', word))))
      case 'returns': return share((_, at) => !('problem' in readReturns(held[at] ?? null)))
      case 'handling': return share((text) => readHandling(text).unknown === undefined || isPlainTruth(text) || (text.length <= 8 && hanSign.test(text)))
      case 'accepted': case 'reached': case 'resolved': case 'appeased': return words(field)
      case 'satisfied': return graded ? 1 : words(field)
      case 'purpose': return hanShare * (0.8 + 0.2 * share((text) => readPurposeWord(text) !== null)) * (1 - times)
      case 'title': case 'text': case 'unit': return hanShare * (1 - times)
      case 'category': return (0.4 + 0.6 * hanShare) * (1 - times) * (1 - 0.3 * purposes)
      case 'status': case 'channel': return (0.4 + 0.6 * hanShare) * (1 - times)
      case 'result': return (0.6 + 0.4 * hanShare) * (1 - times)
      default: return fieldMeanings[field].kind === 'time' ? anyTime : 1
    }
  }

  return {
    filled: texts.length, texts, times, distinct, graded, purposes, fit,
    counter: texts.length >= 3 && texts.every((text, at) => text === String(at + 1)),
    phones: share((text) => phone.test(text)),
    ids: share((text) => /^[\p{L}\p{N}〔〕()[\]_-]{6,40}$/u.test(text) && (text.match(/\d/g)?.length ?? 0) >= 4 && !phone.test(text) && !idCard.test(text)),
    han: texts.reduce((sum, text) => sum + (text.match(hanSigns)?.length ?? 0), 0) / Math.max(1, texts.length),
    units: share((text) => units.has(foldText(text))),
    satisfactions: share((text) => text.includes('满意') && isWordOf('satisfied', text)),
    handlings: share((text) => isWordOf('handling', text)),
  }
}
