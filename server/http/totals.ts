/** /api/totals and /api/stated: what is known of times without records, and what was published, entered one by one or from a table. */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Readable } from 'node:stream'
import { z } from 'zod'
import { toBeijingIso } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import { figureKeys, type NewStated, type NewTotal, type StatedList, type TablePreview, type TotalList } from '../../shared/figures.ts'
import { addAudit } from '../archive/audit.ts'
import { listMonths } from '../archive/figure-counts.ts'
import { deleteStated, deleteTotal, readStated, readTotals, saveStated, saveTotals } from '../archive/totals.ts'
import { indicators } from '../figures/indicators/index.ts'
import { parsePeriod } from '../figures/period.ts'
import { keepScratch } from '../imports/scratch.ts'
import { openTable } from '../imports/tables/open.ts'
import type { TableFile } from '../imports/tables/table.ts'
import { objectToTotal } from '../totals/names.ts'
import { readStatedTable } from '../totals/read-stated.ts'
import { readTotalsTable } from '../totals/read-totals.ts'
import { sayUnused } from '../totals/unused.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const words = (longest: number) => z.string().trim().max(longest)
const totalKey = z.object({ period: words(7), channel: words(100).nullable().default(null), by: z.enum(['all', 'unit', 'category']), key: words(100).nullable().default(null) })
const totalBody = totalKey.extend({ count: z.number(), note: words(500).default('') })
const statedKey = z.object({ period: words(40), indicator: words(100), by: z.enum(figureKeys).nullable().default(null), key: words(100).nullable().default(null) })
const statedBody = statedKey.extend({
  value: z.number().min(0).nullable(), change: z.number().nullable(), changeIn: z.enum(['relative', 'points', 'unsaid']).nullable(), note: words(1_000),
})
const fileQuery = z.object({ name: words(200).min(1, '缺少文件名'), save: z.enum(['true', 'false']).default('false') })

/** Bytes. A table of totals has some thousands of cells. */
const largestTable = 5 << 20

export function totalRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const channels = pack.channels.map(({ id, name }) => ({ id, name }))
  const units = pack.units.map(({ id, name }) => ({ id, name }))
  const categories = pack.taxonomy.flatMap((branch) => [branch, ...branch.leaves]).map(({ code, name }) => ({ id: code, name }))
  const note = (request: FastifyRequest, action: string, subject: string): Promise<number> =>
    addAudit(db, district, { at: clock.now(), by: request.person!.name, action, subject, reason: '' })

  async function keepTotals(request: FastifyRequest, rows: readonly NewTotal[]): Promise<void> {
    await saveTotals(db, district, rows, request.person!.name, clock.now(), 'entered')
    await note(request, 'totals.enter', `totals:${[...new Set(rows.map(({ period }) => period))].slice(0, 20).join(',')}`)
  }
  async function keepStated(request: FastifyRequest, rows: readonly NewStated[]): Promise<void> {
    await saveStated(db, district, rows, request.person!.name, clock.now())
    await note(request, 'stated.enter', `stated:${[...new Set(rows.map(({ period, indicator }) => `${period}/${indicator}`))].slice(0, 20).join(',')}`)
  }

  void api.register(async (scope) => {
    scope.addHook('preHandler', gate.person)
    scope.setErrorHandler((error, _request, reply) => {
      if (error instanceof GiveUp) return reply.code(400).send({ message: error.message })
      throw error
    })
    scope.addContentTypeParser('application/octet-stream', (_request, payload, done) => { done(null, payload) })

    scope.get('/totals', async (): Promise<TotalList> => {
      const totals = await readTotals(db, district)
      const years = totals.map(({ period }) => period.slice(0, 4)).toSorted()
      const span = years.length === 0 ? null : { from: parsePeriod(years[0]!).from, to: parsePeriod(years.at(-1)!).to, name: '', months: null }
      const months = span === null ? new Set<string>() : await listMonths(db, pack, span)
      return { asOf: clock.now(), totals: totals.map((total) => ({ ...total, unused: sayUnused(total, totals, months, channels) })), channels, units, categories }
    })
    scope.post('/totals', async (request, reply) => {
      const total = totalBody.parse(request.body)
      const objection = objectToTotal(total, pack, toBeijingIso(clock.now()).slice(0, 7))
      if (objection) throw new GiveUp(objection)
      await keepTotals(request, [total])
      return reply.code(201).send({})
    })
    scope.delete('/totals', async (request, reply) => {
      const key = totalKey.parse(request.query)
      if (!(await deleteTotal(db, district, key))) return reply.code(404).send({ message: '没有这条总量，可能已被删除' })
      await note(request, 'totals.delete', `totals:${key.period}`)
      return reply.code(204).send()
    })

    scope.get('/stated', async (): Promise<StatedList> => ({
      asOf: clock.now(), stated: await readStated(db, district), channels, units,
      indicators: indicators.map(({ id, name, kind, measure, basis }) => ({ id, name, kind, measure, basis: basis(pack) })),
    }))
    scope.post('/stated', async (request, reply) => {
      const stated = statedBody.parse(request.body)
      parsePeriod(stated.period)
      if (!indicators.some(({ id }) => id === stated.indicator)) throw new GiveUp('没有这个指标')
      if (stated.value === null && stated.change === null) throw new GiveUp('公布值和同比至少填一项')
      if ((stated.by === null) !== (stated.key === null)) throw new GiveUp('请选择渠道、单位或类别，或都不选')
      await keepStated(request, [stated])
      return reply.code(201).send({})
    })
    scope.delete('/stated', async (request, reply) => {
      const key = statedKey.parse(request.query)
      if (!(await deleteStated(db, district, key))) return reply.code(404).send({ message: '没有这条公布值，可能已被删除' })
      await note(request, 'stated.delete', `stated:${key.period}/${key.indicator}`)
      return reply.code(204).send()
    })

    /** Reads an uploaded table; its rows are kept where that is asked for, those with a wrong cell are left out and named. */
    const takeTable = <Row>(
      path: string, read: (table: TableFile) => Promise<TablePreview<Row>>, keep: (request: FastifyRequest, rows: readonly Row[]) => Promise<void>,
    ) => scope.post(path, { bodyLimit: largestTable }, async (request): Promise<TablePreview<Row>> => {
      const { name, save } = fileQuery.parse(request.query)
      const found = await readUpload(request.body as Readable, name, read)
      if (save === 'false' || found.rows.length === 0) return found
      await keep(request, found.rows)
      return { ...found, saved: found.rows.length }
    })
    takeTable('/totals/file', (table) => readTotalsTable(table, pack, clock.now()), keepTotals)
    takeTable('/stated/file', (table) => readStatedTable(table, pack, clock.now()), keepStated)
  })
}

async function readUpload<Row>(body: Readable, name: string, read: (table: TableFile) => Promise<TablePreview<Row>>): Promise<TablePreview<Row>> {
  const scratch = await keepScratch(limited(body))
  try {
    const table = await openTable(scratch.path, { name })
    return await read(table).finally(() => table.close())
  } finally {
    scratch.remove()
  }
}

async function* limited(body: Readable): AsyncGenerator<Buffer> {
  let bytes = 0
  for await (const part of body as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > largestTable) throw new GiveUp(`文件超过${largestTable >> 20} MB；总量表通常只有几千格，请只保留总量所在的工作表`)
    yield part
  }
}
