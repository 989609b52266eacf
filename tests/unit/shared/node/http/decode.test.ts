import iconv from 'iconv-lite'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalEncoding, decodeBody } from '../../../../../shared/node/http/decode.ts'

const bytes = (text: string, encoding: string) => new Uint8Array(iconv.encode(text, encoding))
const words = '洪泽湖大堤路灯不亮，晚上看不见路'

describe('decodeBody', () => {
  test.each<[string, Uint8Array, string | null, string, string]>([
    ['the mark wins over the header', new Uint8Array([0xef, 0xbb, 0xbf, ...bytes(words, 'utf-8')]), 'text/html; charset=gbk', 'utf-8', 'bom'],
    ['the header says gbk', bytes(words, 'gbk'), 'text/html; charset=gbk', 'gb18030', 'header'],
    ['the meta says gb2312', bytes(`<meta http-equiv="Content-Type" content="text/html; charset=gb2312" />${words}`, 'gbk'), 'text/html', 'gb18030', 'meta'],
    ['the XML prolog says gbk', bytes(`<?xml version="1.0" encoding="gbk"?><a>${words}</a>`, 'gbk'), null, 'gb18030', 'meta'],
    ['nothing is said, and it is UTF-8', bytes(words, 'utf-8'), null, 'utf-8', 'utf-8'],
    ['nothing is said, and it is GBK', bytes(words, 'gbk'), null, 'gb18030', 'gb18030'],
    ['the header lies: gbk over UTF-8', bytes(words, 'utf-8'), 'text/html; charset=gbk', 'utf-8', 'utf-8'],
    ['the header lies: utf-8 over GBK', bytes(words, 'gbk'), 'text/html; charset=utf-8', 'gb18030', 'gb18030'],
    ['the label is unknown', bytes(words, 'gbk'), 'text/html; charset=ISO-88509-1', 'gb18030', 'gb18030'],
    ['a single-byte header does not silence the meta', bytes(`<meta charset="gbk">${words}`, 'gbk'), 'text/html; charset=iso-8859-1', 'gb18030', 'meta'],
  ])('%s', (_name, body, header, encoding, from) => {
    const decoded = decodeBody(body, header)
    expect([decoded.encoding, decoded.from]).toEqual([encoding, from])
    expect(decoded.text).toContain(words)
    expect(decoded.text).not.toContain('\ufffd')
  })

  test('four-byte characters of GB18030 survive a label of gbk', () => {
    expect(decodeBody(bytes('𠮷㐂', 'gb18030'), 'text/html; charset=gbk').text).toBe('𠮷㐂')
  })

  test('one cut character in a page costs one character, not the page', () => {
    const whole = bytes(words.repeat(20), 'utf-8')
    const { text, encoding } = decodeBody(new Uint8Array([...whole.subarray(0, 301), ...whole.subarray(303)]), 'text/html; charset=utf-8')
    expect(encoding).toBe('utf-8')
    expect(text.split('\ufffd').length).toBeLessThan(4)
    expect(text).toContain('路灯不亮')
  })

  test('an encoding set for a source wins over everything', () => {
    expect(decodeBody(bytes('café', 'latin1'), 'text/html; charset=utf-8', 'iso-8859-1').text).toBe('café')
  })

  test('any text in UTF-8 or GB18030 that is labelled rightly comes back as it was', () => {
    const text = fc.array(fc.constantFrom('洪', '泽', '湖', 'a', ' ', '<', '，', '９', '\n', 'é', '龘'), { minLength: 1, maxLength: 40 }).map((parts) => parts.join(''))
    fc.assert(fc.property(text, fc.constantFrom('utf-8', 'gb18030'), (given, encoding) => {
      expect(decodeBody(bytes(given, encoding), `text/plain; charset=${encoding}`).text).toBe(given)
    }))
  })
})

test('unknown labels are no encoding, and gbk is read as its superset', () => {
  expect([canonicalEncoding('ISO-88509-1'), canonicalEncoding(''), canonicalEncoding('GBK'), canonicalEncoding(' "gb2312" '), canonicalEncoding('UTF8')])
    .toEqual([null, null, 'gb18030', 'gb18030', 'utf-8'])
})
