/** Signs that somebody should look soon: danger to life, crowds, threats, petitions, media, outages. */
import { urgencies } from '../../shared/posting.ts'
import type { Urgency } from '../../shared/posting.ts'
import { createLexicon, isDenied } from './lexicon.ts'
import type { Reading } from './reading.ts'
import { causes, happened, imagined, nobody, past, signs, supposed, supposedAfter } from './urgency-words.ts'
import type { Sign } from './urgency-words.ts'

const beforeReach = 14
const afterReach = 20
const stops = /[,。!?;\n]/

/**
 * Each sign at most once, in the order of `urgencies`. A word counts unless it is part of another (落水管, 跳楼价), lacks what it
 * needs beside it (记者 needs 找, 曝光 …) or is denied; danger must also be there now: not feared, rehearsed, told of the past.
 * It looks at the clause alone: a danger that the next sentence calls a drill is reported, and irony is.
 */
export function createUrgencyReader(): (reading: Reading) => Urgency[] {
  const entries = signs.flatMap((sign) => sign.words.map((word) => ({ word, sign })))
  const lexicon = createLexicon(entries.map(({ word }) => word))
  return ({ body, ...reading }) => {
    const seen = new Set<Urgency>()
    lexicon.scan({ ...reading, body }, (at, start, end) => {
      const { sign, word } = entries[at] as (typeof entries)[number]
      if (!seen.has(sign.urgency) && isSign(sign, word, body, start, end)) seen.add(sign.urgency)
    })
    return urgencies.filter((urgency) => seen.has(urgency))
  }
}

function isSign({ urgency, before, after, not }: Sign, word: string, body: string, start: number, end: number): boolean {
  const left = clauseBefore(body, start)
  const right = body.slice(end, end + afterReach)
  if (not?.test(body.slice(Math.max(0, start - 4), end + 3))) return false
  if ((before || after) && !before?.test(left) && !after?.test(right)) return false
  if (word.startsWith('不') || word.startsWith('没') || word.startsWith('无')) return true
  if (urgency !== 'danger') return !isDenied(body, start)
  // 别跳楼 is called to somebody who is about to.
  const isDeniedDanger = nobody.test(left) || (isDenied(body, start) && !left.endsWith('别'))
  return !isDeniedDanger && !isSupposed(left, right)
}

function isSupposed(left: string, right: string): boolean {
  if (supposed.test(left) || past.test(left) || imagined.test(right)) return true
  if (happened.test(right)) return false
  return causes.test(left) || supposedAfter.test(right)
}

/** Back to the last stop. */
function clauseBefore(body: string, start: number): string {
  const left = body.slice(Math.max(0, start - beforeReach), start)
  for (let at = left.length - 1; at >= 0; at -= 1) if (stops.test(left[at] as string)) return left.slice(at + 1)
  return left
}
