import { describe, expect, test } from 'vitest'
import { channelWords, consequenceOf, deedOf, issueMadeBy, surenessWords } from '../../../../web/issues/words.ts'
import type { Ruling } from '../../../../shared/ruling.ts'

const split = (...postings: number[]): Ruling => ({ kind: 'split', issue: 500, postings })
const apart = (posting: number): Ruling => ({ kind: 'apart', issue: 500, posting })
const title = '停泊区道路坑洼'

test('how sure the grouping is comes in words, the less sure the plainer the call to check', () => {
  const words = [1, 0.9, 0.8, 0.6, 0.51].map(surenessWords)
  expect(words).toEqual(['把握大', '把握大', '把握较大', '把握一般', '把握不大，请核对'])
  expect(words.join('')).not.toMatch(/\d/)
})

test('channels are told one by one, 件 and 条 never summed', () => {
  const channels = [{ channel: 'hotline', name: '热线', measure: '件' as const, count: 1_200 }, { channel: 'forum', name: '论坛', measure: '条' as const, count: 3 }]
  expect(channelWords(channels)).toBe('热线 1,200件，论坛 3条')
})

describe('before a ruling is made it says what will happen', () => {
  test('to the chosen, when the first posting stays', () => {
    expect(consequenceOf({ ruling: split(501, 502, 503), title })).toBe('3条诉求（连同其回帖）将从本事项移出，成为新的事项，以后相似的也不再归入本事项。')
  })

  test('to the others, when the first posting is among the chosen: the number stays with it', () => {
    expect(consequenceOf({ ruling: split(500, 501), title })).toContain('其余诉求将移出')
    expect(consequenceOf({ ruling: apart(500), title })).toContain('其余诉求将移出')
  })

  test('with the titles of both issues that become one, and with both values of a correction', () => {
    expect(consequenceOf({ ruling: { kind: 'merge', from: 500, into: 600 }, title, into: '停泊区积水' })).toBe('“停泊区道路坑洼”的全部诉求将并入“停泊区积水”，不再单独列出；以后相似的都归入“停泊区积水”。')
    const correction: Ruling = { kind: 'correct', posting: 501, field: 'unit', value: 'cg' }
    expect(consequenceOf({ ruling: correction, title, before: '区住建局', after: '区城管局' })).toContain('承办单位将由“区住建局”更正为“区城管局”')
    expect(deedOf({ ruling: correction, title, after: '区城管局' })).toBe('把承办单位更正为“区城管局”')
  })
})

test('the issue that a ruling makes is known where the chosen ones leave: it is named after the earliest of them', () => {
  expect(issueMadeBy(split(503, 502))).toBe(502)
  expect(issueMadeBy(apart(507))).toBe(507)
  expect([issueMadeBy(split(500, 502)), issueMadeBy(apart(500)), issueMadeBy({ kind: 'merge', from: 1, into: 2 })]).toEqual([null, null, null])
})
