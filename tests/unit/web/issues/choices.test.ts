import { expect, test } from 'vitest'
import { narrow } from '../../../../web/issues/choices.ts'

const choices = [
  { value: '1', name: '道路坑洼', group: '市政设施' },
  { value: '2', name: '农村公路养护', group: '交通出行' },
  { value: '3', name: '路灯亮化', group: '市政设施' },
  { value: '4', name: '占道经营', group: '市容环卫' },
]
const names = (typed: string) => narrow(choices, typed).groups.map(({ group, choices: found }) => [group, ...found.map(({ name }) => name)])

test('nothing typed lists all, in their groups', () => {
  expect(names(' ')).toEqual([['市政设施', '道路坑洼', '路灯亮化'], ['交通出行', '农村公路养护'], ['市容环卫', '占道经营']])
})

test('every word that is typed must stand in the name or in the group; what begins with the first comes first', () => {
  expect(names('路')).toEqual([['市政设施', '路灯亮化', '道路坑洼'], ['交通出行', '农村公路养护']])
  expect(names('市政 坑')).toEqual([['市政设施', '道路坑洼']])
  expect(names('没有的')).toEqual([])
})

test('signs that mean something to a search engine are characters like any others', () => {
  expect(names('.*')).toEqual([])
})

test('a long list says how much of it is left out', () => {
  const many = Array.from({ length: 75 }, (_, index) => ({ value: String(index), name: `第${index}村` }))
  const { groups, leftOut } = narrow(many, '村')
  expect([groups[0]?.choices.length, leftOut]).toEqual([60, 15])
})
