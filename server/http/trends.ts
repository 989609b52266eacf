/** /api/trends: the table of trends, as the pipeline last measured it. */
import type { FastifyInstance } from 'fastify'
import type { WebParts } from './parts.ts'
import type { Gate } from './gate.ts'

export function trendRoutes(api: FastifyInstance, { readTrends }: WebParts, gate: Gate): void {
  api.get('/trends', { preHandler: gate.person }, async (_request, reply) => {
    const table = await readTrends()
    return table ?? reply.code(404).send({ message: '走势还没有统计出来，请稍后再看' })
  })
}
