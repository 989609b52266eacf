/** Decides who is asking: a wall by its token, a person by the session cookie. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sameToken, type Session, type Sessions } from '../auth/sessions.ts'

export const sessionCookie = 'tinghu_session'

export type Visitor = Session | { name: null; role: 'kiosk' }

export interface Gate {
  identify(kiosk: string | undefined, token: string | undefined): Promise<Visitor | null>
  visitor(request: FastifyRequest): Promise<Visitor | null>
  /** A pre-handler that lets through walls and people. */
  wall: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
  /** A pre-handler that lets through people only. */
  person: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

export function createGate(sessions: Sessions, kioskToken: string): Gate {
  const identify: Gate['identify'] = async (kiosk, token) => {
    if (kiosk && sameToken(kiosk, kioskToken)) return { name: null, role: 'kiosk' }
    return sessions.find(token)
  }
  const visitor: Gate['visitor'] = (request) => {
    const { kiosk } = request.query as { kiosk?: string }
    return identify(typeof kiosk === 'string' ? kiosk : undefined, request.cookies[sessionCookie])
  }
  return {
    identify,
    visitor,
    async wall(request, reply) {
      if (!(await visitor(request))) await reply.code(401).send({ message: '大屏地址中的令牌无效，请从控制台重新复制地址' })
    },
    async person(request, reply) {
      const who = await sessions.find(request.cookies[sessionCookie])
      if (!who) await reply.code(401).send({ message: '请先登录' })
      else request.person = who
    },
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set behind the gate `person`. */
    person?: Session
  }
}
