/** Reads names of places that no gazetteer holds by their shape: …小区, …路, …村, …学校, …公司. */
import { building, common, division, facility, glued, hasStopCharacter, inner, rankOf, longestEnding, stops, turns } from './place-words.ts'
import type { Reading } from './reading.ts'

const longestName = 10
/** Of a name that begins with a whole word (钢管厂) no more than this is taken on its left: 三河钢管厂, never a clause. */
const longestOwner = 4
const titleWeight = 2

type Names = ReadonlySet<string>

/** What the gazetteer knows: every name of it, and those of wider places (district, townships). */
export interface KnownNames { known: Names; wide: Names }

/**
 * Goes left from an ending over the words of the reading until a word that no name holds (a time, a verb, a number, who or
 * what is spoken of: place-stops.json), the name of a wider place, a mark, a digit or ten characters; jieba cuts unknown
 * names into pieces (海·棠·晴·园·小区), so the pieces are put together again. Null when nothing is as close as `least`
 * (5 estate, 4.5 site, 3.5 road, 3 village) or, with `around`, when no name holds that one and says more.
 *
 * It fails where a noun that is no stop word stands right before the name, and where jieba glues a verb to it.
 */
export function findShapedPlace(reading: Reading, names: KnownNames, least: number, around: string | null = null): string | null {
  const { words, titleEnd } = reading
  let offset = 0
  let best: string | null = null
  let most = 0
  for (let at = 0; at < words.length; at += 1) {
    const ending = endingAt(words, at)
    const rank = ending === null ? 0 : (rankOf.get(ending) as number)
    const score = rank * (offset < titleEnd ? titleWeight : 1)
    if (ending !== null && score > most && rank >= least && stands(words, at, ending)) {
      const name = extend(words, at, ending, names)
      if (name !== null && !common.has(name) && !names.known.has(name) && (around === null || name.startsWith(around))) {
        best = name
        most = score
      }
    }
    offset += (words[at] as string).length
  }
  return best
}

/** The ending of a name that ends at word `at`; a bare name before the number of a building (金色阳光12号楼) ends as an estate does. */
function endingAt(words: readonly string[], at: number): string | null {
  const word = words[at] as string
  const ending = endingOf(headOf(word))
  if (ending !== null || word.length < 2 || /[内里外中]$/.test(word)) return ending
  return isNumber.test(words[at + 1] ?? '') && buildings.has(words[at + 2] ?? '') ? building : null
}
const isNumber = /^\d{1,2}$/
const buildings = new Set(['栋', '幢', '号楼'])

function endingOf(word: string): string | null {
  for (let length = Math.min(longestEnding, word.length); length > 0; length -= 1) {
    const ending = word.slice(-length)
    if (rankOf.has(ending)) return ending
  }
  return null
}

/** jieba glues the end of a name it does not know to what follows (李滩·村集体, 洪武·路南, 小区业主): its head is the ending. */
function headOf(word: string): string {
  if (word.length < 2 || !headStarts.has(word.charAt(0)) || glued.not.has(word.slice(0, 2))) return word
  return glued.heads.find((head) => word.length > head.length && word.startsWith(head)) ?? word
}
const headStarts = new Set(glued.heads.map((head) => head.charAt(0)))

/** Whether the ending ends something: 翠湖湾路 before 灯 is no road, 工地 after 工地 no site, 一期 before 工地 only its beginning. */
function stands(words: readonly string[], at: number, ending: string): boolean {
  const word = headOf(words[at] as string)
  const next = word === words[at] ? (words[at + 1] ?? '') : ''
  if (common.has(word) || stops.has(word) || (next !== '' && turns.get(ending)?.includes(next.charAt(0)))) return false
  if (ending.endsWith('期') && endingOf(next) !== null) return false
  return !(word === ending && (words[at - 1] ?? '').endsWith(ending))
}

function extend(words: readonly string[], at: number, ending: string, { known, wide }: KnownNames): string | null {
  const last = headOf(words[at] as string)
  const isWhole = last.length >= 3 && last !== ending
  if (last.length > longestName || wide.has(last)) return null
  const most = isWhole ? last.length + longestOwner : longestName
  const rank = rankOf.get(ending) as number
  let name = last
  let whole = isWhole ? last : null
  for (let left = at - 1; left >= 0; left -= 1) {
    const word = words[left] as string
    if (stops.has(word) || hasStopCharacter(word) || !isName(word)) break
    // Before a street or a village four characters in one word are a saying (及时处理); before a factory they are its trade.
    if (word.length >= 4 && rank < facility && !known.has(word)) break
    // 人民路家属院 and 处理厂工地 are places of their own, 小区花园 is two.
    const before = word.length > 1 && !word.endsWith('期') && !known.has(word) ? endingOf(word) : null
    if (before !== null && before === word && ending !== '村') break
    if (name.length + word.length > most) {
      // Too long for a name: what was read is part of a sentence.
      whole = isWhole ? last : null
      name = last
      break
    }
    if (wide.has(word)) {
      const isOwner = left === at - 1 || rank === facility
      // 朱坝镇前街 is a street's name, 朱坝镇菜市场 is any market there.
      if (isOwner && (!division.test(word) || (rank < facility && last !== ending))) whole = word + name
      break
    }
    name = word + name
    if (!inner.has(word)) whole = name
    if (known.has(word)) break
  }
  const found = withoutDivision(whole ?? (numbered.test(name) ? name : ''))
  if (ending === '道' && !numbered.test(found)) return null
  return found.length >= 3 && found.length > ending.length ? found : null
}

/** Divisions before a name are no part of it: 泉湖镇白鹤村 is 白鹤村, 区丽发新城 (jieba glues the end of 某某区 to it) 丽发新城. */
function withoutDivision(name: string): string {
  const from = Math.max(...Array.from(name.matchAll(divided), ({ index }) => index + 1), 0)
  const bare = name.slice(from).replace(/^[a-z]?[市县区镇乡](?![民政场中直内域城级道村里江])/, '')
  return bare.length >= 3 ? bare : name
}
/** The last character of a province, county or township within a name: not in 市场, 小镇 or 乡村. */
const divided = /(?<=[^小城集乡村])[省县镇乡](?=.{3})(?![江村镇区下])|(?<=[^超菜夜集城])市(?=.{3})(?![场民政中区直])/g

/** Streets by number, and what is only called old or great: 南四街, 老酒厂, 大魏路. */
const numbered = /^(?:[东南西北][一二三四五六七八九十]{1,2}[路街道]|[老大小].[厂街桥路村])$/
/** Han characters and letters only: a mark or a digit ends a name. */
const isName = (word: string): boolean => /^[\p{Script=Han}a-z]+$/u.test(word)
