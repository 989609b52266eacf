import { describe, expect, test } from 'vitest'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { openTable } from '../../../../server/imports/tables/open.ts'
import { readStatedTable } from '../../../../server/totals/read-stated.ts'
import { readTotalsTable } from '../../../../server/totals/read-totals.ts'
import { encodeCsv, makeWorkbook, type Written, type WrittenSheet } from '../../../support/spreadsheets.ts'
import { withFile } from '../../../support/spreadsheets/gather.ts'

const pack = loadDistrict('320813')
const now = Date.parse('2026-11-23T08:00:00+08:00')

const totalsIn = (bytes: Uint8Array, name: string) => withFile(bytes, name, async (path) => {
  const table = await openTable(path)
  return readTotalsTable(table, pack, now).finally(() => table.close())
})
const totalsOf = (sheets: WrittenSheet[]) => totalsIn(makeWorkbook(sheets), '总量.xlsx')
const statedOf = (rows: Written[][]) => withFile(makeWorkbook([{ name: '公布值', rows }]), '公布值.xlsx', async (path) => {
  const table = await openTable(path)
  return readStatedTable(table, pack, now).finally(() => table.close())
})
const short = (rows: { period: string; channel: string | null; key: string | null; count: number }[]) =>
  rows.map(({ period, channel, key, count }) => [period, channel, key, count].join(' '))

describe('a table of totals', () => {
  test('with months across takes its year from the title, and leaves sums out', async () => {
    const { rows, problems, notes } = await totalsOf([{
      name: '月报', rows: [['2017年受理情况统计表'], ['单位：件'], ['渠道', '1月', '2月', '全年'], ['“12345”热线', 1900, '2,000', 3900], ['领导信箱', 12, null, 12], ['合计', 1912, 2000, 3912]],
    }])
    expect(problems).toEqual([])
    expect(short(rows)).toEqual(['2017-01 hotline  1900', '2017-02 hotline  2000', '2017-01 letterbox  12'])
    expect(notes).toEqual(expect.arrayContaining(['合计行没有读取', '“全年”列没有读取，由各月相加']))
  })

  test('with one total a row, in GB18030, by unit and by category', async () => {
    const bytes = encodeCsv([['月份', '渠道', '承办单位', '类别', '件数', '说明'], ['2017年3月', '热线', '环保分局', '', '30', '月报'], ['2017-03', '', '', '路灯照明', '41', ''], ['2017', '阳光纪检', '', '', '123', '']], 'gb18030')
    const { rows, problems } = await totalsIn(bytes, '总量.csv')
    expect(problems.map(({ problem }) => problem)).toEqual(pack.taxonomy.some(({ leaves }) => leaves.some(({ name }) => name === '路灯照明')) ? [] : [expect.stringContaining('没有这个类别')])
    expect(rows[0]).toMatchObject({ period: '2017-03', channel: 'hotline', by: 'unit', count: 30, note: '月报' })
    expect(rows.at(-1)).toMatchObject({ period: '2017', channel: 'discipline', by: 'all', key: null, count: 123 })
  })

  test('names every bad cell by row and column, and keeps the others', async () => {
    const { rows, problems } = await totalsOf([{
      name: '总量', rows: [['期间', '渠道', '件数'], ['2017-01', '热线', '约20'], ['2017-02', '热线二', 20], ['2030-01', '热线', 20], ['上个月', '热线', 20], ['2017-06', '热线', 20]],
    }])
    expect(short(rows)).toEqual(['2017-06 hotline  20'])
    expect(problems.map(({ row, column, value }) => [row, column, value])).toEqual([
      [2, '件数（C列）', '约20'], [3, '渠道（B列）', '热线二'], [4, '件数（C列）', '20'], [5, '期间（A列）', '上个月'],
    ])
  })

  test('that tells no year is said to, and one that is no table of totals is said to be none', async () => {
    const without = await totalsOf([{ name: 'Sheet1', rows: [['渠道', '1月', '2月'], ['热线', 1, 2]] }])
    expect(without.rows).toEqual([])
    expect(without.problems[0]?.problem).toContain('不知道是哪一年')
    expect((await totalsOf([{ name: 'Sheet1', rows: [['姓名', '电话'], ['张三', '139']] }])).notes.join()).toContain('没有找到表头')
  })

  test('that tells the same total twice counts the last, and says so', async () => {
    const { rows, notes } = await totalsOf([{ name: '总量', rows: [['期间', '渠道', '件数'], ['2017-01', '热线', 20], ['2017年1月', '“12345”热线', 21]] }])
    expect(short(rows)).toEqual(['2017-01 hotline  21'])
    expect(notes.join()).toContain('重复')
  })
})

describe('a table of published figures', () => {
  test('is read with values, changes and their basis', async () => {
    const { rows, problems } = await statedOf([
      ['年度', '指标', '渠道', '公布值', '同比', '口径说明'], ['2018', '受理量', '', 39827, '上升18.0%', '含论坛'], ['2018', '受理量', '领导信箱', 162, '-22.5%', ''], ['2018', '满意率', '', '97.5%', '', '回访'],
    ])
    expect(problems).toEqual([])
    expect(rows).toEqual([
      { period: '2018', indicator: 'received', by: null, key: null, value: 39_827, change: 0.18, changeIn: 'relative', note: '含论坛' },
      { period: '2018', indicator: 'received', by: 'channel', key: 'letterbox', value: 162, change: -0.225, changeIn: 'relative', note: '' },
      { period: '2018', indicator: 'satisfied', by: null, key: null, value: 0.975, change: null, changeIn: null, note: '回访' },
    ])
  })

  test('told twice counts as it was told last', async () => {
    const { rows, notes } = await statedOf([['年度', '指标', '公布值'], ['2018', '受理量', 1], ['2018年', '受理量', 2]])
    expect(rows.map(({ value }) => value)).toEqual([2])
    expect(notes.join()).toContain('以后面的为准')
  })

  test('names its bad cells', async () => {
    const { rows, problems } = await statedOf([['年度', '指标', '公布值', '同比'], ['2018', '满意度', 97, ''], ['2018', '受理量', '很多', '持平'], ['2018', '受理量', '', '']])
    expect(rows).toEqual([])
    expect(problems.map(({ row, column }) => [row, column])).toEqual([[2, '指标（B列）'], [3, '公布值（C列）'], [3, '同比（D列）'], [4, '公布值（C列）']])
  })
})
