/** A gateway that serves the built page and a fixture wall over real HTTP and Socket.IO, and does what a test tells it. */
import statics from '@fastify/static'
import fastify from 'fastify'
import { Server } from 'socket.io'
import { second } from '../../shared/clock.ts'
import { settledStates, transitions } from '../../shared/alert.ts'
import type { Alert, DutyAlert } from '../../shared/alert.ts'
import type { Delta, ServerToClient } from '../../shared/events.ts'
import type { TrendTable } from '../../shared/trend-view.ts'
import type { WallSnapshot } from '../../shared/wall.ts'
import { serveEvidence, traceOf } from './fixture-evidence.ts'
import { serveFigures } from './fixture-figures.ts'
import { serveImports } from './fixture-imports.ts'
import { serveIssues } from './fixture-issues.ts'
import { serveRepeats } from './fixture-repeats.ts'
import { serveSources } from './fixture-sources.ts'
import { serveTotals } from './fixture-totals.ts'
import { serveTrends } from './fixture-trends.ts'
import { dueOf, fixtureSnapshot, postingOf } from './fixture-wall.ts'

export const fixtureToken = 'fixture-token'

export interface FixtureGateway {
  address: string
  /** How many snapshots were fetched. */
  fetched: () => number
  wall: () => WallSnapshot
  /** Applies a change to the wall and tells every client; `lost` = the clients never hear of it. */
  push: (change: Partial<Omit<Delta, 'from' | 'to' | 'asOf'>>, how?: { lost?: boolean }) => void
  /** What /api/trends answers from now on; null = not measured yet. */
  measureTrends: (table: TrendTable | null) => void
  /** Stops and starts the pulses. */
  pulse: (on: boolean) => void
  close: () => Promise<void>
}

const withDue = (alert: Alert): DutyAlert => ({ ...alert, dueAt: dueOf(alert) })

/** @param pageDir folder of the built page */
export async function startFixtureGateway(pageDir: string, port = 0): Promise<FixtureGateway> {
  let wall = fixtureSnapshot(Date.now())
  let alerts: Alert[] = [...(wall.sections.alerts ?? [])]
  let fetched = 0
  let loggedIn = false
  const app = fastify()
  await app.register(statics, { root: pageDir })
  app.setNotFoundHandler((_request, reply) => reply.sendFile('index.html'))

  app.get('/api/session', async () => ({ role: loggedIn ? 'admin' : null, name: loggedIn ? 'admin' : null, title: wall.district.title, demo: wall.demo, weekStartsOn: 4 }))
  app.post<{ Body: { password: string } }>('/api/session', async (request, reply) => {
    loggedIn = request.body.password === 'right'
    return loggedIn ? reply.code(204).send() : reply.code(401).send({ message: '用户名或密码不正确' })
  })
  app.delete('/api/session', async (_request, reply) => {
    loggedIn = false
    return reply.code(204).send()
  })
  app.get<{ Querystring: { kiosk?: string } }>('/api/wall', async (request, reply) => {
    if (request.query.kiosk !== fixtureToken && !loggedIn) return reply.code(401).send({ message: '大屏令牌无效' })
    fetched += 1
    return wall
  })
  app.get('/api/alerts', async (_request, reply) => (loggedIn ? { asOf: wall.asOf, alerts: alerts.filter(({ state }) => !settledStates.includes(state)).map(withDue) } : reply.code(401).send({ message: '请先登录' })))
  app.get<{ Params: { id: string } }>('/api/alerts/:id', async (request, reply) => {
    const alert = alerts.find(({ id }) => id === Number(request.params.id))
    if (alert === undefined) return reply.code(404).send({ message: '没有这条预警' })
    return { alert: withDue(alert), postings: [0, 1, 2].map((index) => ({ ...postingOf(index, wall.asOf), trace: traceOf(index, wall.asOf) })), history: [{ at: alert.raisedAt, action: 'raise', by: '听湖', note: '' }] }
  })
  app.post<{ Params: { id: string }; Body: { action: string } }>('/api/alerts/:id/actions', async (request, reply) => {
    const alert = alerts.find(({ id }) => id === Number(request.params.id))
    const state = alert && transitions[alert.state][request.body.action]
    if (alert === undefined || state === undefined) return reply.code(409).send({ message: '当前状态下不能这样处置' })
    const next = { ...alert, state, updatedAt: Date.now() }
    push({ sections: { alerts: (wall.sections.alerts ?? []).map((other) => (other.id === next.id ? next : other)) } })
    alerts = alerts.map((other) => (other.id === next.id ? next : other))
    return withDue(next)
  })

  app.addHook('onRequest', async (request, reply) => {
    if (/^\/api\/(issues|rulings|repeats|trends|sources|sessions|let-go|evidence|postings|imports|tokens|figures|totals|stated)/.test(request.url) && !loggedIn) await reply.code(401).send({ message: '请先登录' })
  })
  serveEvidence(app, wall.asOf)
  serveFigures(app, wall.asOf)
  serveImports(app, wall.asOf)
  serveIssues(app, wall.asOf)
  serveRepeats(app)
  serveSources(app, wall.asOf)
  serveTotals(app, wall.asOf)
  const measureTrends = serveTrends(app, wall.asOf)

  const sockets = new Server<Record<string, never>, ServerToClient>(app.server)
  sockets.use((socket, next) => next(socket.handshake.auth.kiosk === fixtureToken || loggedIn ? undefined : new Error('未登录')))

  function push(change: Partial<Omit<Delta, 'from' | 'to' | 'asOf'>>, { lost = false } = {}): void {
    const delta: Delta = { sections: {}, postings: [], raised: [], ...change, from: wall.version, to: wall.version + 1, asOf: Date.now() }
    const latest = [...delta.postings.toReversed(), ...(wall.sections.latest ?? [])].slice(0, 30)
    wall = { ...wall, version: delta.to, asOf: delta.asOf, sections: { ...wall.sections, ...delta.sections, latest } }
    alerts = [...delta.raised, ...alerts.filter(({ id }) => !delta.raised.some((raised) => raised.id === id))]
    if (!lost) sockets.emit('delta', delta)
  }

  let pulsing = true
  const timer = setInterval(() => {
    if (!pulsing) return
    wall = { ...wall, asOf: Date.now() }
    sockets.emit('pulse', { version: wall.version, asOf: wall.asOf, now: Date.now() })
  }, second)

  const address = await app.listen({ port, host: '127.0.0.1' })
  return {
    address,
    fetched: () => fetched,
    wall: () => wall,
    push,
    measureTrends,
    pulse: (on) => {
      pulsing = on
    },
    close: async () => {
      clearInterval(timer)
      await sockets.close()
      await app.close()
    },
  }
}
