/** /api/tokens: letting other systems in, for a time and for certain things, and shutting them out again. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { day, parseInstant } from '../../shared/clock.ts'
import { tokenScopes, type TokenList } from '../../shared/import-view.ts'
import { transact } from '../../shared/node/postgres.ts'
import { addAudit } from '../archive/audit.ts'
import { createToken, listTokens, revokeToken } from '../archive/tokens.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

/** A token that nobody renews is one that nobody remembers. */
const longestDays = 366

const newToken = z.strictObject({
  name: z.string().trim().min(2, '请写明给谁用（至少2个字）').max(60),
  scopes: z.array(z.enum(tokenScopes)).min(1, '请至少选一项权限').transform((scopes) => [...new Set(scopes)]),
  /** Channels it may write; null = all. */
  channels: z.array(z.string()).min(1, '请至少选一个渠道，或不限渠道').nullable().default(null),
  /** The last day on which it is good, of Beijing time. */
  endsOn: z.iso.date(),
})
const idParams = z.object({ id: z.coerce.number().int().positive() })

export function tokenRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const channels = pack.channels.filter(({ totalsOnly }) => !totalsOnly).map(({ id, name }) => ({ id, name }))

  api.get('/tokens', { preHandler: gate.person }, async (): Promise<TokenList> => ({ asOf: clock.now(), tokens: await listTokens(db, district), channels }))

  api.post('/tokens', { preHandler: gate.person }, async (request, reply) => {
    const { endsOn, ...given } = newToken.parse(request.body)
    const now = clock.now()
    const endsAt = parseInstant(endsOn)! + day
    if (endsAt <= now) return reply.code(400).send({ message: '截止日期已过，请选今天或以后的日期' })
    if (endsAt > now + (longestDays + 1) * day) return reply.code(400).send({ message: `令牌最长用${longestDays}天，请选更近的截止日期，到期后再发新的` })
    const unknown = given.channels?.find((channel) => !channels.some(({ id }) => id === channel))
    if (unknown !== undefined) return reply.code(400).send({ message: `渠道“${unknown}”不存在，或不接收逐件工单` })
    const by = request.person!.name
    const made = await transact(db, async (connection) => {
      const { token, view } = await createToken(connection, district, { ...given, endsAt, by }, now)
      await addAudit(connection, district, { at: now, by, action: 'token.create', subject: `token:${view.id}`, reason: '' })
      return { ...view, token }
    })
    return reply.code(201).send(made)
  })

  api.delete('/tokens/:id', { preHandler: gate.person }, async (request, reply) => {
    const { id } = idParams.parse(request.params)
    const now = clock.now()
    const revoked = await transact(db, async (connection) => {
      const name = await revokeToken(connection, district, id, now)
      if (name !== null) await addAudit(connection, district, { at: now, by: request.person!.name, action: 'token.revoke', subject: `token:${id}`, reason: '' })
      return name !== null
    })
    return revoked ? reply.code(204).send() : reply.code(404).send({ message: '没有这个令牌，或已经停用' })
  })
}
