/** Finds the names that people give as such: 我叫…, 本人…, 联系人：…, 姓名：…, 我父亲叫…. */
import { createAutomaton } from '../automaton.ts'
import type { MaskSpan } from './kinds.ts'
import { alsoWords, compoundSurnames, cues, endings, neverNames, softEndings, surnames } from './name-words.ts'

/** What may stand between cue and name. */
const marks = /^(?:姓名|名字|名|叫|是|为)?\s*[:：]?\s*/
const finder = createAutomaton(cues.map(({ word }) => word))

/** Han names of two or three characters (four with a double surname) behind a cue. A name without one is not looked for. */
export function findNames(text: string): MaskSpan[] {
  const spans: MaskSpan[] = []
  finder.scan(text, (cue, _start, end) => {
    const span = readName(text, end, (cues[cue] as (typeof cues)[number]).strength)
    if (span) spans.push(span)
  })
  return spans
}

function readName(text: string, after: number, strength: number): MaskSpan | null {
  const mark = marks.exec(text.slice(after, after + 8))?.[0] ?? ''
  const start = after + mark.length
  const sure = Math.max(strength, /[:：]/.test(mark) ? 3 : 0)
  const double = compoundSurnames.has(text.slice(start, start + 2))
  const surname = text[start] ?? ''
  if (!double && (!surnames.has(surname) || (sure < 2 && alsoWords.has(surname)))) return null
  if (neverNames.has(text.slice(start, start + 2))) return null
  if (!double && isTitleOf(text, start)) return { start, end: start + 1, kind: 'name' }
  const least = double ? 3 : 2
  let best = 0
  let length = 0
  for (const candidate of [least, least + 1]) {
    if (!isHan(text, start + 1, start + candidate)) break
    const ended = howEnded(text, start + candidate)
    if (ended >= best) [best, length] = [ended, candidate]
  }
  const needed = sure === 3 ? 0 : sure === 2 ? 2 : 3
  return length > 0 && best >= needed ? { start, end: start + length, kind: 'name' } : null
}

/** 王女士, 李先生 behind a cue: only the surname tells who it is. */
const isTitleOf = (text: string, start: number): boolean => /^(?:先生|女士|小姐|老师|某)/.test(text.slice(start + 1, start + 3))

/** 3 punctuation, a digit, a space or the end; 2 a word that follows names; 1 a character that often does; 0 anything else. */
function howEnded(text: string, at: number): number {
  if (at >= text.length || !isHan(text, at, at + 1)) return 3
  if (endings.has(text.slice(at, at + 2))) return 2
  return softEndings.has(text[at] as string) ? 1 : 0
}

function isHan(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const unit = text.charCodeAt(at)
    if (!(unit >= 0x4e00 && unit <= 0x9fff)) return false
  }
  return true
}
