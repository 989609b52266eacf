/** /api/figures: the indicators of a period with their basis, the records behind each, and the whole as a workbook. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { GiveUp } from '../../shared/errors.ts'
import { figureKeys, figureKeyNames, type FigureRecords, type FigureReport } from '../../shared/figures.ts'
import { addAudit } from '../archive/audit.ts'
import { readFigureRecords } from '../archive/figure-records.ts'
import { readFigures } from '../archive/figures.ts'
import { writeFigures } from '../figures/export.ts'
import { documentFigures } from './figure-docs.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const mostRecords = 200

const period = z.string().min(4).max(30)
const question = z.object({ period, by: z.enum(figureKeys).optional() })
/** `key` is told with `by`; empty = the row of what is not known. */
const recordQuestion = question.extend({
  key: z.string().max(200).default(''), indicator: z.string().max(40), part: z.enum(['count', 'of']).default('count'),
  offset: z.coerce.number().int().min(0).default(0), limit: z.coerce.number().int().min(1).max(mostRecords).default(50),
})

export function figureRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  void api.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => {
      if (error instanceof GiveUp) return reply.code(400).send({ message: error.message })
      throw error
    })

    scope.get('/figures', { preHandler: gate.personOrToken('figures:read'), schema: documentFigures(question) }, (request): Promise<FigureReport> => {
      const asked = question.parse(request.query)
      return readFigures(db, pack, { period: asked.period, by: asked.by ?? null, now: clock.now() })
    })

    scope.get('/figures/records', { preHandler: gate.person }, (request): Promise<FigureRecords> => {
      const { by, key, ...asked } = recordQuestion.parse(request.query)
      return readFigureRecords(db, pack, { ...asked, by: by ?? null, key: key === '' ? null : key, now: clock.now() })
    })

    scope.get('/figures/export', { preHandler: gate.person }, async (request, reply) => {
      const asked = question.parse(request.query)
      const now = clock.now()
      const report = await readFigures(db, pack, { period: asked.period, by: asked.by ?? null, now })
      const file = await writeFigures(report)
      await addAudit(db, pack.profile.code, { at: now, by: request.person!.name, action: 'figures.export', subject: report.period, reason: report.by ?? '' })
      const name = `指标-${report.period}${report.by === null ? '' : `-按${figureKeyNames[report.by]}`}.xlsx`
      return reply.type(xlsx).header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`).send(file)
    })
  })
}
