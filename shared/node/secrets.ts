/** Keys and tokens that are not configured are made once and kept beside the data, readable by their owner only. */
import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { Fatal, messageOf } from '../errors.ts'
import type { Config } from './config.ts'

export interface Secrets {
  /** Opens the wall without a login; part of its address. */
  kioskToken: string
  /** Hashes reporters; kept outside the database, so that the database alone tells nobody. */
  reporterKey: string
}

const stored = z.object({ kioskToken: z.string(), reporterKey: z.string() })

/**
 * Reads the secrets, making what is missing.
 * @throws Fatal when the file is damaged: new keys would make every reporter a new person.
 */
export async function loadSecrets(config: Config): Promise<Secrets> {
  const path = config.dataPath('secrets.json')
  const kept = await readOrMake(path)
  return {
    kioskToken: config.KIOSK_TOKEN ?? kept.kioskToken,
    reporterKey: config.REPORTER_KEY ?? kept.reporterKey,
  }
}

async function readOrMake(path: string): Promise<Secrets> {
  const made: Secrets = { kioskToken: token(16), reporterKey: token(32) }
  await mkdir(dirname(path), { recursive: true })
  try {
    // 'wx' fails when the file is there: two processes that start at once agree on the first one's keys.
    await writeFile(path, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' })
    return made
  } catch {
    const parsed = stored.safeParse(await readFile(path, 'utf8').then(JSON.parse).catch(messageOf))
    if (parsed.success) return parsed.data
    throw new Fatal(`${path} is damaged (${parsed.error.issues[0]?.message}). Restore it from a backup; removing it gives the wall another address and makes every reporter new.`)
  }
}

const token = (bytes: number): string => randomBytes(bytes).toString('base64url')
