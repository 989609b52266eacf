import { describe, expect, test } from 'vitest'
import { Digester } from '../../../../server/issues/digest.ts'
import topicTable from '../../../../server/issues/topics.json' with { type: 'json' }
import { packTopics, topicCosine, topicCount, Topics, topicWords } from '../../../../server/issues/topics.ts'

const digester = new Digester()
const topics = new Topics(topicTable)
const directionOf = (title: string, text: string) => {
  const direction = new Float64Array(topicCount)
  topics.locate(digester.digest(title, text), direction)
  return direction
}
const packed = (direction: Float64Array) => {
  const words = new Int32Array(topicWords + 2)
  packTopics(direction, words, 1)
  return words
}

const builtNearby = directionOf('小区后面要建垃圾站', '垃圾中转站离居民楼太近，臭味扰民，请求重新选址')
const smells = directionOf('垃圾楼建在家门口', '附近的垃圾楼气味难闻，居民反对，希望换地方')
const wages = directionOf('拖欠农民工工资', '工地干完活包工头不给钱，请帮我们讨回血汗钱')

describe('topics', () => {
  test('one trouble in other words lies nearer than another trouble', () => {
    expect(topicCosine(builtNearby, packed(smells), 1)).toBeGreaterThan(topicCosine(builtNearby, packed(wages), 1) + 0.3)
  })

  test('a packed direction is the same one, but for the rounding of a byte', () => {
    expect(topicCosine(smells, packed(smells), 1)).toBeCloseTo(1, 2)
    const opposite = smells.map((value) => -value)
    expect(topicCosine(smells, packed(opposite), 1)).toBeCloseTo(-1, 2)
    expect(packed(smells)[0]).toBe(0)
    expect(packed(smells)[topicWords + 1]).toBe(0)
  })

  test('a text of which no gram says anything lies nowhere and is like nothing', () => {
    const nowhere = directionOf('zzqx', '')
    expect([...nowhere]).toEqual(Array.from({ length: topicCount }, () => 0))
    expect(topicCosine(wages, packed(nowhere), 1)).toBe(0)
  })
})
