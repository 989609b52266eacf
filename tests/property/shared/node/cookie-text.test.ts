import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GiveUp, messageOf } from '../../../../shared/errors.ts'
import { readCookies } from '../../../../shared/node/cookie-text.ts'

const secretValue = 'S3cretVa1ue'
const piece = fc.oneof(
  fc.string(), fc.constantFrom(secretValue, '\t', '\n', '=', ';', '#HttpOnly_', '[', '{', '"', '}', ']', 'a.cn', '.weibo.cn', 'TRUE', '/', '0', 'Cookie: ', '中', '\u0000'),
)

test('whatever is pasted is read or refused in words that repeat none of it', () => {
  fc.assert(fc.property(fc.array(piece, { maxLength: 30 }).map((parts) => parts.join('')), fc.option(fc.constantFrom('weibo.cn', '127.0.0.1', 'localhost', '')), (text, site) => {
    try {
      for (const { cookie } of readCookies(text, site)) expect(cookie.value).toMatch(/^[\x20-\xff]*$/)
    } catch (error) {
      expect(error).toBeInstanceOf(GiveUp)
      expect(messageOf(error)).not.toContain(secretValue)
    }
  }))
})

test('what a browser holds comes through each of the three forms as it was', () => {
  const word = fc.stringMatching(/^[A-Za-z0-9_]{1,20}$/)
  fc.assert(fc.property(fc.array(fc.record({ name: word, value: word }), { minLength: 1, maxLength: 8 }), (pairs) => {
    const read = (text: string) => readCookies(text, 'weibo.cn').map(({ host, cookie }) => [host, cookie.key, cookie.value])
    const expected = pairs.map(({ name, value }) => ['weibo.cn', name, value])
    expect(read(pairs.map(({ name, value }) => `${name}=${value}`).join('; '))).toEqual(expected)
    expect(read(pairs.map(({ name, value }) => ['.weibo.cn', 'TRUE', '/', 'TRUE', '0', name, value].join('\t')).join('\n'))).toEqual(expected)
    expect(read(JSON.stringify(pairs.map((pair) => ({ ...pair, domain: '.weibo.cn', path: '/' }))))).toEqual(expected)
  }))
})
