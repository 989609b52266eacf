/** Tokens of systems that send orders or read figures: only a hash of each is stored, so whoever reads the table can't use one. */
import { createHash, randomBytes } from 'node:crypto'
import { minute, type Instant } from '../../shared/clock.ts'
import type { TokenScope, TokenView } from '../../shared/import-view.ts'
import type { Connection } from '../../shared/node/postgres.ts'

/** What a token begins with, so that one that lies about in a file or a log is known for what it is. */
const prefix = 'tinghu_'
const shape = /^tinghu_[\w-]{43}$/

/** `used_at` is for a person who wonders whether a token is still needed: to the minute is enough, and a row is not written at each request. */
const noteEvery = minute

// 256 random bits can't be guessed from their hash: a slow one would only cost every request its time.
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64url')

export interface NewToken {
  name: string
  scopes: TokenScope[]
  /** Channels it may write; null = all. */
  channels: string[] | null
  endsAt: Instant
  by: string
}

/** Makes a token. @returns the token itself, which is not kept and can't be shown again, and how it is listed. */
export async function createToken(
  db: Connection, district: string, { name, scopes, channels, endsAt, by }: NewToken, now: Instant,
): Promise<{ token: string; view: TokenView }> {
  const token = prefix + randomBytes(32).toString('base64url')
  const { rows: [row] } = await db.query<{ id: number }>(
    `insert into api_tokens (district, name, hash, scopes, channels, created_by, created_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id`,
    [district, name, hashOf(token), scopes, channels, by, now, endsAt],
  )
  return { token, view: { id: row!.id, name, scopes, channels, by, at: now, endsAt, revokedAt: null, usedAt: null } }
}

const columns = `id, name, scopes, channels, created_by as by, created_at as at, ends_at as "endsAt", revoked_at as "revokedAt", used_at as "usedAt"`

/** The token that was shown as `token`, ended and revoked ones included; null where there is none. */
export async function findToken(db: Connection, district: string, token: string): Promise<TokenView | null> {
  if (!shape.test(token)) return null
  const { rows: [row] } = await db.query<TokenView>(`select ${columns} from api_tokens where hash = $2 and district = $1`, [district, hashOf(token)])
  return row ?? null
}

/** All tokens, the newest first. */
export async function listTokens(db: Connection, district: string): Promise<TokenView[]> {
  return (await db.query<TokenView>(`select ${columns} from api_tokens where district = $1 order by id desc`, [district])).rows
}

/** Ends a token at once. @returns its name; null where there is none of that id, or it was revoked before. */
export async function revokeToken(db: Connection, district: string, id: number, now: Instant): Promise<string | null> {
  const { rows: [row] } = await db.query<{ name: string }>(
    'update api_tokens set revoked_at = $3 where district = $1 and id = $2 and revoked_at is null returning name', [district, id, now],
  )
  return row?.name ?? null
}

/** Notes that a token was used, at most once a minute. */
export async function noteTokenUse(db: Connection, district: string, id: number, now: Instant): Promise<void> {
  await db.query('update api_tokens set used_at = $3 where district = $1 and id = $2 and (used_at is null or used_at < $4)', [district, id, now, now - noteEvery])
}

/** Whether an import is a batch that came with this token. */
export async function isBatchOf(db: Connection, district: string, id: number, token: number): Promise<boolean> {
  return (await db.query('select 1 from imports where district = $1 and id = $2 and token = $3', [district, id, token])).rowCount === 1
}
