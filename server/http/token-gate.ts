/** Lets in other systems by their token: `Authorization: Bearer tinghu_…`. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { minute, toBeijingIso, type Clock, type Instant } from '../../shared/clock.ts'
import type { TokenScope, TokenView } from '../../shared/import-view.ts'
import type { Database } from '../../shared/node/postgres.ts'
import { findToken, noteTokenUse } from '../archive/tokens.ts'

/** Runs before a handler, or before the body is read; one that has answered ends the request. */
export type PreHandler = (request: FastifyRequest, reply: FastifyReply) => Promise<void>

/** A system that was let in; `channels` null = all. */
export type TokenIdentity = Pick<TokenView, 'id' | 'name' | 'channels'>

/** Requests a minute that one token may make of one gateway: it stops a client that runs wild, and is no quota. */
export const requestsAMinute = 60

const scopeNames: Record<TokenScope, string> = { 'orders:write': '报送工单', 'figures:read': '读取指标' }

/** A pre-handler that lets through tokens of a scope, and sets `request.token`. 401 = no good token, 403 = good for other things, 429 = too often. */
export function createTokenGate(db: Database, district: string, clock: Clock): (scope: TokenScope) => PreHandler {
  const tooSoon = limitRate(requestsAMinute)
  return (scope) => async (request, reply) => {
    const now = clock.now()
    const given = bearerOf(request)
    if (given === null) return refuse(reply, 401, '缺少令牌：请在请求头 Authorization 中写“Bearer 令牌”')
    const token = await findToken(db, district, given)
    if (!token) return refuse(reply, 401, '令牌无效：请核对是否完整，或向管理员申请新的')
    if (token.revokedAt !== null) return refuse(reply, 401, `令牌“${token.name}”已停用，请向管理员申请新的`)
    if (token.endsAt <= now) return refuse(reply, 401, `令牌“${token.name}”已于${toBeijingIso(token.endsAt - 1).slice(0, 10)}到期，请向管理员申请新的`)
    const wait = tooSoon(token.id, now)
    if (wait > 0) {
      reply.header('retry-after', String(wait))
      return refuse(reply, 429, `请求过于频繁（每分钟最多${requestsAMinute}次），请在${wait}秒后再试`)
    }
    if (!token.scopes.includes(scope)) return refuse(reply, 403, `令牌“${token.name}”没有“${scopeNames[scope]}”（${scope}）的权限`)
    await noteTokenUse(db, district, token.id, now)
    request.token = { id: token.id, name: token.name, channels: token.channels }
  }
}

/** Whether a request comes with a token, good or not. */
export const hasToken = (request: FastifyRequest): boolean => request.headers.authorization !== undefined

/** Who asks behind `gate.token` or `gate.personOrToken`, for the audit log: admin, or 令牌“市平台”. */
export const askerOf = ({ person, token }: FastifyRequest): string => person?.name ?? `令牌“${token!.name}”`

/** The token of a request; null where it has none, '' where it has something else. */
function bearerOf({ headers: { authorization } }: FastifyRequest): string | null {
  if (authorization === undefined) return null
  return authorization.slice(0, 7).toLowerCase() === 'bearer ' ? authorization.slice(7).trim() : ''
}

async function refuse(reply: FastifyReply, status: number, message: string): Promise<void> {
  if (status === 401) reply.header('www-authenticate', 'Bearer')
  await reply.code(status).send({ message })
}

/** Counts requests in minutes of the clock. @returns how many seconds a token has to wait; 0 = go on. */
function limitRate(most: number): (id: number, now: Instant) => number {
  let current = -1
  let counts = new Map<number, number>()
  return (id, now) => {
    const window = Math.floor(now / minute)
    if (window !== current) {
      current = window
      counts = new Map()
    }
    const count = (counts.get(id) ?? 0) + 1
    counts.set(id, count)
    return count <= most ? 0 : Math.max(1, Math.ceil(((window + 1) * minute - now) / 1_000))
  }
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set behind the gates `token` and, where no person asks, `personOrToken`. */
    token?: TokenIdentity
  }
}
