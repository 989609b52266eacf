/** The people who may log in; passwords are kept as Argon2id hashes only. */
import { randomInt } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'
import type { Connection } from '../../shared/node/postgres.ts'
import type { Session } from './sessions.ts'

export const administrator = 'admin'

/** Without letters and digits that look alike: it is read off a terminal and typed. */
const alphabet = 'abcdefghjkmnpqrstuvwxyz23456789'

/**
 * Makes the administrator where there is none.
 * @param given a configured password; null = one is made.
 * @returns the password when the administrator was made just now, else null.
 */
export async function ensureAdministrator(db: Connection, given: string | null): Promise<string | null> {
  const { rowCount } = await db.query('select 1 from users where name = $1', [administrator])
  return rowCount ? null : setPassword(db, given)
}

/** Gives the administrator a new password, made where none is given, and returns it. */
export async function setPassword(db: Connection, given: string | null): Promise<string> {
  const password = given ?? Array.from({ length: 12 }, () => alphabet[randomInt(alphabet.length)]).join('')
  await db.query(
    `insert into users (name, role, password_hash, created_at) values ($1, 'admin', $2, $3)
     on conflict (name) do update set password_hash = excluded.password_hash`,
    [administrator, await hash(password), Date.now()],
  )
  return password
}

/** The session of whoever knows the password; null otherwise, after the same time for an unknown name. */
export async function logIn(db: Connection, name: string, password: string): Promise<Session | null> {
  const { rows: [user] } = await db.query<{ password_hash: string }>('select password_hash from users where name = $1', [name])
  const right = await verify(user?.password_hash ?? (await anyHash()), password)
  return user && right ? { name, role: 'admin' } : null
}

let someHash: Promise<string> | null = null
const anyHash = (): Promise<string> => (someHash ??= hash('a password of nobody'))
