/** A batch of orders as other systems send it: its schema, which the documentation is made from, and its rows as the import reads them. */
import { z } from 'zod'
import { mappingSchema, orderFields, type Mapping, type OrderField } from '../../shared/orders/mapping.ts'
import { purposes } from '../../shared/posting.ts'
import { shorten } from '../../shared/text.ts'

export const mostOrders = 1_000
export const mostBytes = 4 << 20
/** Unknown names that are told: enough to see what is misspelt. */
const mostIgnored = 30
/** Stands where an order has no number; it is refused as one that is empty. */
const noNumber = '（空）'

/** The channel is told once, for the whole batch. */
type SentField = Exclude<OrderField, 'channel'>

// A value that can't be read must not refuse the batch: the import judges each, and its problem stands in the result. What is
// written here is what a sender should send.
const needed = (type: object, description: string, example: unknown) => z.unknown().meta({ ...type, description, examples: [example] })
const said = (type: string, description: string, example: unknown) => z.unknown().optional().meta({ type: [type, 'null'], description, examples: [example] })
const text = (description: string, example: string) => said('string', description, example)
const writtenAs = '北京时间，写作 2026-01-05 08:30:00 或 2026-01-05T08:30:00+08:00'
const time = (description: string, example: string) => said('string', `${description}；${writtenAs}`, example)
const truth = (description: string, example: boolean) => said('boolean', description, example)

const orderShape = {
  orderNumber: needed({ type: 'string' }, '工单编号，渠道内唯一', 'HZ202601050001'),
  time: needed({ type: 'string' }, `受理时间；${writtenAs}`, '2026-01-05 08:30:00'),
  title: text('标题', '润园小区夜间施工扰民'),
  text: text('诉求内容', '来电人反映润园小区南侧工地夜间22时后仍在施工，影响休息。'),
  phone: text('来电号码；只存不可逆的摘要，用于辨认重复诉求', '13800000000'),
  purpose: text(`诉求类型：${purposes.join('、')}`, '投诉'),
  category: text('类别，按登记的原词', '城市管理'),
  unit: text('承办单位，按登记的名称', '区城管局'),
  status: text('状态，按登记的原词', '办理中'),
  result: text('办理结果', '已现场责令停工'),
  handling: text('直办 或 转办', '转办'),
  accepted: truth('是否受理；false 为不予受理', true),
  signedAt: time('签收时间', '2026-01-05 09:10:00'),
  dueAt: time('办结时限', '2026-01-12 17:30:00'),
  extended: truth('是否延期', false),
  closedAt: time('办结时间', '2026-01-08 16:00:00'),
  calledBackAt: time('回访时间', '2026-01-09 10:00:00'),
  reached: truth('是否有效回访', true),
  resolved: truth('是否解决', true),
  satisfied: truth('是否满意', true),
  appeased: truth('不满意的是否已化解', false),
  returns: said('integer', '退单次数', 0),
} satisfies Record<SentField, z.ZodType>

const exampleOrder = Object.fromEntries(Object.entries(orderShape).map(([field, type]) => [field, (type.meta()?.examples as unknown[])[0]]))

/** POST /api/work-orders. What is no order at all is read as an empty one, and refused alone. */
export const batchSchema = z.strictObject({
  channel: z.string().meta({ description: '渠道编号', examples: ['hotline'] }),
  orders: z.array(z.looseObject(orderShape).catch({ orderNumber: null, time: null })).min(1, '这一批没有工单').max(mostOrders).meta({ description: '工单' }),
}).meta({ examples: [{ channel: 'hotline', orders: [exampleOrder] }] })

export const keyHeaders = z.object({
  'idempotency-key': z.string({ error: '缺少请求头 Idempotency-Key' }).min(1).max(200).meta({ description: '这一批的唯一标识，由报送方自定；重发时不变', examples: ['2026-01-05-0001'] }),
})

const whole = (description: string) => z.number().meta({ type: 'integer', description })

export const acceptedSchema = z.object({
  id: whole('这一批的编号'),
  poll: z.string().meta({ description: '查询处理结果的地址' }),
  ignored: z.array(z.string()).meta({ description: '不认识、因而没有读取的字段名，请核对拼写' }),
}).meta({
  description: '已存好', examples: [{ id: 17, poll: '/api/work-orders/batches/17', ignored: [] }],
  headers: { Location: { type: 'string', description: '查询处理结果的地址' } },
})
export type Accepted = z.infer<typeof acceptedSchema>

export const batchParams = z.object({ id: z.coerce.number().int().positive().meta({ description: '这一批的编号' }) })

export const batchResultSchema = z.object({
  id: whole('这一批的编号'),
  state: z.enum(['waiting', 'running', 'done', 'failed', 'cancelled']).meta({ description: 'waiting 等待处理，running 处理中，done 已处理，failed 没有处理成，cancelled 已撤销' }),
  rows: whole('已处理的件数；等于 new + changed + same + bad'),
  new: whole('新登记'),
  changed: whole('已有、有更新'),
  same: whole('已有、没有变化，或同一批里被后一条取代'),
  bad: whole('有误、没有登记'),
  failure: z.string().nullable().meta({ description: 'state 为 failed 时的原因' }),
  problems: z.array(z.object({
    index: whole('在 orders 中的位置，从 0 数起'),
    field: z.enum(orderFields).nullable(),
    value: z.string().nullable().meta({ description: '所报的值，截短并脱敏' }),
    problem: z.string().meta({ description: '问题所在和处理办法' }),
  })).meta({ description: '有误之处，按工单的顺序；很多时只列前200处' }),
  notes: z.array(z.string()).meta({ description: '还应知道的：怎样读取、略过了什么' }),
}).meta({
  description: '这一批现在怎样',
  examples: [{
    id: 17, state: 'done', rows: 100, new: 90, changed: 2, same: 1, bad: 7, failure: null,
    problems: [{ index: 12, field: 'time', value: '2026-13-40', problem: '受理时间“2026-13-40”不是能认出的时间' }],
    notes: [],
  }],
})
export type BatchResult = z.infer<typeof batchResultSchema>

/**
 * The rows that are kept: of each order what it says of the fields that any of them has, so that all rows have the same columns,
 * and the mapping by which each column means itself.
 * @returns with them the names that nobody knows, each once.
 */
export function rowsOf(orders: Record<string, unknown>[]): { rows: Record<string, unknown>[]; mapping: Mapping; ignored: string[] } {
  const sent = new Set(orders.flatMap((order) => Object.keys(order)))
  const known = Object.keys(orderShape) as SentField[]
  const fields = known.filter((field) => field === 'orderNumber' || field === 'time' || sent.has(field))
  const rows = orders.map((order) => {
    const row = Object.fromEntries(fields.map((field) => [field, order[field] ?? null]))
    // Without a number it could be taken for a gap or a footnote of a table, and its sender be told nothing.
    return row.orderNumber === null || (typeof row.orderNumber === 'string' && row.orderNumber.trim() === '') ? { ...row, orderNumber: noNumber } : row
  })
  const columns = Object.fromEntries(fields.map((field) => [field, field]))
  const ignored = [...sent].filter((name) => !Object.hasOwn(orderShape, name)).slice(0, mostIgnored).map((name) => shorten(name, 40))
  return { rows, mapping: mappingSchema.parse({ columns }), ignored }
}
