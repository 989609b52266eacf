/** Whether a document has its end: a cut page looks like a page with fewer rows, and must never pass for one. */

/** Trailing comments, scripts and counters behind the closing tag; some servers add a few hundred bytes. */
const tail = 4_096

/**
 * True when the text ends as its kind must: `</html>`, the closing tag of the XML root, JSON that parses.
 * Kinds are told by the first characters, since headers lie. A text that opens no document (a fragment, plain text) has no end to miss.
 */
export function isComplete(text: string): boolean {
  const start = text.slice(0, 2_048).replace(/^[\s\ufeff]+/, '')
  const end = text.slice(-tail).trimEnd()
  if (/^[{[]/.test(start)) return isJson(text)
  if (/^(?:<!doctype html|<html)/i.test(start) || /<html[\s>]/i.test(start)) return /<\/html\s*>/i.test(end)
  const root = /^(?:<\?[^>]*\?>|<!--[\s\S]*?-->|<!doctype[^>]*>|\s)*<([A-Za-z_][\w.:-]*)/i.exec(start)?.[1]
  if (!start.startsWith('<') || !root) return true
  return end.toLowerCase().endsWith(`</${root.toLowerCase()}>`) || (end.endsWith('/>') && text.length < tail)
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''))
    return true
  } catch {
    return false
  }
}
