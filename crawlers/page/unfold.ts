/** Rows that a page keeps as data in a script, as the content systems of many Chinese governments do, laid open as the markup that they are. */

/** Longest block that is laid open. */
const longestBlock = 2_000_000

/**
 * Puts what stands in `<script type="text/xml"><datastore>…<record><![CDATA[<li>…</li>]]></record>` in place of the script; the
 * list is then there as if its script had run, for the rows that came with the page. Other scripts are left alone.
 */
export function unfoldRecords(text: string): string {
  if (!text.includes('<![CDATA[') || !/<script[^>]{0,200}type=["']text\/xml["']/i.test(text)) return text
  let unfolded = ''
  let at = 0
  for (const opening of text.matchAll(/<script[^>]{0,200}type=["']text\/xml["'][^>]{0,200}>/gi)) {
    const start = opening.index + opening[0].length
    const end = text.indexOf('</script', start)
    if (opening.index < at || end < 0 || end - start > longestBlock) continue
    const records = [...cdataOf(text.slice(start, end))]
    if (records.length === 0) continue
    unfolded += `${text.slice(at, opening.index)}${records.join('\n')}`
    at = text.indexOf('>', end) + 1 || end
  }
  return unfolded + text.slice(at)
}

function* cdataOf(block: string): Generator<string> {
  for (let start = block.indexOf('<![CDATA['); start >= 0; start = block.indexOf('<![CDATA[', start)) {
    const end = block.indexOf(']]>', start)
    if (end < 0) return
    yield block.slice(start + 9, end)
    start = end
  }
}
