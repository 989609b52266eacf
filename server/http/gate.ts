/** Decides who is asking: a wall by its token, a person by the session cookie, another system by a token of its own. */
import type { FastifyRequest } from 'fastify'
import type { TokenScope } from '../../shared/import-view.ts'
import { sameToken, type Session, type Sessions } from '../auth/sessions.ts'
import { hasToken, type PreHandler } from './token-gate.ts'

export const sessionCookie = 'tinghu_session'

export type Visitor = Session | { name: null; role: 'kiosk' }

export interface Gate {
  identify(kiosk: string | undefined, token: string | undefined): Promise<Visitor | null>
  visitor(request: FastifyRequest): Promise<Visitor | null>
  /** A pre-handler that lets through walls and people. */
  wall: PreHandler
  /** A pre-handler that lets through people only. */
  person: PreHandler
  /** A pre-handler that lets through tokens of a scope only. */
  token: (scope: TokenScope) => PreHandler
  /**
   * A pre-handler that lets through people, and tokens of a scope: whoever comes with an Authorization header is judged by that alone.
   * Sets `request.person` or `request.token`; `askerOf` of token-gate.ts names either for the audit log.
   */
  personOrToken: (scope: TokenScope) => PreHandler
}

export function createGate(sessions: Sessions, kioskToken: string, token: Gate['token']): Gate {
  const identify: Gate['identify'] = async (kiosk, token) => {
    if (kiosk && sameToken(kiosk, kioskToken)) return { name: null, role: 'kiosk' }
    return sessions.find(token)
  }
  const visitor: Gate['visitor'] = (request) => {
    const { kiosk } = request.query as { kiosk?: string }
    return identify(typeof kiosk === 'string' ? kiosk : undefined, request.cookies[sessionCookie])
  }
  const person: Gate['person'] = async (request, reply) => {
    const who = await sessions.find(request.cookies[sessionCookie])
    if (!who) await reply.code(401).send({ message: '请先登录' })
    else request.person = who
  }
  return {
    identify,
    visitor,
    person,
    token,
    personOrToken(scope) {
      const byToken = token(scope)
      return (request, reply) => (hasToken(request) ? byToken(request, reply) : person(request, reply))
    },
    async wall(request, reply) {
      if (!(await visitor(request))) await reply.code(401).send({ message: '大屏地址中的令牌无效，请从控制台重新复制地址' })
    },
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set behind the gate `person`. */
    person?: Session
  }
}
