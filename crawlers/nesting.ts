/** Keeps hostile nesting away from the parsers, whose work grows with the square of the depth: 100,000 open tags would take them minutes. */

/** Real pages are some 40 deep; the deepest that a forum's own markup can be made to be is about 1,500. */
const deepest = 1_500

const tag = /<(\/?)([a-z][a-z0-9:]{0,20})[^<>]*>/gi
const empty = new Set(['area', 'base', 'br', 'col', 'embed', 'hr', 'img', 'input', 'link', 'meta', 'param', 'source', 'track', 'wbr'])
/** Tags that close each other in HTML: a thousand `<li>` in a row are no depth. */
const implied = new Set(['p', 'li', 'td', 'th', 'tr', 'tbody', 'thead', 'tfoot', 'dd', 'dt', 'option', 'optgroup', 'rp', 'rt'])

/** The same text without the tags that would open a level deeper than {@link deepest}; what stands in them stays. */
export function flatten(text: string, kind: 'html' | 'xml'): string {
  const counts = (name: string, whole: string) => !whole.endsWith('/>') && (kind === 'xml' || !(empty.has(name) || implied.has(name)))
  let depth = 0
  let most = 0
  for (const [whole, closing, name = ''] of text.matchAll(tag)) {
    if (counts(name.toLowerCase(), whole)) depth = closing ? Math.max(0, depth - 1) : depth + 1
    most = Math.max(most, depth)
  }
  if (most <= deepest) return text
  depth = 0
  let dropped = 0
  return text.replace(tag, (whole, closing: string, name: string) => {
    if (!counts(name.toLowerCase(), whole)) return whole
    if (closing) {
      if (dropped > 0) return (dropped--, '')
      depth = Math.max(0, depth - 1)
      return whole
    }
    if (depth >= deepest) return (dropped++, '')
    depth++
    return whole
  })
}
