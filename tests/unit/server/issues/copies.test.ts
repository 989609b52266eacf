import { describe, expect, test } from 'vitest'
import { Copies } from '../../../../server/issues/copies.ts'
import { randomFrom, randomText, withChanges } from '../../../support/texts.ts'

const noise = '海棠晴园南门旁边的工地每天晚上十一点以后还在打桩，孩子第二天要上学根本睡不着，打过好几次电话，城管来了就停，走了又开始，请有关部门管一管。'

const keptTexts = (...texts: string[]): Copies => {
  const copies = new Copies()
  texts.forEach((text, index) => {
    copies.find(text)
    copies.keep(index + 1)
  })
  return copies
}

describe('copies', () => {
  test.each([
    ['word for word', noise],
    ['with other punctuation and white space', noise.replaceAll('，', '。\n')],
    ['full-width and in capitals', noise.replace('打桩', 'ＡＢＣ打桩')],
    ['forwarded', `转发微博//@洪泽小李:${noise}`],
    ['with a word of its own before and after', `求转！${noise}不能再拖了@洪泽发布`],
    ['with some characters changed', noise.replace('十一点', '十二点').replace('孩子', '小孩').replace('好几次', '多次')],
    ['cut a little short', noise.slice(0, -8)],
  ])('a text that comes again %s is a copy', (_, text) => {
    expect(keptTexts(noise).find(text)).toMatchObject({ posting: 1 })
  })

  test('a text word for word the same is wholly similar', () => {
    expect(keptTexts(noise).find(noise)).toEqual({ posting: 1, similarity: 1 })
  })

  test('the same matter in other words is no copy', () => {
    expect(keptTexts(noise).find('海棠晴园旁边施工到半夜，噪音扰民，小孩无法休息，向城管反映过多次，人一走又照旧施工，望查处。')).toBeNull()
  })

  test.each(['停水', '小区停水了', '停水停水停水停水！', '', '！？。', '  \n'])('“%s” says too little to be a copy, however often it is posted', (text) => {
    const copies = keptTexts(...Array.from({ length: 40 }, () => text))
    expect(copies.find(text)).toBeNull()
    expect(copies.size).toBe(0)
  })

  test('a short text is a copy only as long as next to nothing was changed', () => {
    const copies = keptTexts('润园小区晚上施工噪音扰民什么时候能管一管')
    expect(copies.find('润园小区，晚上施工噪音扰民，什么时候能管一管？')).toEqual({ posting: 1, similarity: 1 })
    expect(copies.find('海棠晴园晚上施工噪音扰民什么时候能管一管')).toBeNull()
  })

  test('of several equal ones the earliest is named', () => {
    expect(keptTexts(noise, noise, noise).find(noise)?.posting).toBe(1)
  })

  test('what was dropped is not found, the others are', () => {
    const copies = keptTexts(noise, noise)
    copies.drop(1)
    copies.drop(77)
    expect(copies.find(noise)?.posting).toBe(2)
    copies.drop(2)
    expect(copies.find(noise)).toBeNull()
    expect(copies.size).toBe(0)
  })

  test('a posting kept anew is found by its new text only', () => {
    const copies = keptTexts(noise)
    const other = randomText(randomFrom(5), 100)
    copies.find(other)
    copies.keep(1)
    expect(copies.size).toBe(1)
    expect(copies.find(other)?.posting).toBe(1)
    expect(copies.find(noise)).toBeNull()
    // An edit that leaves nothing to say.
    copies.find('已删')
    copies.keep(1)
    expect(copies.find(other)).toBeNull()
  })

  test('among thousands of others copies are found after every growth, and a template posted thousands of times crowds out nobody', () => {
    const random = randomFrom(1)
    const copies = new Copies()
    const texts = Array.from({ length: 6_000 }, () => randomText(random, 120))
    texts.forEach((text, index) => {
      expect(copies.find(text)).toBeNull()
      copies.keep(index)
      copies.find(noise)
      copies.keep(100_000 + index)
    })
    const changed = texts.map((text) => withChanges(random, text, 2 + Math.floor(random() * 6)))
    const found = changed.filter((text, index) => copies.find(text)?.posting === index).length
    expect(found / changed.length).toBeGreaterThan(0.993)
    expect(copies.find(noise)?.posting).toBeGreaterThanOrEqual(100_000)
  })

  test('handles that are given to others leave no copy behind that is not there', () => {
    const random = randomFrom(2)
    const copies = new Copies()
    const texts = Array.from({ length: 3_000 }, () => randomText(random, 60))
    texts.forEach((text, index) => {
      copies.find(text)
      copies.keep(index)
      if (index >= 100) copies.drop(index - 100)
    })
    expect(copies.size).toBe(100)
    expect(texts.map((text) => copies.find(text)?.posting ?? null)).toEqual(texts.map((_, index) => (index >= 2_900 ? index : null)))
  })
})
