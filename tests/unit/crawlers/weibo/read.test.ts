import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readButton, readCount } from '../../../../crawlers/counts.ts'
import { readCreated } from '../../../../crawlers/weibo/created.ts'
import { field, parseJson, textAt } from '../../../../crawlers/json.ts'
import { bidOf, midOfBid, timeOfMid } from '../../../../crawlers/weibo/mid.ts'
import { wordsOf, withoutMore } from '../../../../crawlers/weibo/words.ts'

describe('counts', () => {
  test.each([
    [17, 17], [0, 0], ['17', 17], ['1.2万', 12_000], ['100万+', 1_000_000], ['1亿+', 100_000_000], ['12,345', 12_345], ['１２', 12],
  ])('%j is %d', (written, count) => {
    expect(readCount(written)).toBe(count)
  })

  test.each([null, '', '转发', -1, true, {}, []])('%j is not known', (written) => {
    expect(readCount(written as never)).toBeNull()
  })

  test('a bare word on a button is none, a missing button not known', () => {
    expect([readButton('转发 '), readButton('赞'), readButton(''), readButton('评论 8'), readButton(null)]).toEqual([0, 0, 0, 8, null])
  })

  test('are whole and not negative, or not known, for any text', () => {
    const rounded = fc.tuple(fc.double({ min: 0, max: 9_999, noNaN: true }), fc.constantFrom('', '万', '万+', '亿')).map(([n, unit]) => `${n.toFixed(1)}${unit}`)
    fc.assert(fc.property(fc.oneof(fc.string(), fc.double(), rounded), (written) => {
      const count = readCount(written)
      expect(count === null || (Number.isInteger(count) && count >= 0)).toBe(true)
    }))
  })
})

describe('ids', () => {
  test('are read from numbers longer than a number is exact', () => {
    expect(textAt(parseJson('{"id": 9007199254740993123, "small": 12}'), 'id')).toBe('9007199254740993123')
    expect(textAt(parseJson('{"id": 9007199254740993123, "small": 12}'), 'small')).toBe('12')
    expect(parseJson('{"id": 90071')).toBeUndefined()
  })

  test('lead only to what is there', () => {
    expect(field(parseJson('{"a": {"b": [1]}}'), 'a', 'b', 'c')).toBeNull()
    expect(field(parseJson('{"a": 1}'), 'constructor')).toBeNull()
  })

  test('have the address and the time that Weibo gives them', () => {
    expect([bidOf('201110410216293360'), midOfBid('wr4mOFqpbO')]).toEqual(['wr4mOFqpbO', '201110410216293360'])
    expect(timeOfMid('5300000000000000')).toBe(Date.parse('2026-05-18T18:58:52+08:00'))
  })

  test('of the first years, or of any other kind, tell no time', () => {
    expect([timeOfMid('211110122955678'), timeOfMid('abc'), timeOfMid(''), timeOfMid('99999999999999999999')]).toEqual([null, null, null, null])
    expect(readCreated('211110122955678', '2010-05-10', Date.parse('2026-11-22T21:30:00+08:00'))).toEqual({ time: '2010-05-10', precision: 'day' })
  })
})

describe('words', () => {
  test('keep emoticons by name and topics, and drop icons, fillers and what is hidden', () => {
    expect(wordsOf('停水<span class="url-icon"><img alt=[泪] src="//h5.example.test/1.png"></span>第<b>3</b>天<br />'
      + '<a href="/x"><span class="surl-text">#停水#</span></a><i class="wbicon">O</i><span style="display:none">广告</span> \u200b\u200b')).toBe('停水[泪]第3天\n#停水#')
  })

  test('a picture that is no emoticon has no words', () => {
    expect(wordsOf('看图<img alt="微博配图" src="a.png"><img src="b.png">')).toBe('看图')
  })

  test('that are cut lose the link to the rest, and only that', () => {
    expect(withoutMore('今晚检修 ...全文')).toBe('今晚检修…')
    expect(withoutMore('请看全文')).toBe('请看全文')
    expect(withoutMore('')).toBe('')
  })
})
