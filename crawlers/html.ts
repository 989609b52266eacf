/** HTML and XML to plain text and absolute addresses; the markup is hostile and often broken, so nothing here recurses or throws. */
import { load, type CheerioAPI } from 'cheerio/slim'
import type { AnyNode, Element } from 'domhandler'
import { flatten } from './nesting.ts'

/** Parses HTML as it comes. htmlparser2 keeps misplaced tags where they stand, where a browser's parser would move them out of tables. */
export const loadHtml = (text: string): CheerioAPI => load(wrap(flatten(text, 'html')), { xml: { xmlMode: false, decodeEntities: true } })

/** Parses XML, well-formed or not: bare ampersands, undeclared entities and cut ends are let pass. */
export const loadXml = (text: string): CheerioAPI => load(wrap(flatten(text, 'xml')), { xml: { xmlMode: true, decodeEntities: true } })

/** One element around everything: selectors take the square of the number of elements at the top. */
const wrap = (text: string): string => `<whole-page>${text}</whole-page>`

const blocks = new Set([
  'address', 'article', 'blockquote', 'dd', 'div', 'dl', 'dt', 'figure', 'form', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'hr', 'li', 'ol', 'p', 'pre',
  'section', 'table', 'tr', 'ul',
])
const silent = new Set(['script', 'style', 'head', 'title', 'noscript', 'template', 'select', 'textarea', 'iframe', 'object', 'svg'])

/** Whether a browser would not show an element: what forums hide there is noise against copying. */
export function isHidden(element: Element): boolean {
  const style = element.attribs.style
  return element.attribs.hidden !== undefined || (style !== undefined && style.toLowerCase().replaceAll(' ', '').includes('display:none'))
}

/**
 * The words of some nodes, line breaks kept: `<br>` and blocks break lines, the white space of the markup is one blank.
 * @param skip elements that are left out with everything in them.
 */
export function textOf(nodes: Iterable<AnyNode>, skip: (element: Element) => boolean = () => false): string {
  let text = ''
  // A stack, not recursion: a page with 100,000 nested tags is a known attack. A string on the stack is text to add.
  const stack: (AnyNode | string)[] = [...nodes].reverse()
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if (typeof node === 'string') text += node
    else if (node.nodeType === 3) text += node.data.replace(/[\n\r\t ]+/g, ' ')
    else if ('attribs' in node) {
      if (silent.has(node.name) || isHidden(node) || skip(node)) continue
      if (node.name === 'br') text += '\n'
      const block = blocks.has(node.name)
      if (block) stack.push('\n')
      if (node.name === 'td' || node.name === 'th') stack.push(' ')
      for (const child of node.children.toReversed()) stack.push(child)
      if (block) text += '\n'
    } else if ('children' in node) {
      for (const child of node.children.toReversed()) stack.push(child)
    }
  }
  return text.replace(/[ \u00a0\u3000]+/g, ' ').replace(/ ?\n ?/g, '\n').replace(/\n{3,}/g, '\n\n').trim()
}

/** The words of a fragment of HTML. */
export const textOfHtml = (html: string): string => textOf(loadHtml(html).root().toArray())

/** One line of words, tags gone without a trace: for titles, where `<br>` and `<b>` mean nothing. */
export function lineOfHtml(html: string): string {
  const $ = loadHtml(html)
  $('script, style').remove()
  return $.root().text().replace(/\s+/g, ' ').trim()
}

/**
 * Numeric references that are still there after the page was decoded: boards in GBK store what GBK lacks (emoji, rare characters) as
 * `&#128512;` and escape it once or twice more on the way out.
 */
export function decodeNumericAgain(text: string): string {
  return text.replace(/&(?:amp;){0,2}#(?:x([0-9a-f]{1,6})|([0-9]{2,7}));/gi, (whole: string, hex?: string, decimal?: string) => {
    const code = hex ? parseInt(hex, 16) : Number(decimal)
    return code >= 0x20 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff) ? String.fromCodePoint(code) : whole
  })
}

/** An absolute web address, or null for what leads nowhere (`javascript:`, `data:`, nonsense). */
export function absolute(href: string | null | undefined, base: string): string | null {
  const text = href?.trim()
  if (!text || text.length > 4_000 || !URL.canParse(text, base || undefined)) return null
  const url = new URL(text, base || undefined)
  return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : null
}
