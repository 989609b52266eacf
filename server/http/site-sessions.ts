/** /api/sessions: cookies that an operator lends to the crawlers; they go in sealed and never come out. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { GiveUp } from '../../shared/errors.ts'
import { forgetSession, importSession } from '../../shared/node/site-sessions.ts'
import { importSessionSchema } from '../../shared/source-view.ts'
import { addAudit } from '../archive/audit.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const siteParams = z.object({ site: z.string().max(253) })

export function siteSessionRoutes(api: FastifyInstance, { db, pack, clock, sessionKey }: WebParts, gate: Gate): void {
  const district = pack.profile.code

  api.post('/sessions', { preHandler: gate.person }, async (request, reply) => {
    const given = importSessionSchema.parse(request.body)
    const by = request.person!.name
    const now = clock.now()
    try {
      const site = await importSession(db, district, sessionKey, { ...given, site: given.site || null }, by, now)
      await addAudit(db, district, { at: now, by, action: 'session.import', subject: site, reason: '' })
      return await reply.code(201).send({ site })
    } catch (error) {
      if (error instanceof GiveUp) return reply.code(400).send({ message: error.message })
      throw error
    }
  })

  api.delete('/sessions/:site', { preHandler: gate.person }, async (request, reply) => {
    const { site } = siteParams.parse(request.params)
    const by = request.person!.name
    const now = clock.now()
    await forgetSession(db, district, site)
    await addAudit(db, district, { at: now, by, action: 'session.forget', subject: site, reason: '' })
    return reply.code(204).send()
  })
}
