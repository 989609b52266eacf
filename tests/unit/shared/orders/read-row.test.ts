/** One row of an export to an order, or to sentences on what is wrong with its cells. */
import { describe, expect, test } from 'vitest'
import { hour, minute } from '../../../../shared/clock.ts'
import type { Cell } from '../../../../shared/orders/cell.ts'
import type { Mapping, OrderField } from '../../../../shared/orders/mapping.ts'
import { readOrder, type ReadOrder, type RowProblem } from '../../../../shared/orders/read-row.ts'
import { blankOrder } from '../../../../shared/posting.ts'

type Cells = Partial<Record<OrderField, Cell>>
const now = Date.parse('2018-12-31T12:00:00+08:00')
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const least: Cells = { orderNumber: 'HZ1', time: '2018-03-05 08:30' }
const attempt = (cells: Cells, words: Mapping['words'] = {}) => readOrder({ ...least, ...cells }, { words, now, numbered: true })

function read(cells: Cells, words: Mapping['words'] = {}): ReadOrder {
  const told = attempt(cells, words)
  if ('problems' in told) throw new Error(told.problems.map(({ problem }) => problem).join('\n'))
  return told
}
function problems(cells: Cells): RowProblem[] {
  const told = attempt(cells)
  return 'problems' in told ? told.problems : []
}
const onlyProblem = (cells: Cells): string => {
  const [first, second] = problems(cells)
  expect(second).toBeUndefined()
  return first?.problem ?? ''
}

describe('a row that is sound', () => {
  test('is read whole, with its words understood and its phone apart', () => {
    const told = read({
      orderNumber: "'20180305000123", title: ' 路灯\n不亮 ', text: '东一街路灯坏了\u0000。', phone: '+86 138-0000-0001', channel: '微信', purpose: '投诉举报', category: '城乡建设/路灯',
      unit: '区城管局', status: '已办结', result: '已修复', handling: '转派', accepted: '是', signedAt: '2018/3/5 9:10', dueAt: '2018-03-12', extended: '2018-03-15', closedAt: 43166.5,
      calledBackAt: { date: at('2018-03-08 10:00:00') }, reached: '接通', resolved: '已解决', satisfied: '基本满意', appeased: '', returns: '2',
    })
    expect(told).toEqual({
      order: {
        orderNumber: '20180305000123', purpose: '投诉', category: '城乡建设/路灯', unit: '区城管局', status: '已办结', result: '已修复', handling: 'transferred', accepted: true,
        signedAt: at('2018-03-05 09:10:00'), dueAt: at('2018-03-12 23:59:59') + 999, extended: true, extendedTo: at('2018-03-15 23:59:59') + 999, closedAt: at('2018-03-07 12:00:00'),
        calledBackAt: at('2018-03-08 10:00:00'), reached: true, resolved: true, satisfied: true, appeased: null, returns: 2,
      },
      time: at('2018-03-05 08:30:00'), precision: 'minute', title: '路灯 不亮', text: '东一街路灯坏了。', phone: '13800000001', channel: '微信', unknown: [],
    })
  })

  test('says nothing of what it does not say', () => {
    const silent: Cells = { title: '-', text: null, unit: '/', status: 'NULL', closedAt: '无', dueAt: '--', satisfied: ' ', extended: '', returns: '', phone: '不详', signedAt: '未签收' }
    expect(read(silent)).toMatchObject({ order: { ...blankOrder, orderNumber: 'HZ1' }, title: '', text: '', phone: null, channel: null, unknown: [] })
  })

  test('is called by the first words of its text where it has no title, and is cut where it is over-long', () => {
    expect(read({ text: '路灯坏了\n两天了' }).title).toBe('路灯坏了')
    const told = read({ title: '长'.repeat(5_000), text: '字'.repeat(100_000), unit: '局'.repeat(9_000) })
    expect([told.title.length, told.text.length, told.order.unit?.length]).toEqual([300, 20_000, 300])
  })

  test.each<[Cell, string]>([[13800000001, '13800000001'], ['013800000001', '13800000001'], ['0086-13800000001', '13800000001'], ['0517-87222222', '051787222222'], ['13800000001、13900000002', '13800000001']])(
    'the phone %j is %s', (phone, expected) => expect(read({ phone }).phone).toBe(expected))
  test.each<Cell>(['138****0001', '1.38E+10', '无', null, '匿名', '转人工'])('%j tells nobody from anybody', (phone) => expect(read({ phone }).phone).toBeNull())

  test('an order that was closed on the day it came in, by dates alone, was not closed before', () => {
    const { order, time } = read({ closedAt: '2018-03-05', signedAt: '2018-03-05', calledBackAt: '2018-03-06' })
    expect(order).toMatchObject({ closedAt: time, signedAt: time, calledBackAt: at('2018-03-06 00:00:00') })
  })

  test.each<[Cell, number]>([
    ['5个工作日', at('2018-03-12 23:59:59') + 999], ['5工作日', at('2018-03-12 23:59:59') + 999], ['72小时', at('2018-03-05 08:30:00') + 72 * hour],
    ['15天', at('2018-03-20 23:59:59') + 999], ['2018-03-12 17:30', at('2018-03-12 17:30:00')],
  ])('it is due %j', (dueAt, expected) => expect(read({ dueAt }).order.dueAt).toBe(expected))

  test.each<[Cell, boolean | null, string | null]>([
    ['是', true, null], ['否', false, null], ['无', false, null], ['延期5个工作日', true, null], ['2次', true, null], [0, false, null], [1, true, null], [false, false, null], ['审批中', null, null],
    ['2018-03-20 17:30', true, '2018-03-20 17:30:00'], [43179, true, '2018-03-20 23:59:59'], ['2018年3月20日', true, '2018-03-20 23:59:59'],
  ])('extended %j', (extended, whether, until) => {
    const { order } = read({ extended })
    expect(order.extended).toBe(whether)
    expect(order.extendedTo === null ? null : Math.floor(order.extendedTo / minute)).toBe(until === null ? null : Math.floor(at(until) / minute))
  })

  test.each<[Cell, number]>([['', 0], [0, 0], ['2次', 2], ['1.0', 1], ['是', 1], ['否', 0], [1000, 1000]])('returned %j', (returns, expected) => {
    expect(read({ returns }).order.returns).toBe(expected)
  })

  test('a state of 不予受理 says that it was not accepted, unless the column for it says else', () => {
    expect(read({ status: '不予受理' }).order.accepted).toBe(false)
    expect(read({ status: '不予受理', accepted: '是' }).order.accepted).toBe(true)
    expect(read({ status: '已受理' }).order.accepted).toBeNull()
  })

  test('a word without a sure meaning is told and leaves its field open; the words of the mapping go first', () => {
    const cells: Cells = { satisfied: '一般', handling: '督办', purpose: '网民留言', resolved: '部分解决', channel: '微信' }
    expect(read(cells)).toMatchObject({
      order: { satisfied: null, handling: null, purpose: '网民留言', resolved: null },
      unknown: [{ field: 'purpose', word: '网民留言' }, { field: 'handling', word: '督办' }, { field: 'resolved', word: '部分解决' }, { field: 'satisfied', word: '一般' }],
    })
    const words: Mapping['words'] = { satisfied: { 一般: '满意', 满意: '未说明' }, handling: { '督 办': '转办' }, purpose: { 网民留言: '建议' }, resolved: { 部分解决: '未解决' }, channel: { 微信: 'wechat' } }
    expect(read(cells, words)).toMatchObject({ order: { satisfied: true, handling: 'transferred', purpose: '建议', resolved: false }, channel: 'wechat', unknown: [] })
    expect(read({ satisfied: '满意' }, words).order.satisfied).toBeNull()
  })

  test('a file without numbers leaves the number to be filled', () => {
    const told = readOrder({ time: '2018-03-05' }, { words: {}, now, numbered: false })
    expect(told).toMatchObject({ order: { orderNumber: '' }, precision: 'day' })
  })
})

describe('a row with bad cells', () => {
  test('is told of all of them at once, each with its value and what to do', () => {
    expect(problems({ orderNumber: null, time: '3/5/2018', closedAt: '2018-13-05', returns: '很多', dueAt: { error: '#REF!' } })).toEqual([
      { field: 'dueAt', value: '#REF!', problem: '办理时限“#REF!”是表格里的错误值，请改成正确的内容，没有就留空' },
      { field: 'orderNumber', value: null, problem: '工单编号是空的，请填写编号' },
      { field: 'time', value: '3/5/2018', problem: '受理时间“3/5/2018”年月日的先后看不出来，请写成“2018-03-05 08:30”' },
      { field: 'closedAt', value: '2018-13-05', problem: '办结时间“2018-13-05”没有这一天或这一刻，请写成“2018-03-05 08:30”这样的日期' },
      { field: 'returns', value: '很多', problem: '退单次数“很多”不是 0 至 1000 的整数，请写成 0、1、2 这样的次数' },
    ])
  })

  test.each<[Cell, RegExp]>([
    [201803050001230000, /已被 Excel 舍入.*文本/], ['2.01803E+17', /已被 Excel 舍入/], ['1.23E17', /已被 Excel 舍入/], [1.5, /小数/], ['合计', /合计行/], ['  ', /是空的/], ['X1'.repeat(60), /超过 100 个字/],
  ])('the number %j is none', (orderNumber, expected) => expect(onlyProblem({ orderNumber })).toMatch(expected))
  test.each<[Cell, string]>([[20180305000123, '20180305000123'], ['201803050001230000', '201803050001230000'], ['\t0012', '0012'], ['="00123"', '00123'], ['洪信〔2018〕1号', '洪信〔2018〕1号']])(
    'the number %j is %s', (orderNumber, expected) => expect(read({ orderNumber }).order.orderNumber).toBe(expected))

  test('an event before the receipt, or in the future, is held back', () => {
    expect(onlyProblem({ closedAt: '2018-03-03 08:00' })).toBe('办结时间“2018-03-03 08:00”早于受理时间“2018-03-05 08:30”，请核对这两格')
    expect(onlyProblem({ signedAt: '2017-03-05 08:00' })).toMatch(/^签收时间.*早于受理时间/)
    expect(onlyProblem({ calledBackAt: '2019-03-05 08:00' })).toMatch(/^回访时间.*在将来/)
    expect(onlyProblem({ time: '2019-03-05 08:00' })).toMatch(/^受理时间.*在将来/)
    expect(problems({ time: '2019-01-01 08:00', dueAt: '2019-01-05' })).toEqual([])
  })

  test.each<[OrderField, Cell, RegExp]>([
    ['time', null, /^受理时间是空的，请填写/], ['time', '#####', /错误值/], ['text', '#N/A', /错误值/], ['returns', 1001, /不是 0 至 1000/], ['returns', -1, /不是 0/], ['returns', 1.5, /不是 0/],
    ['dueAt', 5, /工作日还是小时/], ['dueAt', '尽快', /不是日期/], ['extended', '2018-02-30', /没有这一天/],
  ])('%s %j', (field, cell, expected) => expect(onlyProblem({ [field]: cell })).toMatch(expected))

  test('a long value is shortened in what is said of it', () => {
    const [problem] = problems({ closedAt: '请尽快'.repeat(500) })
    expect(problem?.value?.length).toBeLessThanOrEqual(60)
    expect(problem?.problem.length).toBeLessThan(100)
  })
})
