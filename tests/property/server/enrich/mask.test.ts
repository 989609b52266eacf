/** What must hold of masking for every spelling of a number and for every text. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { mask } from '../../../../server/enrich/mask.ts'
import type { MaskKind } from '../../../../server/enrich/mask.ts'

const digitRows = [
  '0123456789', '０１２３４５６７８９', '〇一二三四五六七八九', '零壹贰叁肆伍陆柒捌玖', '零幺二三四五六七八九', '⓪①②③④⑤⑥⑦⑧⑨',
].map((row) => Array.from(row))
const gaps = ['', ' ', '-', '－', '—', '　', '.', '·', ' - ', '_', '\u200b']
const before = ['联系电话', '我的号码是：', '请打', '机主，', '（', '有事找他 ', '', '卡号:', '身份证号', '他说']
const after = ['，谢谢', '。', '', '）找我', ' 联系', '打这个', '\n第二段', '！']

const digits = (count: number): fc.Arbitrary<string> =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''))

/** Spells a number: a row of digits, groups as given or every digit apart, with a gap between. */
const spell = (groupings: number[][]) => (number: string): fc.Arbitrary<string> => {
  const groups = fc.constantFrom(...groupings, Array.from(number, () => 1))
  return fc.tuple(fc.constantFrom(...digitRows), groups, fc.constantFrom(...gaps)).map(([row, sizes, gap]) => {
    let at = 0
    const parts = sizes.map((size) => number.slice(at, (at += size)))
    return parts.map((part) => part.replace(/\d/g, (digit) => row[Number(digit)] as string)).join(gap)
  })
}

function expectMasked(spelled: string, left: string, right: string, kinds: MaskKind[]): void {
  const text = `${left}${spelled}${right}`
  const { text: masked, spans } = mask(text)
  expect(masked, text).not.toContain(spelled)
  const span = spans.find(({ start, end }) => start <= left.length && end >= left.length + spelled.length)
  expect(span, `${text} → ${masked}`).toBeDefined()
  expect(kinds).toContain(span?.kind)
}

/** Every spelling in every context is masked as one of `kinds`. */
function alwaysMasked(spelled: fc.Arbitrary<string>, kinds: MaskKind[], numRuns: number, lefts = before, rights = after): void {
  const property = fc.property(spelled, fc.constantFrom(...lefts), fc.constantFrom(...rights), (number, left, right) =>
    expectMasked(number, left, right, kinds))
  fc.assert(property, { numRuns })
}

const phone = fc.tuple(fc.integer({ min: 3, max: 9 }), digits(9)).map(([second, rest]) => `1${second}${rest}`)
const two = (value: number): string => String(value).padStart(2, '0')

const birthday = fc.tuple(fc.integer({ min: 1930, max: 2015 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }))
const idCard = fc.tuple(fc.constantFrom('320829', '320813', '110101', '440305'), birthday, digits(3)).map(([region, [year, month, day], rest]) => {
  const stem = `${region}${year}${two(month)}${two(day)}${rest}`
  const sum = Array.from(stem).reduce((total, digit, at) => total + Number(digit) * (2 ** (17 - at) % 11), 0)
  return `${stem}${'10X98765432'[sum % 11]}`
})

const prefixes = fc.constantFrom('622848', '621700', '622202', '436742', '955880')
const bankCard = fc.tuple(prefixes, fc.constantFrom(16, 19), digits(13)).map(([prefix, length, rest]) => {
  const stem = `${prefix}${rest}`.slice(0, length - 1)
  const doubled = (digit: number): number => (digit > 4 ? digit * 2 - 9 : digit * 2)
  const sum = Array.from(stem, Number).reverse().reduce((total, digit, at) => total + (at % 2 === 0 ? doubled(digit) : digit), 0)
  return `${stem}${(10 - (sum % 10)) % 10}`
})

describe('masking in every spelling', () => {
  test('a mobile phone never stays', () => {
    alwaysMasked(phone.chain(spell([[11], [3, 4, 4], [4, 3, 4], [3, 3, 5], [3, 8], [7, 4]])), ['phone'], 3_000)
  })

  test('a mobile phone with a country code never stays', () => {
    const codes = fc.constantFrom('+86', '+86 ', '86-', '0086 ', '＋86')
    alwaysMasked(fc.tuple(codes, phone).map((parts) => parts.join('')), ['phone'], 500)
  })

  test('a landline with its area code never stays', () => {
    const local = fc.tuple(fc.integer({ min: 2, max: 8 }), digits(7)).map((parts) => parts.join(''))
    const spelled = fc.tuple(fc.constantFrom('0517', '010', '025', '0371'), local, fc.integer({ min: 0, max: 4 })).map(([area, number, way]) =>
      [`${area}${number}`, `${area}-${number}`, `（${area}）${number}`, `${area} ${number.slice(0, 4)} ${number.slice(4)}`, `${area}－${number}`][way] as string)
    alwaysMasked(spelled, ['landline', 'phone'], 1_000)
  })

  test('an identity card never stays', () => {
    alwaysMasked(idCard.chain(spell([[18], [6, 8, 4], [6, 4, 4, 4], [3, 3, 4, 4, 4]])), ['idCard'], 3_000)
  })

  test('a bank card never stays', () => {
    const spelled = bankCard.chain((number) => spell([[number.length], [4, 4, 4, number.length - 12], [6, number.length - 6]])(number))
    alwaysMasked(spelled, ['bankCard', 'idCard'], 3_000)
  })

  test('a number plate never stays', () => {
    const rest = fc.stringMatching(/^[A-HJ-NP-Z][0-9]{4}$|^[0-9]{5}$|^D[0-9]{5}$/)
    const plate = fc.tuple(fc.constantFrom('苏', '京', '皖'), fc.constantFrom('H', 'A', 'h', 'Ｈ'), fc.constantFrom('', '·', ' ', '-', '•'), rest)
    alwaysMasked(plate.map((parts) => parts.join('')), ['plate'], 1_000, ['车牌', '有辆', '', '举报'], ['，', '乱停', ''])
  })
})

const fragment = fc.oneof(
  fc.constantFrom(
    ...['电话', '〔电话〕', '〔', '〕', '微信', 'QQ', '我叫', '本人', '张', '三', '王小明', '身份证', '卡号', '号', ':', '：', ' ', '　', '-', '.'],
    ...[',', '@', '苏', 'H', 'X', 'x', '，', '\n', '先生', '家住', '(', '）', '＋', '〔姓名〕'],
  ),
  fc.string({ minLength: 1, maxLength: 6, unit: fc.constantFrom(...'0123456789') }),
  fc.string({ minLength: 1, maxLength: 12, unit: fc.constantFrom(...'0123456789０１一二三①') }),
  fc.string({ maxLength: 4, unit: fc.constantFrom(...'abcxyzAB_-.@9') }),
  phone,
)
const hostile = fc.oneof(
  fc.array(fragment, { maxLength: 30 }).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
)

describe('masking of any text', () => {
  test('masking twice changes nothing', () => {
    fc.assert(fc.property(hostile, (text) => {
      const once = mask(text).text
      expect(mask(once).text).toBe(once)
    }), { numRuns: 20_000 })
  })

  test('spans are in order, apart, within the text, and what is between them stays', () => {
    fc.assert(fc.property(hostile, (text) => {
      const { text: masked, spans } = mask(text)
      let from = 0
      let rest = ''
      for (const { start, end } of spans) {
        expect(start).toBeGreaterThanOrEqual(from)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(text.length)
        rest += text.slice(from, start)
        from = end
      }
      rest += text.slice(from)
      if (spans.length === 0) expect(masked).toBe(text)
      else expect(masked.length).toBeGreaterThanOrEqual(rest.length)
    }), { numRuns: 5_000 })
  })
})
