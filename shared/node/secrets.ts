/** Keys and tokens that are not configured are made once and kept beside the data, readable by their owner only. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { Fatal, messageOf } from '../errors.ts'
import type { Config } from './config.ts'

export interface Secrets {
  /** Opens the wall without a login; part of its address. */
  kioskToken: string
  /** Hashes reporters; kept outside the database, so that the database alone tells nobody. */
  reporterKey: string
  /** Seals the sessions that operators lend; kept outside the database, so that a copy of it lends nothing. */
  sessionKey: string
}

/** Files of the first version have no `sessionKey`. */
const stored = z.object({ kioskToken: z.string(), reporterKey: z.string(), sessionKey: z.string().optional() })
type Stored = z.infer<typeof stored>

/**
 * Reads the secrets, making what is missing.
 * @throws Fatal when the file is damaged: new keys would make every reporter a new person.
 */
export async function loadSecrets(config: Config): Promise<Secrets> {
  const path = config.dataPath('secrets.json')
  await mkdir(dirname(path), { recursive: true })
  const kept = await readSecrets(path) ?? await offer(path, { kioskToken: token(16), reporterKey: token(32), sessionKey: token(32) })
  const sessionKey = kept.sessionKey ?? (await addSessionKey(path, kept))
  return {
    kioskToken: config.KIOSK_TOKEN ?? kept.kioskToken,
    reporterKey: config.REPORTER_KEY ?? kept.reporterKey,
    sessionKey: config.SESSION_KEY ?? sessionKey,
  }
}

/** null where there is no file yet. */
async function readSecrets(path: string): Promise<Stored | null> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const parsed = stored.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new Fatal(`${path} is damaged (${parsed.error.issues[0]?.message}). Restore it from a backup; removing it gives the wall another address, `
    + 'makes every reporter new and the lent sessions unreadable.')
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return messageOf(error)
  }
}

/** Puts a whole file there unless one is, and reads whichever it is: processes that start at once agree on the first one's keys. */
async function offer(path: string, made: Stored): Promise<Stored> {
  const draft = `${path}.${process.pid}.${token(6)}`
  await writeFile(draft, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' })
  // A link to a name that is taken fails, and the name never holds half a file.
  await link(draft, path).catch(() => undefined)
  await rm(draft)
  return await readSecrets(path) ?? made
}

/** Adds the one key to a file of the first version; the others stay. Whoever's draft came first becomes the file. */
async function addSessionKey(path: string, kept: Stored): Promise<string> {
  const next = `${path}.next`
  await offer(next, { ...kept, sessionKey: token(32) })
  const already = (await readSecrets(path))?.sessionKey
  // Another process may have been done between our look and our draft, or may rename the draft before us.
  await (already ? rm(next, { force: true }) : rename(next, path).catch(() => undefined))
  const key = already ?? (await readSecrets(path))?.sessionKey
  if (key) return key
  throw new Fatal(`${path}: sessionKey could not be added; is the folder writable?`)
}

const token = (bytes: number): string => randomBytes(bytes).toString('base64url')
