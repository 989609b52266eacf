/** A posting made ready for reading: masked, folded, cut into words once for every step and for grouping after them. */
import type { Posting } from '../../shared/posting.ts'
import { foldText, longestText, longestTitle } from '../../shared/text.ts'
import { mask } from './mask.ts'

/** Cuts a text into words that, put together, are the text again. */
export interface Segmenter {
  cut(text: string): string[]
}

export interface Reading {
  maskedTitle: string
  maskedText: string
  /** Title, a line break, text: masked and folded (NFKC, lower case, no white space). Every offset below counts in it. */
  body: string
  /** Where the title ends in `body`; 0 without a title. */
  titleEnd: number
  words: string[]
  /** 1 where a word begins; one longer than `body`. */
  starts: Uint8Array
}

/** Reads title and text of a posting, as much of them as the line ever processes; reading what was masked gives the same again. */
export function readPosting(posting: Pick<Posting, 'title' | 'text'>, segmenter: Segmenter): Reading {
  const maskedTitle = mask(posting.title.slice(0, longestTitle)).text
  const maskedText = mask(posting.text.slice(0, longestText)).text
  const title = foldText(maskedTitle)
  const text = foldText(maskedText)
  const body = title === '' ? text : `${title}\n${text}`
  const words = segmenter.cut(body)
  const starts = new Uint8Array(body.length + 1)
  let at = 0
  for (const word of words) {
    starts[at] = 1
    at += word.length
  }
  starts[body.length] = 1
  return { maskedTitle, maskedText, body, titleEnd: title.length, words, starts }
}
