/** /api/evidence: pages kept as evidence: asked for, listed by their prints, and opened only with a reason that is on record first; and the earlier words of a posting. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { askEvidenceSchema, openEvidenceSchema, type EvidenceCheck, type EvidenceList } from '../../shared/evidence.ts'
import { openPages } from '../../shared/node/browser.ts'
import type { EarlierList } from '../../shared/posting-trace.ts'
import { readAlert } from '../archive/alerts.ts'
import { askEvidence, checkPrints, grantPass, listEvidence, readEvidenceFile, usePass, type EvidenceFile } from '../archive/evidence.ts'
import { followIssue } from '../archive/rulings.ts'
import { readEarlierWords } from '../archive/traces.ts'
import { mask } from '../enrich/mask.ts'
import { stampPicture } from '../evidence/stamp.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const positive = z.coerce.number().int().positive()
const listQuery = z.union([z.strictObject({ posting: positive }), z.strictObject({ alert: positive })])
const idParams = z.object({ id: positive })
const passQuery = z.object({ pass: positive })

const mostListed = 50
const mostEarlier = 20
const refusal = '查阅凭证无效、已使用或已过期，请重新填写理由'

export function evidenceRoutes(api: FastifyInstance, { db, pack, clock, chromiumPath }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const registered = pack.channels.filter((channel) => channel.registered).map(({ id }) => id)
  const pages = openPages(chromiumPath)
  api.addHook('onClose', () => pages.close())

  api.get('/evidence', { preHandler: gate.person }, async (request): Promise<EvidenceList> => {
    const query = listQuery.parse(request.query)
    const of = 'posting' in query ? query : { alert: query.alert, issue: await issueOf(query.alert) }
    return { asOf: clock.now(), evidence: await listEvidence(db, district, of, mostListed) }
  })

  /** The issue that an alert is on, wherever it was merged to; null where it is on something else. */
  async function issueOf(id: number): Promise<number | null> {
    const subject = (await readAlert(db, district, id))?.subject
    if (subject?.kind !== 'issue') return null
    return (await followIssue(db, district, Number(subject.id))) ?? Number(subject.id)
  }

  api.post('/evidence', { preHandler: gate.person }, async (request, reply) => {
    const { posting, reason } = askEvidenceSchema.parse(request.body)
    const asked = await askEvidence(db, district, registered, { posting, reason, by: request.person!.name, now: clock.now() })
    return 'id' in asked ? reply.code(202).send(asked) : reply.code(asked.missing ? 404 : 409).send({ message: asked.because })
  })

  api.post('/evidence/:id/open', { preHandler: gate.person }, async (request, reply) => {
    const { id } = idParams.parse(request.params)
    const { reason } = openEvidenceSchema.parse(request.body)
    const pass = await grantPass(db, district, id, request.person!.name, reason, clock.now())
    return pass ?? reply.code(404).send({ message: '没有这份存证，或尚未存好' })
  })

  api.get('/evidence/:id/picture', { preHandler: gate.person }, async (request, reply) => {
    const opened = await open(request.params, request.query, request.person!.name, 'picture')
    if (!opened) return reply.code(403).send({ message: refusal })
    const { id, by, at, bytes, sha256 } = opened
    return reply.type('image/jpeg').send(Buffer.from(await stampPicture(pages, bytes, { evidence: id, by, at, sha256 })))
  })

  // The page is hostile: it leaves as text to be saved, which no browser runs.
  api.get('/evidence/:id/html', { preHandler: gate.person }, async (request, reply) => {
    const opened = await open(request.params, request.query, request.person!.name, 'html')
    if (!opened) return reply.code(403).send({ message: refusal })
    return reply.type('text/plain; charset=utf-8').header('content-disposition', `attachment; filename="evidence-${opened.id}.html.txt"`).send(opened.bytes)
  })

  /** That it is looked at is on record before it is read; what can't be put on record is not shown. */
  async function open(params: unknown, query: unknown, by: string, file: EvidenceFile) {
    const { id } = idParams.parse(params)
    const { pass } = passQuery.parse(query)
    const at = clock.now()
    if (!(await usePass(db, district, { id, pass, file, by, now: at }))) return null
    const read = await readEvidenceFile(db, district, id, file)
    return read && { id, by, at, ...read }
  }

  api.post('/evidence/:id/check', { preHandler: gate.person }, async (request, reply): Promise<EvidenceCheck> => {
    const { id } = idParams.parse(request.params)
    const same = await checkPrints(db, district, id)
    return same ? { ...same, at: clock.now() } : reply.code(404).send({ message: '没有这份存证，或尚未存好' })
  })

  api.get('/postings/:id/earlier', { preHandler: gate.person }, async (request): Promise<EarlierList> => {
    const { id } = idParams.parse(request.params)
    const earlier = await readEarlierWords(db, district, id, mostEarlier)
    return { earlier: earlier.map(({ title, text, until }) => ({ title: mask(title).text, text: mask(text).text, until })) }
  })
}
