import fc from 'fast-check'
import { SaxesParser } from 'saxes'
import { expect, test } from 'vitest'
import { localName, XmlScanner } from '../../../../../../server/imports/tables/xlsx/scan.ts'

type Heard = (string | null)[]

/** What is heard of a document that comes in pieces of a length; texts are joined. */
function hear(xml: string, length: number): Heard[] {
  const heard: Heard[] = []
  const scanner = new XmlScanner({
    open: (name, tag) => { heard.push(['open', name, tag.attribute('r'), tag.attribute('t'), tag.attribute('s')]) },
    close: (name) => { heard.push(['close', name]) },
    text: (text) => { tell(heard, text) },
  })
  for (let at = 0; at < xml.length; at += length) scanner.feed(xml.slice(at, at + length))
  scanner.end()
  return heard
}

/** The same by saxes. */
function hearBySaxes(xml: string): Heard[] {
  const heard: Heard[] = []
  let depth = 0
  const parser = new SaxesParser()
  parser.on('error', (error) => { throw error })
  parser.on('opentag', ({ name, attributes }) => {
    const find = (wanted: string): string | null => Object.entries(attributes).find(([key]) => localName(key) === wanted)?.[1] ?? null
    heard.push(['open', localName(name), find('r'), find('t'), find('s')])
    depth += 1
  })
  parser.on('closetag', ({ name }) => {
    heard.push(['close', localName(name)])
    depth -= 1
  })
  parser.on('text', (text) => { if (depth > 0) tell(heard, text) })
  parser.on('cdata', (text) => { tell(heard, text) })
  parser.write(xml).close()
  return heard
}

function tell(heard: Heard[], text: string): void {
  const last = heard.at(-1)
  if (text === '' || heard.length === 0) return
  if (last?.[0] === 'text') last[1] += text
  else heard.push(['text', text])
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll(']]>', ']]&gt;')
const words = fc.string({ unit: fc.constantFrom('a', '灯', '😀', '&', '<', '>', '"', '\'', ' ', '\n', '\r\n', ']', '-', '/', '?', '='), maxLength: 8 })
const value = fc.string({ unit: fc.constantFrom('A', '1', '>', '/', '灯', '&', '='), maxLength: 5 })
const name = fc.constantFrom('c', 'row', 'x:v', 't', 'r:id')
const { node } = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small' },
    words.map(escape),
    fc.constantFrom('&#65;', '&#x1F600;', '&apos;', '<!-- - > < & -->', '<![CDATA[<c r="1">&amp;]]>', '<?go on?>', '<v/>', '<c  r = \'A1\'\n t="s" />'),
    fc.tuple(name, value, value, fc.array(tie('node'), { maxLength: 4 })).map(([tag, r, t, inner]) => (
      `<${tag} r="${escape(r)}" x:t='${escape(t)}' rs="z">${inner.join('')}</${tag}>`)),
  ),
}))

test('a document is heard as saxes hears it, in pieces of any length', () => {
  fc.assert(fc.property(fc.array(node, { maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (nodes, length) => {
    const xml = `<?xml version="1.0"?>\n<root xmlns:x="a" xmlns:r="b">${nodes.join('')}</root>\n`
    expect(hear(xml, length)).toEqual(hearBySaxes(xml))
  }), { numRuns: 500 })
})

test.each([
  ['a tag that is not closed', '<a><b></a>'], ['a document that does not end', '<a><b>'], ['two roots', '<a/><b/>'], ['nothing', ''], ['a tag cut off', '<a><b r="1'],
  ['an entity of its own', '<a>&b;</a>'], ['an entity without end', '<a>& b</a>'], ['a character past all', '<a>&#x110000;</a>'], ['a document type', '<!DOCTYPE a><a/>'],
  ['a tower of tags', '<a>'.repeat(1_000)], ['an inherited name as entity', '<a>&toString;</a>'],
])('%s is refused', (_what, xml) => {
  for (const length of [1, 7, 1_000_000]) expect(() => hear(xml, length)).toThrow(/另存为 \.xlsx/)
})

test('a tag that goes on without end is refused', () => {
  expect(() => hear(`<a ${'b'.repeat(1_000_000)}`, 16_384)).toThrow(/另存为 \.xlsx/)
})

test('whatever text comes, it is heard or refused, and nothing else', () => {
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('<', '>', '/', '!', '-', '[', '&', ';', '"', 'a', ' ', '=', '?', ':'), maxLength: 40 }), (xml) => {
    try {
      hear(xml, 3)
    } catch (error) {
      expect(String(error)).toMatch(/另存为 \.xlsx/)
    }
  }), { numRuns: 500 })
})
