/** /api/bundles: how the bundles from across the gap stand. */
import type { FastifyInstance } from 'fastify'
import type { BundleState } from '../../shared/bundle-view.ts'
import { readBundleState } from '../archive/bundles.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

export function bundleRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  api.get('/bundles', { preHandler: gate.person }, (): Promise<BundleState> => readBundleState(db, pack.profile.code, clock.now()))
}
