/** The Chinese font that Tinghu brings along, for pages that are drawn on a machine without one. */
import { readFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

/** A part of the font: the characters in it as CSS has them (`U+4e00-4e05,U+4e2d`), and its file. */
export interface FontPart {
  range: string
  base64: string
}

export const fontName = 'Tinghu Noto'

const folder = dirname(createRequire(import.meta.url).resolve('@fontsource-variable/noto-sans-sc/package.json'))
type Span = [from: number, to: number]
let known: { name: string; spans: Span[] }[] | null = null

/** Where the characters begin that fonts of the West lack: ①, then all of Chinese. */
export const chineseFrom = 0x2460

/**
 * The parts of Noto Sans SC that a text needs; the whole font is some 5 MB in a hundred parts.
 * @param from the least character that it is to serve.
 */
export async function fontFor(text: string, from = 0): Promise<FontPart[]> {
  known ??= readParts()
  const points = [...new Set(text)].map((character) => character.codePointAt(0)!).filter((point) => point >= from)
  const needed = known
    .map(({ name, spans }) => ({ name, spans: spans.filter(([first]) => first >= from) }))
    .filter(({ spans }) => spans.some(([first, last]) => points.some((point) => first <= point && point <= last)))
  return Promise.all(needed.map(async ({ name, spans }) => ({
    range: spans.map(([first, last]) => `U+${first.toString(16)}-${last.toString(16)}`).join(','),
    base64: await readFile(join(folder, 'files', `noto-sans-sc-${name}-wght-normal.woff2`), 'base64'),
  })))
}

function readParts(): NonNullable<typeof known> {
  const ranges = JSON.parse(readFileSync(join(folder, 'unicode.json'), 'utf8')) as Record<string, string>
  return Object.entries(ranges).map(([part, range]) => ({ name: part.replace(/[[\]]/g, ''), spans: range.split(',').map(toSpan).filter(isPublic) }))
}

function toSpan(range: string): Span {
  const [from = '', to = from] = range.trim().slice(2).split('-')
  return [parseInt(from, 16), parseInt(to, 16)]
}

/** Private characters are for the icons of a page's own font. */
const isPublic = ([from]: Span): boolean => from < 0xe000 || from > 0xf8ff

/** The font as a style sheet, for a page of our own. */
export const fontFaces = (parts: readonly FontPart[]): string => parts.map(({ range, base64 }) =>
  `@font-face { font-family: '${fontName}'; font-weight: 100 900; unicode-range: ${range}; src: url(data:font/woff2;base64,${base64}) }`).join('\n')
