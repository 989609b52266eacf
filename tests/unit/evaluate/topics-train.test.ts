import { expect, test } from 'vitest'
import { trainTopics } from '../../evaluate/topics-train.ts'
import { Digester } from '../../../server/issues/digest.ts'
import { packTopics, topicCosine, topicCount, Topics, topicWords } from '../../../server/issues/topics.ts'

/** Words of two kinds of trouble. */
const noise = ['噪音扰民', '半夜施工', '无法入睡', '打桩声音', '楼下音响', '凌晨装卸']
const wages = ['拖欠工资', '包工头', '血汗钱', '干活半年', '不给结算', '民工讨薪']
const textsOf = (words: readonly string[]) =>
  Array.from({ length: 60 }, (_, i) => [0, 1, 2].map((k) => words[(i * (k + 1) + k * (i >> 2)) % words.length]).join('，'))

test('texts of unrelated troubles lie apart, and the same texts give the same table', () => {
  const texts = [...textsOf(noise), ...textsOf(wages)]
  const table = trainTopics(texts)
  expect(trainTopics(texts)).toEqual(table)
  const topics = new Topics(table)
  const digester = new Digester()
  const directionOf = (text: string) => {
    const direction = new Float64Array(topicCount)
    topics.locate(digester.digest('', text), direction)
    return direction
  }
  const likeness = (one: string, other: string) => {
    const words = new Int32Array(topicWords)
    packTopics(directionOf(other), words, 0)
    return topicCosine(directionOf(one), words, 0)
  }
  expect(likeness('噪音扰民', '噪音扰民')).toBeCloseTo(1, 2)
  expect(Math.abs(likeness('噪音扰民，半夜施工', '拖欠工资，血汗钱'))).toBeLessThan(0.2)
})
