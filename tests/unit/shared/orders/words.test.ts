/** What the words of other systems mean. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readHandling, readPurpose, readPurposeWord, readTruth, translate, wordChoices, type TruthField } from '../../../../shared/orders/words.ts'

const fields: TruthField[] = ['accepted', 'extended', 'reached', 'resolved', 'satisfied', 'appeased']

describe('yes and no', () => {
  test.each<[TruthField, string, string, string, string]>([
    ['satisfied', '是 √ 1 Y 满意 非常满意 很满意 基本满意 较满意 比较满意 好评 满意。 （1）满意', '否 × 0 N 不满意 非常不满意 很不满意 不太满意 差评', '未评价 默认好评 未回访 无 拒绝评价', '一般 中评 5 有 未 还行'],
    ['reached', '是 有效 有效回访 接通 回访成功 已回访 有', '否 无效 未接通 拒访 空号 关机 无人接听 号码错误 回访失败', '未回访 待回访 无需回访', '张三 5'],
    ['resolved', '是 已解决 基本解决 已 Y', '否 未解决 暂未解决 无法解决 未', '处理中 未回访', '部分解决 合理解决'],
    ['appeased', '已化解 化解 √ 转满意', '未化解 否 化解失败', '化解中 不涉及 无', '化'],
    ['accepted', '是 受理 已受理 予以受理', '否 不予受理 不受理 不再受理', '待受理 审核中', '未受理 退回'],
    ['extended', '是 已延期 有 同意', '否 未延期 无 不同意 驳回', '审批中', '挂起'],
  ])('%s', (field, yes, no, open, unknown) => {
    for (const word of yes.split(' ')) expect(readTruth(field, word), word).toEqual({ value: true })
    for (const word of no.split(' ')) expect(readTruth(field, word), word).toEqual({ value: false })
    for (const word of open.split(' ')) expect(readTruth(field, word), word).toEqual({ value: null })
    for (const word of unknown.split(' ')) expect(readTruth(field, word), word).toEqual({ unknown: word })
  })

  test('no word is both, and width, case and spaces are nothing', () => {
    expect(readTruth('satisfied', ' 非常 满意 ')).toEqual({ value: true })
    expect(readTruth('resolved', 'ｙｅｓ')).toEqual({ value: true })
    expect(readTruth('satisfied', '')).toEqual({ value: null })
    fc.assert(fc.property(fc.constantFrom(...fields), fc.string({ unit: 'binary', maxLength: 400 }), (field, word) => {
      const { value, unknown } = readTruth(field, word)
      expect(value === undefined ? unknown : word).toBe(word)
    }))
  })

  test('every choice that is offered for a word is understood', () => {
    for (const field of fields) for (const word of wordChoices[field]) expect(readTruth(field, word).unknown, word).toBeUndefined()
    expect(wordChoices.handling.map((word) => readHandling(word).value)).toEqual(['direct', 'transferred', null])
    for (const word of wordChoices.purpose) expect(readPurpose(word).unknown).toBeNull()
    expect(readPurpose('未说明').value).toBeNull()
  })
})

test.each([['直办', 'direct'], ['直接答复', 'direct'], ['在线答复', 'direct'], ['转办', 'transferred'], ['交办件', 'transferred'], ['转派（二级）', 'transferred']])('%s is %s', (word, handling) => {
  expect(readHandling(word).value).toBe(handling)
})

test.each([
  ['咨询类', '咨询'], ['投诉举报', '投诉'], ['求决', '求助'], ['故障报修', '求助'], ['申诉', '投诉'], ['意见建议', '建议'], ['感谢表扬', '表扬'], ['揭发控告', '举报'], ['其他', '其他'], ['网民留言', null],
])('the type %s is %s', (word, purpose) => {
  expect(readPurposeWord(word)).toBe(purpose)
  expect(readPurpose(word)).toEqual({ value: purpose ?? word, unknown: purpose === null ? word : null })
})

test('a translation is found whatever the width and the spaces, and no word of the language itself is one', () => {
  expect(translate({ satisfied: { 'Ａ 级': '满意' } }, 'satisfied', 'a级')).toBe('满意')
  expect(translate({ satisfied: {} }, 'satisfied', 'constructor')).toBe('constructor')
  expect(translate({}, 'satisfied', '一般')).toBe('一般')
})
