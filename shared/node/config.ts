/** One table of settings: environment variable, default, meaning. README's table is printed from it (`npm run doctor -- --settings`). */
import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'
import { Fatal } from '../errors.ts'

const port = z.coerce.number().int().min(0).max(65_535)
const flag = z.enum(['true', 'false', '1', '0', '']).transform((text) => text === 'true' || text === '1')
const optional = z.string().transform((text) => text || null)

interface Setting {
  schema: z.ZodType
  default: string
  secret: boolean
  /** For people: what it does, in what unit. */
  meaning: string
}

const setting = <S extends z.ZodType>(schema: S, initial: string, meaning: string, secret = false) =>
  ({ schema, default: initial, meaning, secret }) satisfies Setting

export const settings = {
  PORT: setting(port, '8080', 'Port of wall and console.'),
  HOST: setting(z.string(), '127.0.0.1', 'Address the server listens on; 0.0.0.0 lets other machines in.'),
  PUBLIC_URL: setting(optional, '', 'Address under which people reach the server, where it differs from HOST and PORT.'),
  DATA_DIR: setting(z.string(), 'data', 'Folder for everything the program makes.'),
  DISTRICT: setting(z.string().regex(/^\d{6}$/), '320813', 'Code of the district pack in shared/districts.'),
  DATABASE_URL: setting(optional, '', 'PostgreSQL; empty = an embedded one in DATA_DIR/postgres.', true),
  REDIS_URL: setting(optional, '', 'Redis or Valkey; empty = an embedded one in DATA_DIR/redis.', true),
  SOURCES_FILE: setting(optional, '', 'JSON list of sources to crawl; empty = DATA_DIR/sources.json if there is one, else the sample town.'),
  CRAWL: setting(flag, 'true', 'false = npm start runs without crawlers.'),
  TOWN_PORT: setting(port, '8090', 'Port of the sample town; 0 = any free one.'),
  TOWN_SEED: setting(z.string(), 'hongze', 'Seed of the sample town.'),
  TOWN_DAYS: setting(z.coerce.number().int().min(0).max(365), '30', 'Days of history the sample town begins with.'),
  TOWN_PACE: setting(z.coerce.number().min(0), '20', 'Seconds between two live postings of the sample town; 0 = none.'),
  ADMIN_PASSWORD: setting(optional, '', 'Password of the first administrator; empty = one is made and printed at first start.', true),
  KIOSK_TOKEN: setting(optional, '', 'Token in the address of the wall; empty = one is made and kept in DATA_DIR.', true),
  REPORTER_KEY: setting(optional, '', 'Key of the hash that tells reporters apart; empty = one is made and kept in DATA_DIR.', true),
  SESSION_KEY: setting(optional, '', 'Key that seals the sessions lent to the crawlers; empty = one is made and kept in DATA_DIR.', true),
  CRAWLER_CONTACT: setting(z.string(), 'admin@localhost', 'Contact in the User-Agent of the crawlers.'),
  BUNDLE_DIR: setting(optional, '', 'Folder into which bundles from across a gap are carried; the server takes them as they come.'),
  BUNDLE_KEYS: setting(optional, '', 'Public keys of the crawlers whose bundles are believed, separated by commas (public-key.txt of their folder).'),
  CHROMIUM_PATH: setting(optional, '', 'Chromium to use; empty = the first on PATH, else the one from npm.'),
  LOG_LEVEL: setting(z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']), 'info', 'Least level that is logged.'),
} as const satisfies Record<string, Setting>

export type Settings = { [K in keyof typeof settings]: z.output<(typeof settings)[K]['schema']> }

export interface Config extends Settings {
  /** Absolute path below DATA_DIR. */
  dataPath(...parts: string[]): string
}

/** The repository's root: the folder that holds package.json. */
export const root = resolve(import.meta.dirname, '../..')

/**
 * Reads the settings from an environment.
 * @throws Fatal naming every variable that is wrong, its value (unless secret) and what is expected.
 */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const wrong: string[] = []
  const entries = Object.entries(settings).map(([name, { schema, default: initial, secret }]) => {
    const given = env[name] ?? initial
    const parsed = schema.safeParse(given)
    if (!parsed.success) wrong.push(`${name}=${secret ? '…' : given}: ${parsed.error.issues.map((issue) => issue.message).join('; ')}`)
    return [name, parsed.data] as const
  })
  if (wrong.length > 0) throw new Fatal(`Settings that cannot be used:\n  ${wrong.join('\n  ')}`)
  const values = Object.fromEntries(entries) as Settings
  const base = isAbsolute(values.DATA_DIR) ? values.DATA_DIR : join(root, values.DATA_DIR)
  return { ...values, dataPath: (...parts) => join(base, ...parts) }
}
