import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createClassifier } from '../../../../../server/enrich/classify/classifier.ts'
import { decodeModel, encodeModel } from '../../../../../server/enrich/classify/encode.ts'
import { learnModel } from '../../../../../server/enrich/classify/learn.ts'
import { createViewer } from '../../../../../server/enrich/classify/views.ts'
import { loadDistrict } from '../../../../../shared/node/district.ts'
import { createSegmenter } from '../../../../../shared/node/segment.ts'
import { makeLessons } from '../../../../support/lessons.ts'

const pack = loadDistrict('320813')
const lessons = makeLessons(240, createSegmenter(pack))
const learn = () => learnModel(pack, lessons, 0, () => undefined).model
const model = learn()

function classifierOf({ space, category }: typeof model): (body: string) => { probabilities: number[]; none: number } {
  const view = createViewer(space)
  const classify = createClassifier(category!.classifier)
  return (body) => {
    const { probabilities, none } = classify(view(body))
    return { probabilities: [...probabilities], none }
  }
}
const classify = classifierOf(model)

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }), fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.array(fc.constantFrom('路灯', '不亮', '工资', '拖欠', '，', '。', 'a', '1', '\ud83d', '\n'), { maxLength: 400 }).map((words) => words.join('')),
  fc.constantFrom('', '\0', '\ud800', '路灯'.repeat(50_000)),
)

describe('a trained classifier', () => {
  test('gives every text probabilities that sum to one', () => {
    fc.assert(fc.property(anyText, (text) => {
      const { probabilities, none } = classify(text)
      expect(probabilities).toHaveLength(8)
      expect(probabilities.every((probability) => probability >= 0 && probability <= 1)).toBe(true)
      expect(probabilities.reduce((sum, probability) => sum + probability, 0)).toBeCloseTo(1, 9)
      expect(none).toBeGreaterThanOrEqual(0)
      expect(none).toBeLessThanOrEqual(1)
    }), { numRuns: 500 })
  })

  test('answers the same whatever it was asked in between', () => {
    fc.assert(fc.property(anyText, anyText, (text, other) => {
      const before = classify(text)
      classify(other)
      expect(classify(text)).toEqual(before)
    }), { numRuns: 300 })
  })

  test('is the same when it is trained again on the same rows', () => {
    expect(learn()).toEqual(model)
  })

  test('answers the same after being written and read', () => {
    const bytes = encodeModel(model)
    // As read from a file: a view that does not begin where its buffer does.
    const moved = new Uint8Array(bytes.length + 3)
    moved.set(bytes, 3)
    const again = decodeModel(moved.subarray(3))
    expect(again).toEqual(model)
    const classifyAgain = classifierOf(again)
    fc.assert(fc.property(anyText, (text) => { expect(classifyAgain(text)).toEqual(classify(text)) }), { numRuns: 200 })
  })
})
