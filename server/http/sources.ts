/** /api/sources: how each source is, adding one by its address, switching one off, and asking for a visit now. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { sourceSchema, type SourceConfig } from '../../shared/district.ts'
import type { TryAnswer } from '../../shared/errand.ts'
import { GiveUp } from '../../shared/errors.ts'
import { askErrand, readErrand } from '../../shared/node/errands.ts'
import { saveSourceConfig } from '../../shared/node/sources.ts'
import { listSessions } from '../../shared/node/site-sessions.ts'
import type { SourceList, SourceRow, TrialAnswer } from '../../shared/source-view.ts'
import { addAudit } from '../archive/audit.ts'
import { listHealthAcrossGap } from '../archive/bundles.ts'
import { readSourceRows, type KnownSource } from '../archive/source-rows.ts'
import { namesOf } from '../sections/names.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const trialBody = z.strictObject({ url: z.url({ protocol: /^https?$/ }).max(2_000) })
const trialParams = z.object({ id: z.coerce.number().int().positive() })
const sourceParams = z.object({ source: z.string().max(100) })
const changeBody = z.strictObject({ enabled: z.boolean() })

export function sourceRoutes(api: FastifyInstance, { db, pack, clock, sessionKey }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const names = namesOf(pack)
  const registered = new Set(pack.channels.filter((channel) => channel.registered).map(({ id }) => id))
  const toRow = ({ source, health, config, addedBy, addedAt, week }: KnownSource): SourceRow => {
    const channel = config?.channel ?? health?.channel ?? ''
    return {
      source, health, week, name: config?.name ?? health?.name ?? source, channelName: names.channel(channel), measure: registered.has(channel) ? '件' : '条',
      added: config && addedBy !== null && addedAt !== null ? { config, by: addedBy, at: addedAt } : null,
    }
  }

  const change = async (config: SourceConfig, by: string, action: string): Promise<void> => {
    const now = clock.now()
    await saveSourceConfig(db, district, config, by, now)
    await addAudit(db, district, { at: now, by, action, subject: config.id, reason: '' })
  }

  api.get('/sources', { preHandler: gate.person }, async (): Promise<SourceList> => {
    const now = clock.now()
    const [rows, known, sessions] = await Promise.all([
      readSourceRows(db, district, now), listHealthAcrossGap(db, district, now), listSessions(db, district, sessionKey),
    ])
    const health = new Map(known.map((each) => [each.source, each]))
    return {
      asOf: now, sessions, sources: rows.map((row) => toRow({ ...row, health: health.get(row.source) ?? null })),
      channels: pack.channels.filter(({ totalsOnly }) => !totalsOnly).map(({ id, name }) => ({ id, name })),
    }
  })

  api.post('/sources/trials', { preHandler: gate.person }, async (request, reply) => {
    const { url } = trialBody.parse(request.body)
    const id = await askErrand(db, district, { kind: 'try', url }, request.person!.name, clock.now())
    return reply.code(202).send({ id })
  })

  api.get('/sources/trials/:id', { preHandler: gate.person }, async (request, reply): Promise<TrialAnswer> => {
    const { id } = trialParams.parse(request.params)
    const errand = await readErrand(db, district, id)
    if (!errand) return reply.code(404).send({ message: '没有这次试读' })
    const state = errand.failure !== null ? 'failed' : errand.doneAt !== null ? 'done' : errand.takenAt !== null ? 'looking' : 'waiting'
    return { state, answer: state === 'done' ? errand.answer as TryAnswer : null, failure: errand.failure }
  })

  api.post('/sources', { preHandler: gate.person }, async (request, reply) => {
    const config = sourceSchema.parse(request.body)
    if (!pack.channels.some(({ id, totalsOnly }) => id === config.channel && !totalsOnly)) return reply.code(400).send({ message: `没有可用的渠道“${config.channel}”` })
    const known = await readSourceRows(db, district, clock.now())
    if (known.some(({ source }) => source === config.id)) return reply.code(409).send({ message: `已有编号为“${config.id}”的采集源，请换一个编号` })
    try {
      await change(config, request.person!.name, 'source.add')
    } catch (error) {
      if (error instanceof GiveUp) return reply.code(409).send({ message: error.message })
      throw error
    }
    return reply.code(201).send({ source: config.id })
  })

  api.patch('/sources/:source', { preHandler: gate.person }, async (request, reply) => {
    const { source } = sourceParams.parse(request.params)
    const { enabled } = changeBody.parse(request.body)
    const row = (await readSourceRows(db, district, clock.now())).find((each) => each.source === source)
    if (!row) return reply.code(404).send({ message: '没有这个采集源' })
    if (!row.config) return reply.code(409).send({ message: '该采集源由配置文件管理，请在文件中启用或停用' })
    await change({ ...row.config, enabled }, request.person!.name, enabled ? 'source.enable' : 'source.disable')
    return reply.code(204).send()
  })

  api.post('/sources/:source/visits', { preHandler: gate.person }, async (request, reply) => {
    const { source } = sourceParams.parse(request.params)
    const by = request.person!.name
    const now = clock.now()
    await addAudit(db, district, { at: now, by, action: 'source.visit', subject: source, reason: '' })
    return reply.code(202).send({ id: await askErrand(db, district, { kind: 'visit', source }, by, now) })
  })
}
