import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundsOf, fitBounds, placeLabels, textWidth } from '../../../../web/charts/place-labels.ts'
import outline from '../../../../shared/districts/320813/outline.json' with { type: 'json' }
import townships from '../../../../shared/districts/320813/townships.json' with { type: 'json' }

const frame = { width: 800, height: 500 }
const mark = fc.record({
  x: fc.integer({ min: 0, max: 800 }),
  y: fc.integer({ min: 0, max: 500 }),
  size: fc.integer({ min: 8, max: 50 }),
  text: fc.constantFrom('蒋坝镇 3', '高良涧街道 96', '洪泽经济开发区 1,204'),
  fontSize: fc.constant(22),
})

test('labels never cover one another, a mark that is not theirs, or an edge', () => {
  fc.assert(
    fc.property(fc.array(mark, { maxLength: 25 }), (marks) => {
      const labels = placeLabels(marks, frame)
      labels.forEach((label, index) => {
        if (label === null) return
        expect(label.left >= 0 && label.top >= 0 && label.right <= frame.width && label.bottom <= frame.height).toBe(true)
        const others = labels.filter((other, at) => other !== null && at !== index)
        expect(others.some((other) => other !== null && label.left < other.right && other.left < label.right && label.top < other.bottom && other.top < label.bottom)).toBe(false)
        const covered = marks.some(({ x, y, size }, at) =>
          at !== index && label.left < x + size / 2 && x - size / 2 < label.right && label.top < y + size / 2 && y - size / 2 < label.bottom)
        expect(covered).toBe(false)
      })
    }),
  )
})

test('every township of the first district has room for its label on a 1080p wall', () => {
  const { project } = fitBounds(boundsOf(outline as [number, number][][]), 767, 480, 26)
  const marks = townships.map(({ name, seat }) => {
    const [x, y] = project(seat as [number, number])
    return { x, y, size: 40, text: `${name} 128`, fontSize: 22.7 }
  })
  expect(placeLabels(marks, { width: 767, height: 480 })).not.toContain(null)
})

test('a district is drawn undistorted: a degree of longitude is shorter than one of latitude', () => {
  const { width, height } = fitBounds({ west: 118, east: 119, south: 33, north: 34 }, 1_000, 1_000, 0)
  expect(width / height).toBeCloseTo(Math.cos((33.5 * Math.PI) / 180), 6)
})

test('Chinese is as wide as it is high', () => {
  expect(textWidth('洪泽', 20)).toBe(40)
  expect(textWidth('12', 20)).toBe(24)
})
