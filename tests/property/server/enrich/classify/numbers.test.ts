import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildMatrix } from '../../../../../server/enrich/classify/matrix.ts'
import { minimise } from '../../../../../server/enrich/classify/minimise.ts'
import { createProduct } from '../../../../../server/enrich/classify/product.ts'
import { addRows, emptyMoments, solveRidge } from '../../../../../server/enrich/classify/ridge.ts'
import { fitStack, judge } from '../../../../../server/enrich/classify/stack.ts'
import { countThemeFeatures, createThemeReader, learnThemes } from '../../../../../server/enrich/classify/themes.ts'
import type { Vector } from '../../../../../server/enrich/classify/vector.ts'

const number = fc.double({ min: -2, max: 2, noNaN: true })
const toVector = (values: readonly number[]): Vector => ({ size: values.length, features: Int32Array.from(values, (_, at) => at), values: Float32Array.from(values) })
const multiply = (a: ArrayLike<number>, b: ArrayLike<number>): number => Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0)
const tableOf = (columns: number, rows: number) => fc.array(fc.array(number, { minLength: columns, maxLength: columns }), { minLength: rows, maxLength: rows })

describe('a product', () => {
  test('is the sum over the features of a vector, for any number of columns', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }).chain((columns) => fc.tuple(tableOf(columns, 6), fc.subarray([0, 1, 2, 3, 4, 5]))), ([table, known]) => {
      const columns = table[0]!.length
      const sums = createProduct(Float32Array.from(table.flat()), columns)({ size: known.length, features: Int32Array.from(known), values: Float32Array.from(known, (at) => at + 1) })
      expect(sums).toHaveLength(columns)
      sums.forEach((sum, column) => { expect(sum).toBeCloseTo(known.reduce((total, at) => total + (at + 1) * table[at]![column]!, 0), 4) })
    }))
  })
})

describe('least squares with a penalty', () => {
  test('leave no slope at the solution, whatever the shape and in however many parts the rows come', () => {
    const shape = fc.record({ width: fc.integer({ min: 1, max: 11 }), rows: fc.integer({ min: 1, max: 70 }), labels: fc.integer({ min: 2, max: 4 }), parts: fc.integer({ min: 1, max: 3 }) })
    fc.assert(fc.property(shape.chain(({ width, rows, labels, parts }) => fc.record({
      table: tableOf(width, rows), labelOf: fc.array(fc.nat(labels - 1), { minLength: rows, maxLength: rows }), labels: fc.constant(labels), parts: fc.constant(parts),
    })), ({ table, labelOf, labels, parts }) => {
      const width = table[0]!.length
      const read = table.map((row) => Float32Array.from(row))
      const moments = Array.from({ length: parts }, (_, part) => {
        const own = emptyMoments(width, labels)
        addRows(own, Int32Array.from(table.keys()).filter((row) => row % parts === part), (row) => read[row]!, (row) => labelOf[row]!)
        return own
      })
      const weights = solveRidge(moments, 0.5)
      for (let label = 0; label < labels; label += 1) {
        const own = Array.from({ length: width }, (_, feature) => weights[feature * labels + label]!)
        const off = read.map((row, at) => multiply(row, own) - (labelOf[at] === label ? 1 : -1))
        for (let feature = 0; feature < width; feature += 1) expect(multiply(off, read.map((row) => row[feature]!)) + 0.5 * own[feature]!).toBeCloseTo(0, 3)
      }
    }), { numRuns: 200 })
  })
})

describe('going downhill', () => {
  test('ends where a bent valley is lowest', () => {
    const point = new Float64Array([-1.2, 1])
    minimise(point, (at, gradient) => {
      const [x = 0, y = 0] = at
      gradient[0] = -2 * (1 - x) - 40 * x * (y - x * x)
      gradient[1] = 20 * (y - x * x)
      return (1 - x) ** 2 + 10 * (y - x * x) ** 2
    })
    expect(point[0]).toBeCloseTo(1, 3)
    expect(point[1]).toBeCloseTo(1, 3)
  })
})

describe('themes', () => {
  const matrixOf = (table: readonly number[][]) => {
    const builder = buildMatrix(table.length, table[0]!.length)
    for (const row of table) builder.add(toVector(row))
    return builder.finish()
  }

  test('are directions of length one at right angles', () => {
    fc.assert(fc.property(tableOf(7, 120), (table) => {
      const { count, directions } = learnThemes(matrixOf(table), 7)
      const columns = Array.from({ length: count }, (_, theme) => Array.from({ length: 7 }, (_own, feature) => directions[feature * count + theme]!))
      columns.forEach((a, at) => columns.forEach((b, other) => {
        const product = multiply(a, b)
        // A direction that no text has is 0.
        if (at !== other || product > 0.5) expect(product).toBeCloseTo(at === other ? 1 : 0, 3)
        else expect(product).toBeCloseTo(0, 3)
      }))
    }), { numRuns: 50 })
  })

  test('find again the plane in which all texts lie', () => {
    const plane = [[1, 0, 2, 0, 1, 0], [0, 1, 0, -1, 0, 3]]
    const table = Array.from({ length: 60 }, (_, at) => plane[0]!.map((value, feature) => Math.cos(at) * value + Math.sin(at * 1.7) * plane[1]![feature]!))
    const { count, directions } = learnThemes(matrixOf(table), 6)
    for (const row of table) {
      const along = Array.from({ length: count }, (_, theme) => multiply(row, Array.from({ length: 6 }, (_own, feature) => directions[feature * count + theme]!)))
      expect(multiply(along, along)).toBeCloseTo(multiply(row, row), 2)
    }
  })

  test('give products whose own product is that of the kernel', () => {
    const directions = Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1])
    fc.assert(fc.property(tableOf(3, 2).filter((rows) => rows.every((row) => multiply(row, row) > 0.01)), ([a, b]) => {
      const read = createThemeReader({ count: 3, directions })
      const one = read(toVector(a!)).values.slice()
      const two = read(toVector(b!)).values.slice()
      expect(one).toHaveLength(countThemeFeatures(3))
      const cosine = multiply(a!, b!) / Math.sqrt(multiply(a!, a!) * multiply(b!, b!))
      expect(multiply(one, two)).toBeCloseTo(((1 + cosine) / 2) ** 2, 4)
    }))
  })

  test('of a text with nothing known in it are none', () => {
    const read = createThemeReader({ count: 3, directions: Float32Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]) })
    expect([...read({ size: 0, features: new Int32Array(0), values: new Float32Array(0) }).values].filter((value) => value !== 0)).toEqual([0.5])
  })
})

describe('a judgement of several classifiers', () => {
  /** Row r is of label r mod 3; the first classifier tells label 0, the second the others: neither knows all. */
  const rows = 600
  const labelOf = Uint16Array.from({ length: rows }, (_, row) => row % 3)
  const values = Float64Array.from({ length: rows * 6 }, (_, at) => {
    const [row, input] = [Math.floor(at / 6), at % 6]
    const label = row % 3
    const noise = Math.sin(row * 12.9898 + input * 78.233)
    if (input < 3) return (label === 0) === (input === 0) ? 1 : -1
    return label === 0 ? noise : (input - 3 === label ? 1 : -1) + 0.3 * noise
  })
  const score = (stack: ReturnType<typeof fitStack>): number => {
    const probabilities = new Float64Array(3)
    return labelOf.filter((label, row) => {
      judge(stack, values.subarray(row * 6, row * 6 + 6), probabilities)
      expect(probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 9)
      return probabilities.indexOf(Math.max(...probabilities)) === label
    }).length / rows
  }

  test('knows what each of them knows', () => { expect(score(fitStack(values, labelOf, 3))).toBeGreaterThan(0.99) })

  test('weighs labels against each other only where rows are enough', () => {
    expect(fitStack(values, labelOf, 3).cross).toHaveLength(18)
    const few = 100
    expect(fitStack(values.subarray(0, few * 6), labelOf.subarray(0, few), 3).cross).toBeNull()
  })

  test('does not hear what speaks the wrong way round', () => {
    const { shares } = fitStack(values.map((value) => -value), labelOf, 3)
    expect([...shares].every((share) => share >= 0 && share < 0.05)).toBe(true)
  })

  test('falls back on how often labels are where the classifiers say nothing', () => {
    const probabilities = new Float64Array(2)
    const stack = fitStack(new Float64Array(400 * 2), Uint16Array.from({ length: 400 }, (_, row) => Number(row % 4 === 0)), 2)
    judge(stack, new Float64Array(2), probabilities)
    expect(probabilities[1]).toBeCloseTo(0.25, 2)
  })
})
