/** Evidence of a fixture gateway: a posting that was deleted, one that was changed, and what was kept of them. */
import type { FastifyInstance } from 'fastify'
import { day, hour, minute, type Instant } from '../../shared/clock.ts'
import type { Evidence, EvidenceList, EvidencePass } from '../../shared/evidence.ts'
import { askEvidenceSchema, openEvidenceSchema } from '../../shared/evidence.ts'
import type { EarlierList, PostingTrace } from '../../shared/posting-trace.ts'

/** Every third posting was deleted, every fourth changed, every fifth answered. */
export const traceOf = (index: number, now: Instant): PostingTrace => ({
  hasPage: true, edits: index % 4 === 1 ? 2 : 0, answeredAt: index % 5 === 2 ? now - 3 * hour : null,
  gone: index % 3 === 2 ? { foundAt: now - hour, lastSeenAt: now - day } : null, evidence: { kept: index % 3 === 2 ? 1 : 0, waiting: 0 },
})

/** Of a registered posting. */
export const noTrace: PostingTrace = { hasPage: false, edits: 0, answeredAt: null, gone: null, evidence: { kept: 0, waiting: 0 } }

/** Adds /api/evidence and the earlier words of postings to a gateway. */
export function serveEvidence(app: FastifyInstance, now: Instant): void {
  const all: Evidence[] = [
    {
      id: 12, posting: 8_998, url: 'https://forum.example/thread-8998-1-1.html', state: 'kept', askedBy: '系统', askedAt: now - 2 * day, takenAt: now - 2 * day + minute,
      finalUrl: 'https://forum.example/thread-8998-1-1.html', status: 200, failure: null, picture: { sha256: '9f3a51c2'.repeat(8), bytes: 412_316 },
      html: { sha256: '07be44d1'.repeat(8), bytes: 38_214 },
      trail: [{ at: now - day, by: 'admin', action: 'evidence.picture', reason: '' }, { at: now - day, by: 'admin', action: 'evidence.open', reason: '核实坠物情况' }],
    },
    {
      id: 11, posting: 9_000, url: 'https://forum.example/thread-9000-1-1.html', state: 'failed', askedBy: 'admin', askedAt: now - 3 * day, takenAt: null, finalUrl: null,
      status: null, failure: 'robots.txt 不允许采集这个页面，未取证；如有必要请人工留存', picture: null, html: null,
      trail: [{ at: now - 3 * day, by: 'admin', action: 'evidence.ask', reason: '领导要求留存' }],
    },
  ]
  app.get<{ Querystring: { posting?: string } }>('/api/evidence', ({ query }): EvidenceList => ({
    asOf: now, evidence: query.posting ? all.slice(0, 1) : all,
  }))
  app.post('/api/evidence', (request, reply) => {
    askEvidenceSchema.parse(request.body)
    return reply.code(202).send({ id: 13 })
  })
  app.post('/api/evidence/:id/open', (request): EvidencePass => {
    openEvidenceSchema.parse(request.body)
    return { pass: 1, until: now + 5 * minute }
  })
  app.get('/api/postings/:id/earlier', (): EarlierList => ({
    earlier: [{ title: '路灯坏了三天', text: '路灯坏了三天，没人来修，电话〔电话〕。', until: now - 5 * hour }, { title: '路灯坏了', text: '路灯坏了。', until: now - day }],
  }))
}
