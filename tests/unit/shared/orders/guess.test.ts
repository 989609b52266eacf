/** Columns told by their headers and by what stands in them. */
import { describe, expect, test } from 'vitest'
import type { Cell } from '../../../../shared/orders/cell.ts'
import { fieldMeanings, foldHeader } from '../../../../shared/orders/fields.ts'
import { guessMapping } from '../../../../shared/orders/guess.ts'
import { orderFields } from '../../../../shared/orders/mapping.ts'
import { wholeExports, type SampleExport } from './exports.ts'
import { moreExports } from './more-exports.ts'

const units = ['区城管局', '城管局', '区人社局', '水务公司', '高良涧街道', '三河']
const guess = ({ columns }: SampleExport) => guessMapping(columns.map(([header]) => header), columns.map(([, , ...cells]) => cells), units)
const sampleExports = [...wholeExports, ...moreExports]

describe('whole exports', () => {
  test.each(sampleExports)('$name', (sample) => {
    const { columns } = guess(sample)
    expect(columns.map(({ field }, at) => [sample.columns[at]?.[0], field])).toEqual(sample.columns.map(([header, field]) => [header, field]))
  })
})

describe('headers', () => {
  test.each(orderFields)('the name of %s on screen is its header, and so is each of its synonyms', (field) => {
    for (const header of [fieldMeanings[field].name, `*${fieldMeanings[field].name}（必填）`, ` ${[...fieldMeanings[field].name].join('\n')} `]) {
      expect(guessMapping([header], []).columns[0]?.field, header).toBe(field)
    }
    for (const header of fieldMeanings[field].headers) expect(guessMapping([header], []).columns[0]?.field, header).not.toBeNull()
  })

  test.each([
    ['受理\n时间（必填）*', '受理时间'], ['回访情况／是否 满意', '回访情况/是否满意'], ['工单编号/工单编号', '工单编号'], ['【诉求】内容：', '内容'], ['（办结）', '办结'], ['Order_No.', 'orderno'], ['“状态”', '状态'],
  ])('%j is compared as %j', (header, folded) => expect(foldHeader(header)).toBe(folded))

  test.each([
    '联系人', '诉求人姓名', '姓名', '性别', '年龄', '身份证号', '身份证号码', '备注', '经办人', '受理人', '办理人员', '回访员', '坐席工号', '住址', '所属街道', '所属社区', '事发地点', '户号', '附件', '录音', '通话时长', '紧急程度',
    '协办单位', '不满意原因', '退单原因', '延期原因', '是否超期', '是否匿名', '是否公开', '原工单编号', '主工单号', '是否重复', '被投诉人', '昵称', '审核人', '修改时间',
  ])('%s is nobody\'s, whatever stands below it', (header) => {
    for (const values of [['张三', '李四', '王五', '赵六'], ['HZ201803050001', 'HZ201803050002', 'HZ201803050003'], ['2018-03-05', '2018-03-06', '2018-03-07'], ['13800000001', '13800000002', '13800000003']]) {
      expect(guessMapping([header], [values]).columns[0]?.field).toBeNull()
    }
  })

  test('names of persons are nothing under any header that says nothing', () => {
    const names = ['张三', '李四光', '王五', '欧阳修', '赵六', '孙七']
    for (const header of ['列1', '字段A', 'Column3', 'F5', 'B列', '甲方']) expect(guessMapping([header], [names]).columns[0]?.field, header).toBeNull()
  })

  test('of equal headers the first is meant, and a column without one is left out', () => {
    const { columns } = guessMapping(['', '受理时间', '受理时间'], [[], ['2018-03-05'], ['2018-03-06']])
    expect(columns.map(({ field }) => field)).toEqual([null, 'time', null])
  })

  test('says why, how surely, and what is missing', () => {
    const { columns, missing } = guessMapping(['工单编号', '市民诉求内容', '列3'], [['A1', 'A2', 'A3'], [], ['满意', '不满意', '满意']])
    expect(columns.map(({ because }) => because)).toEqual(['表头相同', '表头相近', '取值像满意度'])
    expect((columns[0]?.confidence ?? 0)).toBeGreaterThan(columns[1]?.confidence ?? 1)
    expect(missing).toEqual(['time'])
  })
})

describe('headers alone', () => {
  test.each([
    `工单编号=orderNumber 工单类型=purpose 工单来源=channel 受理员 受理时间=time 来电人 来电号码=phone 区域 地址 诉求标题=title 诉求描述=text 一级类别 二级类别 三级类别=category 办理单位=unit 派单时间
     要求完成时间=dueAt 实际完成时间=closedAt 办理意见=result 回访人员 回访日期=calledBackAt 回访状态=reached 满意程度=satisfied 解决程度=resolved 延期次数=extended 退单次数=returns 重办次数 工单状态=status`,
    '编码=orderNumber 事件来源=channel 上报时间=time 事件类型=purpose 问题描述=text 处置部门=unit 处置时限=dueAt 处置完成时间=closedAt 处置结果=result 满意度评价=satisfied',
    `信件编号=orderNumber 信箱名称 来信人 来信主题=title 来信内容=text 来信日期=time 转办单位=unit 转办日期 办理时限=dueAt 答复日期=closedAt 答复内容=result 信件状态=status 是否公开
     评价=satisfied`,
    '投诉编号=orderNumber 投诉日期=time 投诉渠道=channel 投诉人 联系方式=phone 投诉事项=text 投诉类别=category 被投诉单位 处理部门=unit 处理意见=result 处理日期=closedAt 客户满意度=satisfied',
    '序号 诉求件编号=orderNumber 诉求渠道=channel 诉求人 诉求内容=text 交办时间=time 承办单位名称=unit 办理期限=dueAt 办结情况=result 群众是否满意=satisfied 群众评价情况 备注',
    '工单流水号=orderNumber 呼入时间=time 主叫号码=phone 业务类型=purpose 受理内容=text 责任部门=unit 处理状态=status 结单时间=closedAt 回访是否接通=reached 问题是否解决=resolved 是否满意=satisfied',
    '微信昵称 openid 留言编号=orderNumber 留言时间=time 留言内容=text 回复内容=result 回复时间=closedAt 回复状态=status',
    '转办编号=orderNumber 转办时间=time 来源单位 信访人 反映事项=text 责任单位=unit 化解责任人 办结时限=dueAt 是否按期办结 办结时间=closedAt 是否化解=appeased',
  ])('%s', (told) => {
    const columns = told.split(/\s+/).map((column) => column.split('='))
    const { columns: guessed } = guessMapping(columns.map(([header]) => header ?? ''), [])
    expect(guessed.map(({ field }, at) => [columns[at]?.[0], field])).toEqual(columns.map(([header, field]) => [header, field ?? null]))
  })
})

describe('values', () => {
  test('the callback\'s result is what it says: satisfaction, or whether anybody answered', () => {
    expect(guessMapping(['回访结果'], [['满意', '不满意', '基本满意']]).columns[0]?.field).toBe('satisfied')
    expect(guessMapping(['回访结果'], [['接通', '未接通', '空号']]).columns[0]?.field).toBe('reached')
  })

  test('without headers the first of two times is the receipt, and numbers of persons are no order numbers', () => {
    const ids = ['320829199001011234', '320829198502021235', '32082919700303123X']
    const { columns } = guessMapping(['A', 'B', 'C'], [ids, ['2018-03-07 10:00', '2018-03-08 10:00', '2018-03-09 10:00'], ['2018-03-05 10:00', '2018-03-06 10:00', '2018-03-07 10:00']])
    expect(columns.map(({ field }) => field)).toEqual([null, null, 'time'])
  })

  test('a count of the rows is no order number, unless its header says that it is', () => {
    const guessed = (header: string, ...values: Cell[]) => guessMapping([header], [values]).columns[0]?.field
    expect(guessed('编号', 1, 2, 3, 4)).toBeNull()
    expect(guessed('ID', '1', '2', '3')).toBeNull()
    expect(guessed('编号', 1, 2, 4)).toBe('orderNumber')
    expect(guessed('工单编号', 1, 2, 3)).toBe('orderNumber')
  })

  test('a header whose values belie it is not believed', () => {
    expect(guessMapping(['受理时间', '登记日期'], [['张三', '李四', '王五'], ['2018-03-05', '2018-03-06', '2018-03-07']]).mapping.columns).toEqual({ time: '登记日期' })
  })

  test('headers and grades give words their meaning', () => {
    const words = (header: string, ...values: (string | number)[]) => guessMapping([header], [values]).mapping.words
    expect(words('是否转办', '是', '否').handling).toEqual({ 是: '转办', 否: '直办' })
    expect(words('是否直办', '√', '×').handling).toMatchObject({ '√': '直办', '×': '转办' })
    expect(words('是否不予受理', '否', '是').accepted).toEqual({ 是: '不予受理', 否: '受理' })
    expect(words('满意度', 5, 4, 1, 3).satisfied).toEqual({ 0: '未说明', 1: '不满意', 2: '不满意', 4: '满意', 5: '满意' })
    expect(words('是否满意', 1, 0)).toEqual({})
    expect(words('是否受理', '是', '否')).toEqual({})
  })
})
