/** /api/session: who am I, log in, log out. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { minute } from '../../shared/clock.ts'
import { logIn } from '../auth/users.ts'
import type { WebParts } from './parts.ts'
import { sessionCookie, type Gate } from './gate.ts'

const credentials = z.strictObject({ name: z.string().min(1).max(64), password: z.string().min(1).max(256) })

/** Failed attempts in a quarter of an hour before an address must wait. */
const mostFailures = 10
const failureWindow = 15 * minute

export function sessionRoutes(api: FastifyInstance, { db, pack, sessions, readSnapshot, clock, log }: WebParts, gate: Gate): void {
  const failures = new Map<string, { count: number; since: number }>()

  api.get('/session', async (request) => {
    const who = await gate.visitor(request)
    const { demo } = await readSnapshot()
    return { role: who?.role ?? null, name: who?.name ?? null, title: pack.profile.title, demo, weekStartsOn: pack.profile.weekStartsOn }
  })

  api.post('/session', async (request, reply) => {
    const now = clock.now()
    const failed = failures.get(request.ip)
    if (failed && now - failed.since < failureWindow && failed.count >= mostFailures) {
      return reply.code(429).send({ message: '登录失败次数过多，请15分钟后再试' })
    }
    const given = credentials.safeParse(request.body)
    const session = given.success ? await logIn(db, given.data.name, given.data.password) : null
    if (!session) {
      const since = failed && now - failed.since < failureWindow ? failed.since : now
      failures.set(request.ip, { since, count: since === now ? 1 : failed!.count + 1 })
      log.warn('a login failed')
      return reply.code(401).send({ message: '用户名或密码不正确' })
    }
    failures.delete(request.ip)
    const token = await sessions.open(session)
    return reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'strict', secure: request.protocol === 'https' }).code(204).send()
  })

  api.delete('/session', async (request, reply) => {
    await sessions.close(request.cookies[sessionCookie])
    return reply.clearCookie(sessionCookie, { path: '/' }).code(204).send()
  })
}
