/** The Socket.IO contract: what a gateway sends; clients send nothing but the handshake. */
import type { Instant } from './clock.ts'
import type { Alert } from './alert.ts'
import type { PostingCard, WallSections } from './wall.ts'

/** A batch of changes. A client at version `from` is at `to` after it; any other client fetches a snapshot. */
export interface Delta {
  from: number
  to: number
  asOf: Instant
  /** Sections that changed, whole. `latest` is not among them: new postings come in `postings`. */
  sections: Partial<Omit<WallSections, 'latest'>>
  /** New postings, oldest first, each once. */
  postings: PostingCard[]
  /** Alerts that were raised or rose in level: what slides in and sounds. */
  raised: Alert[]
}

/** Sent every few seconds even when nothing changes, so that silence means a broken line. */
export interface Pulse {
  version: number
  asOf: Instant
  /** The gateway's own time, for clients with a wrong clock. */
  now: Instant
}

export interface ServerToClient {
  delta: (delta: Delta) => void
  pulse: (pulse: Pulse) => void
}

/** Handshake: a wall brings its kiosk token, a console its session cookie. */
export interface Handshake {
  kiosk?: string
}

export const rooms = { wall: 'wall', duty: 'duty' } as const
