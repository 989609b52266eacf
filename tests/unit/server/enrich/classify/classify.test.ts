import { describe, expect, test } from 'vitest'
import { createBlend, fitTrust } from '../../../../../server/enrich/classify/blend.ts'
import { fitCalibration, sigmoid } from '../../../../../server/enrich/classify/calibration.ts'
import { partIntoFolds } from '../../../../../server/enrich/classify/folds.ts'
import { createHistory, fitShare, type UnitCase } from '../../../../../server/enrich/classify/history.ts'
import { learnModel } from '../../../../../server/enrich/classify/learn.ts'
import { scoreCalibration, scoreGuesses } from '../../../../../server/enrich/classify/score.ts'
import { createTokeniser } from '../../../../../server/enrich/classify/tokens.ts'
import { createVectoriser } from '../../../../../server/enrich/classify/vector.ts'
import { learnVocabulary } from '../../../../../server/enrich/classify/vocabulary.ts'
import { loadDistrict } from '../../../../../shared/node/district.ts'
import { createSegmenter } from '../../../../../shared/node/segment.ts'
import { makeLessons } from '../../../../support/lessons.ts'

const pack = loadDistrict('320813')
const segmenter = createSegmenter(pack)

describe('reading a text', () => {
  const list = { alphabet: '路灯不亮人行道', alone: [5, 5, 5, 5, 1, 1, 1], words: ['路灯', '不亮', '人行', '人行道', '行道'], counts: [9, 9, 3, 9, 1] }
  const tokenise = createTokeniser(list)
  const cut = (body: string): number[] => {
    const { numbers, size } = tokenise(body).words
    return [...numbers.subarray(0, size)]
  }

  test('cuts into the likeliest words', () => {
    const word = (index: number): number => 2 + list.alphabet.length + index
    expect(cut('人行道路灯不亮')).toEqual([word(3), word(0), word(1)])
    expect(cut('路灯路')).toEqual([word(0), 2])
  })

  test('numbers what it never learnt 1 and what parts words 0', () => {
    expect(cut('路x。灯')).toEqual([2, 1, 0, 3])
  })

  test('makes no pair across punctuation or across what is unknown', () => {
    const texts = Array.from({ length: 3 }, () => ({ body: '路灯不亮', words: ['路灯', '不亮'] }))
    const vectorise = createVectoriser(learnVocabulary(texts, 1_000))
    expect(vectorise('路灯不亮').whole.size).toBe(4 + 3 + 2 + 1)
    expect(vectorise('路灯。不亮').whole.size).toBe(4 + 2 + 2)
    expect(vectorise('路灯x不亮').whole.size).toBe(4 + 2 + 2)
  })

  test('brings each kind of n-grams to length one', () => {
    const texts = Array.from({ length: 3 }, () => ({ body: '路灯不亮', words: ['路灯', '不亮'] }))
    const { whole, opening } = createVectoriser(learnVocabulary(texts, 1_000))('路灯，路灯不亮')
    for (const { size, values } of [whole, opening]) expect(values.subarray(0, size).reduce((sum, value) => sum + value * value, 0)).toBeCloseTo(2, 5)
  })
})

describe('the opening of a text', () => {
  const texts = Array.from({ length: 3 }, () => ({ body: '路灯不亮井盖丢失', words: ['路灯', '不亮', '井盖', '丢失'] }))
  const vectorise = createVectoriser(learnVocabulary(texts, 1_000))
  const between = '，'.repeat(40)

  test('holds what stands in the first thirty characters alone', () => {
    expect(vectorise(`路灯不亮${between}井盖丢失`).opening.size).toBe(4 + 3 + 2 + 1)
    expect(vectorise(`路灯不亮${between}井盖丢失`).whole.size).toBe(2 * (4 + 3 + 2 + 1))
  })

  test('counts more in the whole than what comes later', () => {
    const weigh = (body: string): number[] => {
      const { size, features, values } = vectorise(body).whole
      return [...features.subarray(0, size)].map((feature, at) => ({ feature, value: values[at]! })).sort((a, b) => a.feature - b.feature).map(({ value }) => value)
    }
    const [early, late] = [weigh(`路灯不亮${between}井盖丢失`), weigh(`井盖丢失${between}路灯不亮`)]
    expect(early).not.toEqual(late)
    const lamp = learnVocabulary(texts, 1_000).alphabet.indexOf('灯')
    expect(early[lamp]).toBeGreaterThan(late[lamp]!)
  })
})

describe('learning', () => {
  const lessons = makeLessons(320, segmenter)
  const { model, reports } = learnModel(pack, lessons, 0, () => undefined)

  test('finds again what was taught, in rows it had not seen', () => {
    const [category, unit] = reports
    expect(category).toMatchObject({ field: 'category', rows: 320 })
    expect(category!.macroF1).toBeGreaterThan(0.95)
    expect(unit).toMatchObject({ field: 'unit', rows: 320 })
    expect(unit!.accuracy).toBeGreaterThan(0.95)
    expect(reports).toHaveLength(2)
  })

  test('learns no field from too few rows, and nothing from one label', () => {
    const few = lessons.slice(0, 10)
    expect(learnModel(pack, few, 0, () => undefined)).toMatchObject({ model: { category: null, purpose: null } })
    const one = lessons.filter(({ category }) => category === '0302').map((lesson) => ({ ...lesson, unit: null }))
    expect(learnModel(pack, one, 0, () => undefined).reports).toEqual([])
  })

  test('survives rows that are all copies of one text', () => {
    const copies = lessons.slice(0, 40).map((lesson, at) => ({ ...lesson, reading: lessons[0]!.reading, category: at % 2 === 0 ? '0302' : '0301' }))
    const { category } = learnModel(pack, copies, 0, () => undefined).model
    expect(category!.classifier.calibrations.every(({ slope, offset }) => Number.isFinite(slope) && Number.isFinite(offset))).toBe(true)
  })

  test('counts who acted, by category and township', () => {
    expect(model.units!.cases.reduce((sum, { times }) => sum + times, 0)).toBe(320)
  })
})

describe('folds', () => {
  test('hold a text and its near copy together, and part different texts', () => {
    const texts = Array.from({ length: 60 }, (_, at) => `第${at}件：${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥'.split('').map((unit, place) => unit + String.fromCharCode(0x4e00 + at * 97 + place * 7)).join('')}`)
    const folds = partIntoFolds([...texts, ...texts.map((text) => `${text}！`)], 4)
    texts.forEach((_, at) => { expect(folds[at]).toBe(folds[at + texts.length]) })
    expect(new Set(folds).size).toBe(4)
  })
})

describe('calibration', () => {
  test('finds the sigmoid that drew the labels', () => {
    const values = Float64Array.from({ length: 20_000 }, (_, at) => (at % 200) / 25 - 4)
    const isInClass = Uint8Array.from(values, (value, at) => Number(sigmoid(1.5 * value - 0.7) > ((at * 0.618_034) % 1)))
    const { slope, offset } = fitCalibration(values, isInClass)
    expect(slope).toBeCloseTo(1.5, 1)
    expect(offset).toBeCloseTo(-0.7, 1)
  })

  test('keeps to the share of members where the values tell nothing or the wrong way round', () => {
    const wrong = fitCalibration(Float64Array.of(-2, -1, 1, 2), Uint8Array.of(1, 1, 0, 0))
    expect(wrong).toEqual({ slope: 0, offset: 0 })
    expect(sigmoid(fitCalibration(Float64Array.of(1, 2, 3), Uint8Array.of(0, 0, 0)).offset)).toBeCloseTo(0.2)
  })
})

describe('scores', () => {
  test('are those worked out by hand', () => {
    const rows = [['a', 'a'], ['a', 'a'], ['a', 'b'], ['b', 'b'], ['b', 'c']].map(([label, guess]) => ({ label: label!, guess: guess! }))
    const { macroF1, accuracy, labels, confusions } = scoreGuesses(rows)
    expect(accuracy).toBeCloseTo(0.6)
    expect(macroF1).toBeCloseTo((0.8 + 0.5 + 0) / 3)
    expect(labels[0]).toMatchObject({ label: 'a', precision: 1, support: 3 })
    expect(confusions).toEqual([{ label: 'a', guess: 'b', times: 1 }, { label: 'b', guess: 'c', times: 1 }])
  })

  test('of calibration are the distance between being sure and being right', () => {
    expect(scoreCalibration([{ sure: 0.9, right: true }, { sure: 0.9, right: false }])).toBeCloseTo(0.4)
    expect(scoreCalibration([{ sure: 1, right: true }, { sure: 0, right: false }])).toBe(0)
  })
})

describe('classifier and seeds together', () => {
  const blend = createBlend(['x', 'y', 'z'], ['x', 'y'])
  const sure = { probabilities: Float64Array.of(0.9, 0.1), none: 0.01 }

  test('leave the classifier as it is where no seed speaks', () => {
    expect([...createBlend(['x', 'y'], ['x', 'y'])(sure, Float64Array.of(0, 0), 1)]).toEqual([0.9, 0.1])
  })

  test('reach a leaf without rows by its seeds, the sooner the less the text is like those with rows', () => {
    const seeds = Float64Array.of(0, 0, 4)
    const strange = blend({ ...sure, none: 0.5 }, seeds, 1)[2]!
    const familiar = blend(sure, seeds, 1)[2]!
    expect(strange).toBeGreaterThan(0.9)
    expect(familiar).toBeLessThan(strange)
  })

  test('trust seeds that are right more than seeds that are wrong', () => {
    const rows = (leaf: number) => Array.from({ length: 20 }, () => ({ verdict: { probabilities: Float64Array.of(0.5, 0.5), none: 0 }, seeds: Float64Array.of(2, 0), leaf }))
    const both = createBlend(['x', 'y'], ['x', 'y'])
    expect(fitTrust(rows(0), both)).toBeGreaterThan(fitTrust(rows(1), both))
  })
})

describe('history', () => {
  const cases: UnitCase[] = [
    { category: '0302', township: 'glj', unit: 'zj', times: 20 }, { category: '0302', township: 'glj', unit: 'cg', times: 3 },
    { category: '0302', township: 'sh', unit: 'sh', times: 9 },
  ]
  const lookBack = createHistory(cases)
  const find = (township: string | null, belief: [string, number][] = []) => new Map(lookBack('0302', township, new Map(belief)).map((share) => [share.unit, share]))

  test('tells how many of how many cases, of the township where it has enough', () => {
    expect(find('glj').get('zj')).toMatchObject({ times: 20, of: 23, local: true, byCases: true })
    expect(find(null).get('zj')).toMatchObject({ times: 20, of: 32, local: false })
    expect(find('sh').get('sh')!.confidence).toBeGreaterThan(find('sh').get('zj')!.confidence)
  })

  test('leaves what is believed as it is where nothing was seen, and moves it where much was', () => {
    expect(lookBack('0401', 'glj', new Map([['zls', 0.8]]))).toEqual([{ unit: 'zls', confidence: 0.8, times: 0, of: 0, local: false, byCases: false }])
    expect(find('glj', [['ga', 0.8]]).get('ga')).toMatchObject({ byCases: false })
    expect(find('glj', [['ga', 0.8]]).get('ga')!.confidence).toBeLessThan(0.1)
  })

  test('shares between words and history by which was right', () => {
    const rows = Array.from({ length: 50 }, () => ({ byWords: 0.9, byHistory: 0.2 }))
    expect(fitShare(rows)).toBeGreaterThan(0.95)
    expect(fitShare(rows.map(({ byWords, byHistory }) => ({ byWords: byHistory, byHistory: byWords })))).toBeLessThan(0.05)
  })
})
