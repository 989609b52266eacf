/** Weighted words that may be denied: 没有扰民 is no 扰民. */
import { foldText } from '../../shared/text.ts'
import { createAutomaton } from './automaton.ts'
import type { Reading } from './reading.ts'
import { listWords } from './word-list.ts'

export interface Lexicon {
  /** Calls `found` for each word of the lexicon in the posting; a longer word hides those inside it. */
  scan(reading: Reading, found: (word: number, start: number, end: number) => void): void
}

/** A lexicon over words; the index of a word is what `found` is given. */
export function createLexicon(words: readonly string[]): Lexicon {
  const automaton = createAutomaton(words.map(foldText))
  return {
    scan({ body }, found) {
      const matches: [number, number, number][] = []
      automaton.scan(body, (word, start, end) => matches.push([word, start, end]))
      let reached = -1
      for (const [word, start, end] of matches.sort((a, b) => a[1] - b[1] || b[2] - a[2])) {
        if (end <= reached) continue
        reached = end
        found(word, start, end)
      }
    },
  }
}

const deniers = new Set(['不', '没', '未', '无', '别', '非', '勿', '莫'])
const longDeniers = new Set(listWords('没有 并未 并非 不是 不会 不曾 未曾 从未 不用 不要 避免 防止 预防 杜绝 以免 不存 未发'))

/** Ends in a denier and denies nothing: 特别严重. */
const strengthening = new Set(listWords('特别 分别 个别 级别 类别 告别 性别 区别 除非 是非 莫非'))

/** Whether one of the three characters before `start` denies what follows. Simple on purpose: 不得不 is read wrongly. */
export function isDenied(body: string, start: number): boolean {
  if (strengthening.has(body.slice(Math.max(0, start - 2), start))) return false
  if (deniers.has(body[start - 1] ?? '')) return true
  const near = body.slice(Math.max(0, start - 2), start)
  const oneBack = body.slice(Math.max(0, start - 3), Math.max(0, start - 1))
  return longDeniers.has(near) || longDeniers.has(oneBack)
}
