/** Guesses what the columns of an export mean: by their headers, and by what stands in them. */
import { foldText } from '../text.ts'
import { assign } from './assign.ts'
import type { Cell } from './cell.ts'
import { readCellTime } from './cell-time.ts'
import { requiredFields } from './fields.ts'
import { readHeader, type HeaderReading } from './header.ts'
import { orderFields, type Mapping, type OrderField } from './mapping.ts'
import { profileColumn, type Profile } from './profile.ts'
import { isPlainTruth, readTruth } from './words.ts'

/** One column, in the order of the file. */
export interface GuessedColumn {
  /** Null = not used. */
  field: OrderField | null
  /** Why, in Chinese: 表头相同, 取值像日期. Null where it is not used. */
  because: string | null
  /** 0–1, to sort by; no probability. */
  confidence: number
}

export interface Guess {
  columns: GuessedColumn[]
  /** The same as a mapping, with the words that headers and values imply (是否转办: 是 = 转办; 满意度 from 1 to 5). */
  mapping: Mapping
  /** Required fields that no column has. */
  missing: OrderField[]
}

interface Claim {
  worth: number
  because: string
}

/** A claim that is worth less is none. */
const least = 0.35
/** Below this share of fitting cells a header is wrong, where there are enough cells to tell. */
const wrongBelow = 0.15
const enough = 3
/** A header below this names a number in general (编号), which may be that of the row. */
const specific = 0.92
/**
 * Fields that every order has. Of the others an empty column may well be filled further down, though one that is filled goes
 * before it.
 */
const everFilled: ReadonlySet<OrderField> = new Set(['orderNumber', 'time', 'text'])
/** Columns looked at; no office's export has more. */
const mostColumns = 500
/** Mean length from which a text can be no name, title or word. */
const storyLength = 12

/**
 * Each field goes to one column at most, so that the headers and values of all fit best together. A header that says nothing (列1), that
 * is not known, or that its values belie leaves the values to speak, as far as they are sure: an order number, the earliest time, a
 * phone, the longest text, types of request, names of the pack's units, words of satisfaction. A column of persons is never taken.
 * Fails where two columns are of equal right by both; the first is taken then.
 * @param headers as they stand in the file, rows of a header joined by “/”; a column with '' is left out, and of equal headers the first is meant.
 * @param samples cells of the first rows, by column; some 50 are plenty; none = the headers alone decide.
 * @param units names and aliases of the pack's units.
 */
export function guessMapping(headers: readonly string[], samples: readonly (readonly Cell[])[], units: readonly string[] = []): Guess {
  const folded = new Set(units.map(foldText))
  const looked = headers.slice(0, mostColumns)
  const profiles = looked.map((_, at) => profileColumn(samples[at] ?? [], folded))
  const readings = withoutBanner(looked).map(readHeader)
  const first = firstTime(samples, profiles)
  const blank = profiles.every(({ filled }) => filled === 0)
  const claims = looked.map((header, at) => {
    if (header.trim() === '' || looked.indexOf(header) < at) return new Map<OrderField, Claim>()
    return claimsOf(readings[at] as HeaderReading, profiles[at] as Profile, first === at, blank)
  })
  const chosen = assign(orderFields.map((field) => claims.map((claim) => worthOf(claim.get(field)))))

  const columns = headers.map((): GuessedColumn => ({ field: null, because: null, confidence: 0 }))
  const mapping: Mapping = { columns: {}, words: {} }
  orderFields.forEach((field, row) => {
    const at = chosen[row] as number
    const claim = claims[at]?.get(field)
    if (!claim) return
    columns[at] = { field, because: claim.because, confidence: Math.round(claim.worth * 100) / 100 }
    mapping.columns[field] = headers[at]
    const words = impliedWords(field, headers[at] as string, profiles[at] as Profile)
    if (words && (field === 'handling' || field === 'accepted' || field === 'satisfied')) mapping.words[field] = words
  })
  return { columns, mapping, missing: requiredFields.filter((field) => mapping.columns[field] === undefined) }
}

const worthOf = (claim: Claim | undefined): number => (claim && claim.worth >= least ? claim.worth : 0)

function claimsOf(header: HeaderReading, profile: Profile, isFirstTime: boolean, blank: boolean): Map<OrderField, Claim> {
  const claims = new Map<OrderField, Claim>()
  let belied = header.names.size > 0
  for (const [field, named] of header.names) {
    const fit = profile.fit(field)
    if (profile.filled >= enough && fit < wrongBelow) continue
    belied = false
    if (field === 'orderNumber' && profile.counter && named < specific) continue
    const worth = named * (profile.filled > 0 || blank ? 0.3 + 0.7 * fit : everFilled.has(field) ? 0.45 : 0.7)
    claims.set(field, { worth, because: header.exact.has(field) ? '表头相同' : '表头相近' })
  }
  if (header.kind === 'decoy' || (header.kind === 'told' && !belied)) return claims
  for (const [field, claim] of shownBy(profile, header.kind === 'unknown', isFirstTime)) {
    claims.set(field, claim)
  }
  return claims
}

/** What the values show by themselves. Of a header that says something unknown, a time or a phone may be anybody's. */
function shownBy(profile: Profile, unknownHeader: boolean, isFirstTime: boolean): [OrderField, Claim][] {
  const { filled, ids, distinct, times, phones, han, purposes, units, satisfactions, handlings } = profile
  if (filled < enough) return []
  const shown: [OrderField, number, string][] = []
  if (units >= 0.6) shown.push(['unit', 0.4 + 0.15 * units, '取值像单位名称'])
  if (purposes >= 0.9) shown.push(['purpose', 0.55, '取值像诉求类型'])
  if (satisfactions >= 0.9) shown.push(['satisfied', 0.55, '取值像满意度'])
  if (handlings >= 0.9) shown.push(['handling', 0.5, '取值像办理方式'])
  if (han >= storyLength && distinct >= 0.5) shown.push(['text', 0.45 + Math.min(0.15, han / 1_000), '最长的文字'])
  if (!unknownHeader) {
    if (ids >= 0.95 && distinct >= 0.98 && times < 0.1) shown.push(['orderNumber', 0.6, '取值像编号'])
    if (times >= 0.9 && isFirstTime) shown.push(['time', 0.55, '取值像日期'])
    if (phones >= 0.8) shown.push(['phone', 0.5, '取值像电话号码'])
  }
  return shown.map(([field, worth, because]) => [field, { worth, because }])
}

/** Of the columns of times the one that comes first in most rows: an order is received before all else happens to it. */
function firstTime(samples: readonly (readonly Cell[])[], profiles: readonly Profile[]): number {
  const timed = profiles.flatMap((profile, at) => (profile.times >= 0.9 && profile.filled >= enough ? [at] : []))
  if (timed.length < 2) return timed[0] ?? -1
  const wins = new Map<number, number>()
  const fullest = Math.max(...timed.map((at) => (profiles[at] as Profile).filled))
  const full = timed.filter((at) => (profiles[at] as Profile).filled >= fullest * 0.9)
  for (let row = 0; row < (samples[full[0] as number] ?? []).length; row++) {
    const [winner] = full.map((at) => ({ at, key: timeKey(samples[at]?.[row] ?? null) })).toSorted((a, b) => a.key - b.key || a.at - b.at)
    if (winner && Number.isFinite(winner.key)) wins.set(winner.at, (wins.get(winner.at) ?? 0) + 1)
  }
  return [...wins].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? -1
}

/** A first row that stands over most columns is the title of the table, and says nothing of any of them. */
function withoutBanner(headers: readonly string[]): string[] {
  const firsts = new Map<string, number>()
  for (const header of headers) {
    const at = header.indexOf('/')
    if (at > 0) firsts.set(header.slice(0, at + 1), (firsts.get(header.slice(0, at + 1)) ?? 0) + 1)
  }
  const [banner, count] = [...firsts].toSorted((a, b) => b[1] - a[1])[0] ?? ['', 0]
  return headers.map((header) => (count > 2 && count > headers.length * 0.7 && header.startsWith(banner) ? header.slice(banner.length) : header))
}

function timeKey(cell: Cell): number {
  const time = cell === null ? null : readCellTime(cell)
  return time && 'at' in time ? time.at : Infinity
}

/** Words that mean what the header makes of them, translated. */
function impliedWords(field: OrderField, header: string, { texts, graded }: Profile): Record<string, string> | null {
  if (field === 'satisfied') return graded ? gradeWords(texts) : null
  const plain = texts.filter(isPlainTruth)
  const said = (yes: string, no: string) => Object.fromEntries(['是', '否', ...plain].flatMap((word) => {
    const { value } = readTruth('resolved', word)
    return typeof value === 'boolean' ? [[word, value ? yes : no]] : []
  }))
  if (plain.length === 0) return null
  if (field === 'handling' && /是否/.test(header)) return /直|在线/.test(header) ? said('直办', '转办') : /转|派/.test(header) ? said('转办', '直办') : null
  return field === 'accepted' && /不予?受理/.test(header) ? said('不予受理', '受理') : null
}

/** Grades of 1 to 5: 4 and 5 are 满意, 1 and 2 不满意, 0 is nobody's; 3 has no sure meaning and is left to be asked for. */
function gradeWords(texts: readonly string[]): Record<string, string> {
  const grades = [...new Set(['0', '1', '2', '4', '5', ...texts])].filter((word) => !word.startsWith('3'))
  return Object.fromEntries(grades.map((word) => [word, word.startsWith('0') ? '未说明' : Number(word[0]) > 3 ? '满意' : '不满意']))
}
