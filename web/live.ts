/** The one socket: connects, feeds deltas and pulses to whoever listens, and fetches a snapshot whenever the feed needs one. */
import { io } from 'socket.io-client'
import type { Socket } from 'socket.io-client'
import type { Alert } from '../shared/alert.ts'
import type { ServerToClient } from '../shared/events.ts'
import { Refused, readWall } from './gateway.ts'
import { askAgain, emptyFeed, takeDelta, takePulse, takeSnapshot } from './state/feed.ts'
import type { Feed, Step } from './state/feed.ts'

export interface LiveListener {
  /** The feed as it is now; called after every change. */
  changed: (feed: Feed) => void
  raised: (alerts: readonly Alert[]) => void
  /** A sign of life: what resets the silence. */
  heard: () => void
  /** The gateway knows neither token nor session; trying again is of no use until a person does something. */
  refused: (message: string) => void
}

/** Milliseconds before another snapshot is asked for: doubling from the first to the last, with up to a half at random. */
const firstRetry = 1_000
const lastRetry = 15_000

/** Starts the live feed; the answer stops it. */
export function goLive(kiosk: string | null, listener: LiveListener): () => void {
  let feed: Feed = emptyFeed
  let fetching = false
  let retry = firstRetry
  let timer: number | undefined
  let stopped = false

  const take = (step: Step) => {
    feed = step.feed
    listener.changed(feed)
    if (step.raised.length > 0) listener.raised(step.raised)
    if (feed.needsSnapshot) void fetchSnapshot()
  }

  /** One at a time; a failure is tried again for as long as the screen stands. */
  async function fetchSnapshot(): Promise<void> {
    if (fetching || stopped) return
    fetching = true
    window.clearTimeout(timer)
    try {
      const snapshot = await readWall(kiosk)
      retry = firstRetry
      fetching = false
      if (stopped) return
      listener.heard()
      const step = takeSnapshot(feed, snapshot)
      // The gateway that answered was behind the socket's: give it a moment instead of asking in a circle.
      if (step.feed.needsSnapshot) {
        feed = step.feed
        listener.changed(feed)
        later()
      } else take(step)
    } catch (thrown) {
      fetching = false
      if (thrown instanceof Refused && (thrown.status === 401 || thrown.status === 403)) {
        socket.disconnect()
        listener.refused(thrown.message)
      } else later()
    }
  }

  function later(): void {
    timer = window.setTimeout(() => void fetchSnapshot(), retry * (1 + Math.random() / 2))
    retry = Math.min(retry * 2, lastRetry)
  }

  const socket: Socket<ServerToClient> = io({
    auth: kiosk === null ? {} : { kiosk },
    transports: ['websocket', 'polling'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 10_000,
  })
  socket.on('connect', () => {
    listener.heard()
    take({ feed: askAgain(feed, 'connected'), raised: [] })
  })
  socket.on('delta', (delta) => {
    listener.heard()
    take(takeDelta(feed, delta))
  })
  socket.on('pulse', (pulse) => {
    listener.heard()
    take({ feed: takePulse(feed, pulse, Date.now()), raised: [] })
  })
  // A handshake that the gateway refuses is not tried again by Socket.IO; the snapshot's 401 says why.
  socket.on('connect_error', () => {
    if (!socket.active && !stopped) {
      window.setTimeout(() => {
        if (!stopped) socket.connect()
      }, lastRetry)
    }
    void fetchSnapshot()
  })

  return () => {
    stopped = true
    window.clearTimeout(timer)
    socket.disconnect()
  }
}
