/** Text as it may safely be kept, compared and shown; crawled text is hostile and of any length. */

/** Longest text that is processed; what is longer is cut (a posting of a million characters would stall the line). */
export const longestText = 20_000
export const longestTitle = 300

/**
 * Text that PostgreSQL can store and a browser can show: no NUL or other control characters (line breaks stay), no lone
 * surrogates, no bidirectional overrides or invisible fillers that let a text show other words than it holds.
 */
export function cleanText(text: string, longest = longestText): string {
  return cut(text, longest * 2)
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[ \t\u00A0\u3000]+/g, ' ')
    .replace(/(?!\n)[\p{Cc}\p{Cf}\uFFFD]/gu, '')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
    .slice(0, longest)
    .toWellFormed()
}

/** One line: a title for a list or a wall. */
export const cleanTitle = (text: string): string => cleanText(text, longestTitle).replace(/\s+/g, ' ')

/** Form for comparing: NFKC (full-width to half-width), lower case, no white space. */
export const foldText = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s+/g, '')

/** At most `length` characters, with an ellipsis where something was left out; never splits a surrogate pair. */
export function shorten(text: string, length: number): string {
  const characters = Array.from(cut(text, length * 2 + 2))
  return characters.length <= length ? characters.join('') : `${characters.slice(0, length - 1).join('')}…`
}

function cut(text: string, length: number): string {
  return text.length <= length ? text : text.slice(0, length)
}
