/** What somebody wrote in a NodeBB post, from its HTML: quotes and who was quoted are not theirs, emoji are characters again, code keeps its lines. */
import type { CheerioAPI } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { absolute, textOf } from '../html.ts'
import { every, hasClass, isTag, isUnder } from '../walk.ts'

export interface Words {
  text: string
  images: string[]
}

/** Stands for a line break in code while the white space of the markup is tidied. */
const codeBreak = '\u2028'
const isEmoji = hasClass('emoji')
const isQuote = isTag('blockquote')

/** @param content the element that holds the post's HTML; it is changed. */
export function readWords($: CheerioAPI, content: AnyNode, base: string): Words {
  for (const image of every(content, isTag('img'))) if (isEmoji(image)) $(image).replaceWith($('<span>').text(image.attribs.alt ?? image.attribs.title ?? ''))
  for (const code of every(content, isTag('pre'))) breakLines(code)
  const headings = new Set(every(content, isQuote).flatMap((quote) => headingOf(quote) ?? []))
  const text = textOf([content], (element) => isQuote(element) || headings.has(element)).replaceAll(codeBreak, '\n')
  const images = every(content, isTag('img')).filter((image) => !isUnder(image, content, isQuote))
    .flatMap(({ attribs }) => absolute(attribs['data-src'] ?? attribs.src, base) ?? [])
  return { text, images: [...new Set(images)] }
}

/** The paragraph before a quote that tells whose words follow: `@user said in title:`. */
function headingOf(quote: Element): Element | null {
  let before = quote.prev
  while (before && !('attribs' in before) && !(before.nodeType === 3 && before.data.trim() !== '')) before = before.prev
  if (!before || !('attribs' in before) || before.name !== 'p') return null
  const said = textOf([before])
  return said.length < 300 && /(?:said|wrote|说|写道).{0,200}[:：]$/u.test(said) ? before : null
}

function breakLines(code: Element): void {
  const nodes: AnyNode[] = [...code.children]
  for (let node = nodes.pop(); node; node = nodes.pop()) {
    if (node.nodeType === 3) node.data = node.data.trimEnd().replace(/\r?\n/g, codeBreak)
    else if ('children' in node) nodes.push(...node.children)
  }
}
