/** The web server: resources under /api, the live socket, and the built page; one file a resource. */
import { existsSync } from 'node:fs'
import cookie from '@fastify/cookie'
import compress from '@fastify/compress'
import statics from '@fastify/static'
import fastify, { type FastifyError, type FastifyInstance } from 'fastify'
import { Server } from 'socket.io'
import { z, ZodError, prettifyError } from 'zod'
import { rooms, type Handshake } from '../../shared/events.ts'
import type { LiveServer } from '../live/broadcast.ts'
import { alertRoutes } from './alerts.ts'
import { documentedScope } from './api-docs.ts'
import { bundleRoutes } from './bundles.ts'
import { evidenceRoutes } from './evidence.ts'
import { figureRoutes } from './figures.ts'
import { createGate, sessionCookie } from './gate.ts'
import { importRoutes } from './imports.ts'
import { issueRoutes } from './issues.ts'
import { letGoRoutes } from './let-go.ts'
import type { WebParts } from './parts.ts'
import { repeatRoutes } from './repeats.ts'
import { rulingRoutes } from './rulings.ts'
import { sessionRoutes } from './session.ts'
import { siteSessionRoutes } from './site-sessions.ts'
import { sourceRoutes } from './sources.ts'
import { createTokenGate } from './token-gate.ts'
import { tokenRoutes } from './tokens.ts'
import { totalRoutes } from './totals.ts'
import { trendRoutes } from './trends.ts'
import { wallRoutes } from './wall.ts'
import { workOrderRoutes } from './work-orders.ts'

/** What a page may do: nothing from elsewhere, no inline script, no frame around it. */
const contentSecurity = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"

// What is wrong with a request is read by people.
z.config(z.locales.zhCN())

/** Builds the server; the caller listens and closes. */
export async function createWeb(parts: WebParts): Promise<{ app: FastifyInstance; io: LiveServer }> {
  const app = fastify({ bodyLimit: 1 << 20, trustProxy: 'loopback' })
  await app.register(cookie)
  await app.register(compress, { threshold: 1_024 })
  app.addHook('onSend', async (request, reply) => {
    reply.header('content-security-policy', contentSecurity).header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer')
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  app.setErrorHandler((error: FastifyError, request, reply) => {
    if (error instanceof ZodError) return reply.code(400).send({ message: `请求不完整或格式有误：${prettifyError(error)}` })
    const status = error.statusCode ?? 500
    if (status >= 500) parts.log.error({ error: error.message, url: request.url.split('?')[0] }, 'a request failed')
    return reply.code(status).send({ message: status >= 500 ? '服务器暂时无法处理，请稍后再试' : error.message })
  })

  const gate = createGate(parts.sessions, parts.kioskToken, createTokenGate(parts.db, parts.pack.profile.code, parts.clock))
  await app.register(async (api) => {
    sessionRoutes(api, parts, gate)
    wallRoutes(api, parts, gate)
    alertRoutes(api, parts, gate)
    evidenceRoutes(api, parts, gate)
    issueRoutes(api, parts, gate)
    rulingRoutes(api, parts, gate)
    repeatRoutes(api, parts, gate)
    trendRoutes(api, parts, gate)
    sourceRoutes(api, parts, gate)
    bundleRoutes(api, parts, gate)
    siteSessionRoutes(api, parts, gate)
    letGoRoutes(api, parts, gate)
    importRoutes(api, parts, gate)
    tokenRoutes(api, parts, gate)
    totalRoutes(api, parts, gate)
    await documentedScope(api, (open) => {
      workOrderRoutes(open, parts, gate)
      figureRoutes(open, parts, gate)
    })
    api.get('/health', async () => ({ ok: true, now: parts.clock.now() }))
    api.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: '没有这个地址' }))
  }, { prefix: '/api' })
  await servePage(app, parts.pageDir)

  const io: LiveServer = new Server(app.server, { serveClient: false, transports: ['websocket', 'polling'], maxHttpBufferSize: 1 << 14 })
  io.use((socket, next) => {
    const { kiosk } = socket.handshake.auth as Handshake
    const token = app.parseCookie(socket.handshake.headers.cookie ?? '')[sessionCookie]
    gate.identify(kiosk, token)
      .then((who) => {
        if (!who) return next(new Error('未登录'))
        void socket.join(who.role === 'kiosk' ? rooms.wall : rooms.duty)
        next()
      })
      .catch(() => { next(new Error('服务器暂时无法处理')) })
  })
  return { app, io }
}

/** The page is one file; every address that is no file of it leads there. */
async function servePage(app: FastifyInstance, pageDir: string): Promise<void> {
  if (!existsSync(pageDir)) {
    app.setNotFoundHandler((_request, reply) => reply.code(503).type('text/plain; charset=utf-8').send('页面尚未构建，请运行 npm run build'))
    return
  }
  await app.register(statics, { root: pageDir, preCompressed: false, maxAge: '1h', immutable: false })
  app.setNotFoundHandler((request, reply) =>
    request.method === 'GET' && !/^\/(?:assets|api)\//.test(request.url) ? reply.sendFile('index.html', { maxAge: 0 }) : reply.code(404).send({ message: '没有这个地址' }))
}
