import { expect, test } from 'vitest'
import { loadDistrict } from '../../../shared/node/district.ts'
import { createRulingWords, reasonWords } from '../../../server/issue-words.ts'

test('every reason of a membership reads as a sentence', () => {
  expect(reasonWords({ because: 'founded' })).toBe('该事项的第一条诉求')
  expect(reasonWords({ because: 'similar', to: 123, similarity: 0.816, shared: ['人民南路', '路灯不亮'] })).toBe('与第123号诉求相似，共同提到“人民南路”“路灯不亮”')
  expect(reasonWords({ because: 'similar', to: 123, similarity: 0.8, shared: [] })).toBe('与第123号诉求相似')
  expect(reasonWords({ because: 'repost', of: 5, similarity: 0.97 })).toBe('与第5号诉求文字基本相同')
  expect(reasonWords({ because: 'reply', to: 5 })).toBe('是对第5号诉求的回复')
  expect(reasonWords({ because: 'person', by: '王工', ruling: 88 })).toBe('由王工人工归入（第88号裁定）')
})

test('every ruling reads as a sentence, with names instead of codes', () => {
  const say = createRulingWords(loadDistrict('320813'))
  expect(say({ kind: 'merge', from: 12, into: 7 })).toBe('将事项12并入事项7')
  expect(say({ kind: 'split', issue: 7, postings: [31, 35] })).toBe('将第31、35号诉求从事项7中拆出')
  expect(say({ kind: 'apart', issue: 7, posting: 31 })).toBe('认定第31号诉求与事项7不是同一件事')
  expect(say({ kind: 'correct', posting: 31, field: 'category', value: '0101' })).toBe('将第31号诉求的类别更正为“占道经营”')
  expect(say({ kind: 'correct', posting: 31, field: 'unit', value: 'cg' })).toBe('将第31号诉求的承办单位更正为“区城管局”')
  expect(say({ kind: 'correct', posting: 31, field: 'purpose', value: '咨询' })).toBe('将第31号诉求的诉求类型更正为“咨询”')
})
