import { expect, test } from 'vitest'
import type { ImportPreview, ImportResult, ImportView } from '../../../../shared/import-view.ts'
import { orderFields } from '../../../../shared/orders/mapping.ts'
import { fieldGroups, meaningsOf } from '../../../../web/imports/fields.ts'
import { blockingOf, briefOf, forecastOf, outcomeOf, secondsWords, shareWords } from '../../../../web/imports/words.ts'

const preview: ImportPreview = {
  format: 'xlsx', note: null, mapping: { columns: {}, words: {} }, recognised: false, unknownWords: [], missing: [], rows: [], problems: [], looked: 200, bad: 0,
  sheets: [{ name: '3月', headerRow: 3, taken: true, because: null }, { name: '汇总', headerRow: 1, taken: false, because: '没有“编号”列' }],
  columns: [{ header: '编号', letter: 'A', samples: [], field: 'orderNumber', because: null }, { header: '备注', letter: 'B', samples: [], field: null, because: null }],
}
const hotline = { name: '“12345”热线', totalsOnly: false }
const result: ImportResult = { rows: 1_000, new: 900, changed: 60, same: 38, bad: 2, seconds: 3, repeated: 0, reopened: 0, months: 0, problems: [], notes: [] }

test('what will happen names the sheets, the channel, the columns and what was looked at', () => {
  const said = forecastOf(preview, hotline).join('')
  expect(said).toContain('将导入“3月”中的工单，记入“12345热线”；用到 1 列，其余 1 列不读取')
  expect(said).toContain('先看了前 200 行，都可以导入')
  expect(said).not.toContain('沿用上次')
  expect(forecastOf({ ...preview, recognised: true, bad: 4 }, hotline).join('')).toMatch(/沿用上次的对应.*4 行有错/)
})

test('a channel of totals only is told that nothing but monthly totals is kept', () => {
  const said = forecastOf(preview, { name: '阳光纪检', totalsOnly: true }).join('')
  expect(said).toContain('只留总数，工单内容、人员和电话一律不保存')
  expect(said).not.toContain('将导入')
})

test('a file without order numbers may be imported, one without times may not', () => {
  expect(blockingOf({ missing: ['orderNumber'] })).toEqual([])
  expect(blockingOf({ missing: ['orderNumber', 'time'] })).toEqual(['time'])
  expect(forecastOf({ ...preview, missing: ['orderNumber'] }, hotline).join('')).toContain('没有找到工单编号列')
})

test('what came of it is one sentence with every row in it', () => {
  expect(outcomeOf(result, false)).toBe('共读取 1,000 行：新增 900 件，更新 60 件，无变化 38 件，有 2 行因内容有错没有导入。')
  expect(outcomeOf({ ...result, new: 0, changed: 0, same: 1_000, bad: 0 }, false)).toBe('共 1,000 行，与已有工单完全相同，没有任何变化。')
  expect(outcomeOf({ ...result, rows: 0, new: 0, changed: 0, same: 0, bad: 0 }, false)).toBe('文件中没有可以导入的行。')
  expect(outcomeOf({ ...result, months: 3 }, true)).toContain('已计入 3 个月的总量')
})

test('the history says of each import how it stands', () => {
  const view: ImportView = { id: 1, channel: 'hotline', name: 'a.csv', bytes: 1, by: 'admin', at: 0, state: 'draft', door: 'console', progress: null, result: null, failure: null, report: false }
  const progress = { rows: 50, new: 50, changed: 0, same: 0, bad: 0, share: 0.999 }
  expect(briefOf(view)).toBe('已上传，尚未确认导入')
  expect(briefOf({ ...view, state: 'running', progress })).toBe('99% · 新增 50 · 更新 0 · 无变化 0 · 有错未导入 0')
  expect(briefOf({ ...view, state: 'failed', failure: '找不到表头' })).toBe('找不到表头')
  expect(briefOf({ ...view, state: 'cancelled' })).toBe('没有导入内容')
  expect(briefOf({ ...view, state: 'cancelled', progress })).toContain('取消前已导入')
  expect(briefOf({ ...view, state: 'done', result: { ...result, months: 2 } })).toBe('2 个月的总量')
})

test('times and shares are said as people say them, and nothing is whole before its end', () => {
  expect([secondsWords(0.4), secondsWords(3.2), secondsWords(125)]).toEqual(['不到 1 秒', '3 秒', '2 分 5 秒'])
  expect([shareWords(0), shareWords(0.374), shareWords(1)]).toEqual(['0%', '37%', '99%'])
})

test('every field can be chosen, once, and every word can be left unsaid', () => {
  expect(fieldGroups.flatMap(({ fields }) => fields).toSorted()).toEqual([...orderFields].toSorted())
  expect(meaningsOf('satisfied', [])).toEqual(['满意', '不满意', '未说明'])
  expect(meaningsOf('channel', [{ id: 'hotline', ...hotline }])).toEqual(['“12345”热线'])
})
