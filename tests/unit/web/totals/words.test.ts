import fc from 'fast-check'
import { expect, test } from 'vitest'
import { channelOf, keyWords, monthWords, pastedFile, pastedName, readNumber, shareOf, statedOf } from '../../../../web/totals/words.ts'

const units = [{ id: 'glj', name: '高良涧街道' }]

test('figures are read as people type them, and what is none is not guessed at', () => {
  expect(['3280', ' 3,280 件', '３２８０', '39827', '97.5%', '-2.5', '−2.5', '+18.0'].map(readNumber)).toEqual([3280, 3280, 3280, 39827, 97.5, -2.5, -2.5, 18])
  expect(['', '约20', '1.2.3', '1e9', '二十', '--1'].map(readNumber)).toEqual([null, null, null, null, null, null])
})

test('a share typed in per cent is the share, to the digit', () => {
  expect([88.2, 97.5, 100, 0.1, -2.5].map(shareOf)).toEqual([0.882, 0.975, 1, 0.001, -0.025])
  fc.assert(fc.property(fc.integer({ min: 0, max: 1_000 }), (tenths) => { expect((shareOf(tenths / 10) * 100).toFixed(1)).toBe((tenths / 10).toFixed(1)) }))
})

test('rows say what they are of', () => {
  expect([monthWords('2017'), monthWords('2017-03')]).toEqual(['2017年', '2017年3月'])
  expect([channelOf(units, null), channelOf(units, 'gone')]).toEqual(['全部渠道合计', 'gone'])
  expect([keyWords({ by: 'all', key: null }, units), keyWords({ by: 'unit', key: 'glj' }, units)]).toEqual(['', '承办单位 高良涧街道'])
  expect([statedOf({ by: null, key: null }, units), statedOf({ by: 'unit', key: 'glj' }, units)]).toEqual(['全区', '承办单位 高良涧街道'])
})

test('what is pasted from a spreadsheet keeps its tabs, and a typed list its commas, half or full width', async () => {
  expect([await pastedFile('期间\t件数\n2017\t3').text(), pastedName('期间\t件数')]).toEqual(['期间\t件数\n2017\t3\n', '粘贴.tsv'])
  expect([await pastedFile('期间，件数\n2017，3').text(), pastedName('期间，件数')]).toEqual(['期间,件数\n2017,3\n', '粘贴.csv'])
})
