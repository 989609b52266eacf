/** /api/let-go: postings that were found but do not count, each with the reason, so that people can see what the district does not. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { LetGoList } from '../../shared/source-view.ts'
import { listHealth } from '../../shared/node/sources.ts'
import { shorten } from '../../shared/text.ts'
import { readLetGo } from '../archive/let-go.ts'
import { namesOf } from '../sections/names.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const query = z.object({
  before: z.coerce.number().int().positive().nullable().default(null),
  source: z.string().max(100).nullable().default(null),
  limit: z.coerce.number().int().min(1).max(200).default(50),
})
/** Characters of text in a row: enough to judge whether it was rightly let go. */
const rowLength = 240

export function letGoRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const names = namesOf(pack)

  api.get('/let-go', { preHandler: gate.person }, async (request): Promise<LetGoList> => {
    const { before, source, limit } = query.parse(request.query)
    const [rows, health] = await Promise.all([readLetGo(db, district, before, source, limit + 1), listHealth(db, district)])
    const sourceNames = new Map(health.map((each) => [each.source, each.name]))
    return {
      asOf: clock.now(),
      rows: rows.slice(0, limit).map(({ id, source: from, channel, url, publishedAt, state, enrichment }) => ({
        id, url, publishedAt, state, sourceName: sourceNames.get(from) ?? from, channelName: names.channel(channel),
        title: shorten(enrichment.maskedTitle, 60), text: shorten(enrichment.maskedText, rowLength), because: enrichment.uncountedBecause ?? '',
      })),
      next: rows.length > limit ? rows[limit - 1]!.id : null,
    }
  })
}
