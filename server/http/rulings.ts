/** /api/rulings: what a person decides about issues and postings goes on record; the line obeys it in its turn. */
import type { FastifyInstance } from 'fastify'
import type { CorrectionChoices, RulingAccepted } from '../../shared/issue-view.ts'
import { GiveUp } from '../../shared/errors.ts'
import { purposes } from '../../shared/posting.ts'
import { rulingSchema } from '../../shared/ruling.ts'
import { recordRuling } from '../archive/rulings.ts'
import { createCorrector } from '../correct.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

export function rulingRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const corrector = createCorrector(pack)
  const townships = new Map(pack.townships.map((township) => [township.id, township.name]))
  const choices: CorrectionChoices = {
    category: pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => ({ value: leaf.code, name: leaf.name, group: branch.name }))),
    unit: pack.units.map((unit) => ({ value: unit.id, name: unit.name })),
    purpose: purposes.map((purpose) => ({ value: purpose, name: purpose })),
    place: pack.places.map((place) => ({ value: place.id, name: place.name, group: townships.get(place.township ?? '') ?? '' })),
  }

  api.get('/rulings/choices', { preHandler: gate.person }, () => choices)

  api.post('/rulings', { preHandler: gate.person }, async (request, reply) => {
    const ruling = rulingSchema.parse(request.body)
    try {
      const accepted: RulingAccepted = { number: await recordRuling(db, pack.profile.code, ruling, request.person!.name, clock.now(), corrector) }
      return await reply.code(202).send(accepted)
    } catch (error) {
      if (error instanceof GiveUp) return reply.code(409).send({ message: error.message })
      throw error
    }
  })
}
