/** /api/work-orders: other systems hand in orders, a batch at a time, and ask later what came of it. */
import { createHash } from 'node:crypto'
import type { FastifyError, FastifyInstance } from 'fastify'
import { GiveUp } from '../../shared/errors.ts'
import type { ImportView } from '../../shared/import-view.ts'
import { isBatchOf } from '../archive/tokens.ts'
import { KeyTaken } from '../imports/desk.ts'
import { documented, refusal, tokenRefusals } from './api-docs.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'
import {
  acceptedSchema, batchParams, batchResultSchema, batchSchema, keyHeaders, mostBytes, mostOrders, rowsOf, type Accepted, type BatchResult,
} from './order-batch.ts'
import { askerOf } from './token-gate.ts'

const tooLarge = `一批最多${mostOrders}件、${mostBytes / (1 << 20)} MB，请拆成几批，各用一个 Idempotency-Key`

/** What whoever asks about a batch may wait before asking again: seconds. */
const askAgainAfter = 2

export function workOrderRoutes(api: FastifyInstance, { db, pack, imports }: WebParts, gate: Gate): void {
  const district = pack.profile.code

  /** Why a channel takes no orders; null = it does. */
  function refuseChannel(id: string): string | null {
    const channel = pack.channels.find((each) => each.id === id)
    const open = pack.channels.filter(({ totalsOnly }) => !totalsOnly)
    if (!channel) return `没有编号为“${id}”的渠道；可用的有：${open.map((each) => `${each.id}（${each.name}）`).join('、')}`
    return channel.totalsOnly ? `“${channel.name}”按规定只登记月度总量，逐件内容不得进入本系统；请在控制台登记总量` : null
  }

  void api.register(async (scope) => {
    // As bytes: a key stands for exactly what was sent. As nothing else.
    scope.removeContentTypeParser('text/plain')
    scope.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body) })
    scope.setErrorHandler((error: FastifyError, _request, reply) => {
      if (error.statusCode === 413) return reply.code(413).send({ message: tooLarge })
      if (error.statusCode === 415) return reply.code(415).send({ message: '请以 Content-Type: application/json 发送' })
      throw error
    })

    scope.post('/work-orders', {
      onRequest: gate.token('orders:write'), bodyLimit: mostBytes,
      schema: {
        ...documented('工单'), summary: '报送一批工单', headers: keyHeaders, body: batchSchema,
        description: `应答 202 表示这一批已存好，稍后逐件处理；处理结果到 poll 的地址查询。网络中断时用同一个 Idempotency-Key 原样重发，不会重复登记。
同一渠道内以工单编号辨认：编号已有的，更新其状态、承办单位、退单次数、时限、办结和回访情况，历史保留。个别工单有误不影响其他工单，列在处理结果里。`,
        response: {
          202: acceptedSchema, 400: refusal('不是可读的一批工单，或渠道不接收工单'), ...tokenRefusals, 409: refusal('这个 Idempotency-Key 已用于另一批'), 413: refusal(tooLarge),
          500: refusal('没有存下，请稍后用同一个 Idempotency-Key 原样重发'),
        },
      },
    }, async (request, reply) => {
      const { 'idempotency-key': idempotencyKey } = keyHeaders.parse(request.headers)
      const bytes = (request.body as Buffer | undefined) ?? Buffer.alloc(0)
      const read = readJson(bytes)
      if ('fault' in read) return reply.code(400).send({ message: read.fault })
      if (countOrders(read.given) > mostOrders) return reply.code(413).send({ message: tooLarge })
      const batch = batchSchema.parse(read.given)
      const refused = refuseChannel(batch.channel)
      if (refused !== null) return reply.code(400).send({ message: refused })
      const token = request.token!
      if (token.channels !== null && !token.channels.includes(batch.channel)) {
        return reply.code(403).send({ message: `令牌“${token.name}”不能报送渠道“${batch.channel}”，只能报送：${token.channels.join('、')}` })
      }
      const { rows, mapping, ignored } = rowsOf(batch.orders)
      try {
        const { view } = await imports.keep({
          name: '接口报送.json', channel: batch.channel, by: askerOf(request), door: 'api', mapping, bytes: oneChunk(JSON.stringify(rows)),
          token: token.id, idempotencyKey, bodyHash: createHash('sha256').update(bytes).digest('hex'),
        })
        const poll = `${api.prefix}/work-orders/batches/${view.id}`
        const accepted: Accepted = { id: view.id, poll, ignored }
        return await reply.code(202).header('location', poll).send(accepted)
      } catch (error) {
        if (error instanceof GiveUp) return reply.code(error instanceof KeyTaken ? 409 : 400).send({ message: error.message })
        throw error
      }
    })

    scope.get('/work-orders/batches/:id', {
      onRequest: gate.token('orders:write'),
      schema: {
        ...documented('工单'), summary: '查询一批的处理结果', params: batchParams, description: '只有报送这一批的令牌可以查询。state 为 done、failed 或 cancelled 时不再变化。',
        response: { 200: batchResultSchema, ...tokenRefusals, 404: refusal('没有这一批，或不是这个令牌报送的') },
      },
    }, async (request, reply) => {
      const { id } = batchParams.parse(request.params)
      const view = (await isBatchOf(db, district, id, request.token!.id)) ? await imports.read(id) : null
      if (!view) return reply.code(404).send({ message: `没有编号为 ${id} 的一批，或不是这个令牌报送的` })
      if (view.state === 'waiting' || view.state === 'running') reply.header('retry-after', String(askAgainAfter))
      return tellBatch(view)
    })
  })
}

function tellBatch({ id, state, progress, result, failure }: ImportView): BatchResult {
  const { rows, new: created, changed, same, bad } = result ?? progress ?? { rows: 0, new: 0, changed: 0, same: 0, bad: 0 }
  return {
    id, state: state === 'draft' ? 'waiting' : state, rows, new: created, changed, same, bad, failure, notes: result?.notes ?? [],
    problems: (result?.problems ?? []).map(({ row, field, value, problem }) => ({ index: row - 1, field, value, problem })),
  }
}

/** Numbers of more than 15 digits come as text: as numbers they would lose their last digits, and an order become another. */
const keepDigits = (_key: string, value: unknown, context?: { source?: string }): unknown =>
  (typeof value === 'number' && context?.source && /^-?\d{16,}$/.test(context.source) ? context.source : value)

/** What a body says, or in Chinese why it says nothing. */
function readJson(bytes: Buffer): { given: unknown } | { fault: string } {
  if (bytes.length === 0) return { fault: '请求没有内容，请以 JSON 发送 {"channel": …, "orders": […]}' }
  try {
    return { given: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes), keepDigits) }
  } catch (error) {
    return { fault: error instanceof SyntaxError ? '请求内容不是有效的 JSON' : '请求内容不是 UTF-8 编码' }
  }
}

const countOrders = (given: unknown): number =>
  (typeof given === 'object' && given !== null && 'orders' in given && Array.isArray(given.orders) ? given.orders.length : 0)

async function* oneChunk(text: string): AsyncGenerator<Buffer> {
  yield Buffer.from(text)
}
