import { expect, test } from 'vitest'
import { loadHtml } from '../../../crawlers/html.ts'
import { all, any, every, first, hasClass, hasId, isTag, isUnder } from '../../../crawlers/walk.ts'

const root = loadHtml('<div id="a"><p class="x y">1<b class="x">2</b></p><i>3</i></div><p>4</p>').root().get(0)

test('elements are found in the order of the page', () => {
  expect(every(root, any(isTag('p', 'b', 'i'))).map(({ name }) => name)).toEqual(['p', 'b', 'i', 'p'])
  expect(first(root, all(hasClass('x'), isTag('b')))?.name).toBe('b')
})
test('an element is not below itself, and nothing is below nothing', () => {
  const division = first(root, hasId('a'))
  expect(first(division, hasId('a'))).toBeNull()
  expect(first(null, isTag('p'))).toBeNull()
  const bold = first(division, isTag('b'))
  expect([bold && division && isUnder(bold, division, isTag('p')), bold && division && isUnder(bold, division, hasId('a'))]).toEqual([true, false])
})
test('classes are whole words', () => { expect(first(root, hasClass('y'))?.name).toBe('p'); expect(first(root, hasClass('z'))).toBeNull() })
