/** /api/imports: a person hands in a file, sees what would be taken of it, corrects that, lets it be taken, and gets back what was not. */
import type { FastifyInstance } from 'fastify'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { GiveUp, RetryLater } from '../../shared/errors.ts'
import type { ImportList, ImportPreview, ImportView } from '../../shared/import-view.ts'
import { mappingSchema } from '../../shared/orders/mapping.ts'
import { addAudit } from '../archive/audit.ts'
import { NoSuchImport } from '../imports/refusals.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const uploadQuery = z.object({ name: z.string().trim().min(1, '缺少文件名').max(200), channel: z.string().min(1, '请选择渠道').max(100) })
const idParams = z.object({ id: z.coerce.number().int().positive() })
const mappingBody = z.strictObject({ mapping: mappingSchema })

/** Bytes. The desk refuses what is larger, too; here it is known before anything of it was read. */
const largestFile = 200 << 20
const tooLarge = `文件超过${largestFile >> 20} MB。请按月或按年拆成几个文件，分次导入`
const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

class TooLarge extends GiveUp {
  constructor() {
    super(tooLarge)
  }
}

export function importRoutes(api: FastifyInstance, { db, pack, clock, imports }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const note = (by: string, action: string, id: number): Promise<number> =>
    addAudit(db, district, { at: clock.now(), by, action, subject: `import:${id}`, reason: '' })

  void api.register(async (scope) => {
    scope.setErrorHandler((error, _request, reply) => {
      if (error instanceof GiveUp) return reply.code(error instanceof NoSuchImport ? 404 : error instanceof TooLarge ? 413 : 400).send({ message: error.message })
      if (error instanceof RetryLater) return reply.code(409).send({ message: error.message })
      throw error
    })

    scope.get('/imports', { preHandler: gate.person }, (): Promise<ImportList> => imports.list())

    scope.get('/imports/:id', { preHandler: gate.person }, async (request): Promise<ImportView> => {
      const { id } = idParams.parse(request.params)
      const view = await imports.read(id)
      if (!view) throw new NoSuchImport(id)
      return view
    })

    scope.get('/imports/:id/preview', { preHandler: gate.person }, async (request): Promise<ImportPreview> =>
      imports.preview(idParams.parse(request.params).id, null))

    scope.post('/imports/:id/preview', { preHandler: gate.person }, async (request): Promise<ImportPreview> =>
      imports.preview(idParams.parse(request.params).id, mappingBody.parse(request.body).mapping))

    scope.post('/imports/:id/confirm', { preHandler: gate.person }, async (request): Promise<ImportView> => {
      const { id } = idParams.parse(request.params)
      const { mapping } = mappingBody.parse(request.body)
      const by = request.person!.name
      const view = await imports.confirm(id, mapping, by)
      await note(by, 'import.confirm', id)
      return view
    })

    scope.delete('/imports/:id', { preHandler: gate.person }, async (request): Promise<ImportView> => {
      const { id } = idParams.parse(request.params)
      const view = await imports.cancel(id)
      await note(request.person!.name, 'import.cancel', id)
      return view
    })

    // The rows held back are the office's own, unmasked: that they leave is on record before they do.
    scope.get('/imports/:id/report', { preHandler: gate.person }, async (request, reply) => {
      const { id } = idParams.parse(request.params)
      const report = await imports.report(id)
      if (!report) return reply.code(404).send({ message: '这次导入没有错误表，或错误表已过保存期' })
      await note(request.person!.name, 'import.report', id)
      return reply.type(xlsx).header('content-disposition', attachment(report.name)).send(report.bytes)
    })

    // The file goes by in pieces and is never in memory as a whole.
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => { done(null, payload) })
    scope.post('/imports', { onRequest: gate.person }, async (request, reply) => {
      const { name, channel } = uploadQuery.parse(request.query)
      const file = request.body as Readable | undefined
      if (!file) return reply.code(400).send({ message: '没有收到文件，请重新选择文件' })
      const by = request.person!.name
      try {
        if (Number(request.headers['content-length'] ?? 0) > largestFile) throw new TooLarge()
        const { view } = await imports.keep({ name, channel, by, door: 'console', bytes: file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer> })
        await note(by, 'import.upload', view.id)
        return await reply.code(201).header('location', `${api.prefix}/imports/${view.id}`).send(view)
      } finally {
        // What is still on its way goes by unread: a browser that can't send its file to the end doesn't tell the page what the answer was.
        file.resume()
      }
    })
  })
}

/** A name for the file that is saved: in Chinese for browsers of today, without it for others (RFC 6266). */
function attachment(name: string): string {
  const plain = name.replaceAll(/[^\w.-]+/g, '_')
  const full = encodeURIComponent(name).replaceAll(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${plain}"; filename*=UTF-8''${full}`
}
