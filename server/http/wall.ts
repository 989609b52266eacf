/** /api/wall: what a wall begins with, and fetches again after a gap. */
import type { FastifyInstance } from 'fastify'
import type { WebParts } from './parts.ts'
import type { Gate } from './gate.ts'

export function wallRoutes(api: FastifyInstance, { readSnapshot }: WebParts, gate: Gate): void {
  api.get('/wall', { preHandler: gate.wall }, () => readSnapshot())
}
