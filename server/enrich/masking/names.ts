/** Finds the names that people give as such: 我叫…, 本人…, 联系人：…, 姓名：…, 我父亲叫…, 免贵姓…. */
import { createAutomaton } from '../automaton.ts'
import type { MaskSpan } from './kinds.ts'
import { alsoWords, compoundSurnames, cues, endings, nameCharacters, neverNames, seldomSurnames, softEndings, surnameCues, surnames } from './name-words.ts'

/** What may stand between cue and name. */
const marks = /^(?:姓名|名字|名|叫|是|为)?[\s:=/|"'([\])\-!_]{0,5}/
const finder = createAutomaton([...cues.map(({ word }) => word), ...surnameCues])
const titles = /^(?:先生|女士|小姐|太太|老师|师傅|同志|大爷|大妈|大叔|阿姨|老板|医生|某某|某)/
/** How people speak of themselves right before they say who they are. */
const ownWords = /我|本人|您好|你好|俺/
const ownReach = 14
const reports = /反映|反应|来电|投诉|举报|咨询|求助|建议|来信/
const polite = /^(?:先生|女士|小姐|太太)/
/** Names of other peoples: parts of Han characters with a dot between. */
const dotted = /^[\u4e00-\u9fff]{1,7}(?:[·.][\u4e00-\u9fff]{1,8}){1,3}/
/** 小李, 老王, 阿明. */
const nicknamed = new Set('小老阿')
/** 王 五, as forms have it. */
const spaced = /^[\u4e00-\u9fff] {1,3}[\u4e00-\u9fff](?![\u4e00-\u9fff])/
/** zhang san, behind a sure cue. */
const latin = /^[a-z]{2,12}(?: [a-z]{2,12}){0,2}(?![a-z0-9])/
/** With a full stop for the dot only what sounds like such a name: 买买提.吐尔逊, not the end of one clause and the next. */
const soundsForeign = /(?:[阿买提尔古丽热木依艾合扎西次仁卓玛巴克吾拉力江汗孜斯哈马吐迪米娜加洛桑旺顿珠].*?){3}/
/** Whoever somebody is by such a word is no name: 我是高三学生, 我是江苏人. */
const kindsOfPeople = new Set('人户主民员工师生长者客友妈爸方店司县市区镇村组厂校院街路在说是被把到去的了时')
const townships = new Set('县区镇乡村')
const colon = 4

/** Han names of two or three characters (four with a double surname) behind a cue. A name without one is not looked for. */
export function findNames(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  finder.scan(text, (found, start, end) => {
    const cue = cues[found]
    if (cue === undefined) spans.push(...readSurname(text, end))
    else if (isWord(text, start, end)) spans.push(...readCued(text, start, end, cue.strength))
  })
  return spans
}

/** 市民 or 村民 before a name is the writer only where he says I before it, or reports something right after it. */
function readCued(text: string, start: number, end: number, strength: number): MaskSpan[] {
  const isOwn = strength === 0 && ownWords.test(text.slice(Math.max(0, start - ownReach), start))
  const span = readName(text, end, isOwn ? 1 : strength)
  return span && (strength > 0 || isOwn || reports.test(text.slice(span.end, span.end + 4))) ? [span] : []
}

/** A Latin cue (name) is no part of another word. */
const isWord = (text: string, start: number, end: number): boolean =>
  !/[a-z]/.test(text[start] ?? '') || !/[a-z]/.test(`${text[start - 1] ?? ''}${text[end] ?? ''}`)

function readName(text: string, after: number, strength: number): MaskSpan | null {
  const mark = marks.exec(text.slice(after, after + 8))?.[0] ?? ''
  const start = after + mark.length
  const sure = Math.max(strength, /[:=/|]/.test(mark) ? colon : 0)
  const name = (length: number): MaskSpan => ({ start, end: start + length, kind: 'name' })
  const other = sure === 0 ? 0 : readOther(text, start, sure)
  if (other > 0) return name(other)
  const double = compoundSurnames.has(text.slice(start, start + 2))
  const surname = text[start] ?? ''
  const family = double ? 2 : 1
  const kind = double ? 'plain' : kindOf(surname)
  const title = titles.exec(text.slice(start + family, start + family + 2))?.[0]
  if (title !== undefined && kind !== 'none' && isTitle(text, start + family + title.length, title, kind, sure)) return name(family + title.length)
  let best = -1
  let length = 0
  for (const candidate of [family + 1, family + 2]) {
    if (!isHan(text, start, start + candidate)) break
    const ended = howEnded(text, start + candidate)
    if (neverNames.has(text.slice(start, start + 2)) && (candidate === family + 1 || sure < 3 || ended < 3)) continue
    if (ended >= best && isName(sure, kind, ended, text.slice(start + family, start + candidate))) [best, length] = [ended, candidate]
  }
  if (length > 0) return name(length)
  return sure === colon && kind === 'plain' && !isHan(text, start + 1, start + 2) ? name(1) : null
}

/** Length of a name that is no Han surname with one or two characters: 阿依古丽·买买提, 王 五, zhang san; 0 = none. */
function readOther(text: string, start: number, sure: number): number {
  if (sure >= 3 && text[start + 1] === ' ') return spaced.exec(text.slice(start, start + 8))?.[0].length ?? 0
  if (!isHan(text, start, start + 1)) return sure >= 3 ? (latin.exec(text.slice(start, start + 40))?.[0].length ?? 0) : 0
  if (sure >= 3 && nicknamed.has(text[start] as string) && howEnded(text, start + 2) === 3 && isGiven(text[start + 1] ?? '')) return 2
  const name = dotted.exec(text.slice(start, start + 28))?.[0] ?? ''
  return name.includes('.') && !soundsForeign.test(name) ? 0 : name.length
}

const isGiven = (character: string): boolean => surnames.has(character) || nameCharacters.has(character)

/** Whether a character is a surname and nothing else, a common word besides, seldom a surname, or none. */
type SurnameKind = 'plain' | 'also a word' | 'seldom' | 'none'

const kindOf = (character: string): SurnameKind => {
  if (!surnames.has(character)) return 'none'
  return alsoWords.has(character) ? 'also a word' : seldomSurnames.has(character) ? 'seldom' : 'plain'
}

function isTitle(text: string, end: number, title: string, kind: SurnameKind, sure: number): boolean {
  if (sure === colon || polite.test(title)) return true
  if (sure === 0 || kind === 'seldom') return false
  return kind === 'plain' || howEnded(text, end) > 0
}

/**
 * The less sure the cue and the commoner the surname as a word, the more must speak for a name: that its characters are those of
 * given names, and that something ends it.
 */
function isName(sure: number, kind: SurnameKind, ended: number, given: string): boolean {
  const looksLikeName = Array.from(given).every((character) => nameCharacters.has(character))
  if (kind === 'none') return sure >= 3 && ended === 3 && looksLikeName && given.length === 2
  if (townships.has(given.slice(-1)) && given.length === 2) return false
  if (sure === colon) return kind === 'plain' || looksLikeName || ended > 0
  if (kind === 'seldom') return looksLikeName && ended >= 2 && sure > 0 && (given.length === 2 || sure === 3)
  if (kind === 'also a word') return sure === 3 ? looksLikeName || ended >= 2 : looksLikeName && ended >= (sure === 0 ? 3 : 2)
  if (sure === 3) return true
  if (sure === 2) return ended >= 2 || (looksLikeName && ended >= 1)
  const isKind = kindsOfPeople.has(given.slice(-1))
  if (sure === 1) return (looksLikeName && ended >= 1) || (!isKind && (ended === 3 || (ended === 2 && given.length === 2)))
  return ended >= 2 && looksLikeName
}

/** 免贵姓王: the surname alone, with whatever title follows it. */
function readSurname(text: string, start: number): MaskSpan[] {
  const family = compoundSurnames.has(text.slice(start, start + 2)) ? 2 : surnames.has(text[start] ?? '') ? 1 : 0
  if (family === 0) return []
  const title = titles.exec(text.slice(start + family, start + family + 2))?.[0] ?? ''
  if (title === '' && howEnded(text, start + family) < 3) return []
  return [{ start, end: start + family + title.length, kind: 'name' }]
}

/** 3 punctuation, a digit, a space or the end; 2 a word that follows names; 1 a character that often does; 0 anything else. */
function howEnded(text: string, at: number): number {
  if (at >= text.length || !isHan(text, at, at + 1)) return 3
  if (endings.has(text.slice(at, at + 2))) return 2
  if (!softEndings.has(text[at] as string)) return 0
  return /\d/.test(text[at + 1] ?? '') ? 2 : 1
}

function isHan(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at)
    if (!(unit >= 0x4e00 && unit <= 0x9fff)) return false
  }
  return true
}
