/** /api/alerts: the duty list, one alert with its postings and history, and the actions of its life cycle. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Alert, DutyAlert } from '../../shared/alert.ts'
import { dueAt } from '../alerts/index.ts'
import { actOnAlert, listAlerts, readAlert, readAlertHistory } from '../archive/alerts.ts'
import { readCards } from '../archive/cards.ts'
import { readTraces } from '../archive/traces.ts'
import { createCardMaker } from '../cards.ts'
import { namesOf } from '../sections/names.ts'
import type { WebParts } from './parts.ts'
import type { Gate } from './gate.ts'

const listQuery = z.object({ state: z.enum(['open', 'all']).default('open') })
const idParams = z.object({ id: z.coerce.number().int().positive() })
const actionBody = z.strictObject({ action: z.string().max(32), note: z.string().max(500).default('') })

/** Postings shown beside an alert. */
const mostCards = 50

export function alertRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const toCard = createCardMaker(pack)
  const names = namesOf(pack)
  const registered = pack.channels.filter((channel) => channel.registered).map(({ id }) => id)
  const show = (alert: Alert): DutyAlert => ({ ...names.alert(alert), dueAt: dueAt(alert, pack.rules) })

  api.get('/alerts', { preHandler: gate.person }, async (request) => {
    const { state } = listQuery.parse(request.query)
    return { asOf: clock.now(), alerts: (await listAlerts(db, district, state)).map(show) }
  })

  api.get('/alerts/:id', { preHandler: gate.person }, async (request, reply) => {
    const { id } = idParams.parse(request.params)
    const alert = await readAlert(db, district, id)
    if (!alert) return reply.code(404).send({ message: `没有编号为 ${id} 的预警` })
    const [history, postings] = await Promise.all([readAlertHistory(db, district, id), readCards(db, district, alert.subject, mostCards)])
    const traces = await readTraces(db, district, registered, postings.map(({ id }) => id))
    return { alert: show(alert), history, postings: postings.map((posting) => ({ ...toCard(posting), trace: traces.get(posting.id)! })) }
  })

  api.post('/alerts/:id/actions', { preHandler: gate.person }, async (request, reply) => {
    const { id } = idParams.parse(request.params)
    const { action, note } = actionBody.parse(request.body)
    const result = await actOnAlert(db, district, id, { action, note, by: request.person!.name, at: clock.now() })
    if (!result.done) return reply.code(result.missing ? 404 : 409).send({ message: result.because })
    return show(result.alert)
  })
}
