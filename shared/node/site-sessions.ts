/** The sessions that operators lend to the crawlers: one jar of cookies a site, bound to its browser's name, sealed in the database. */
import { Cookie, CookieJar } from 'tough-cookie'
import { z } from 'zod'
import type { Instant } from '../clock.ts'
import { GiveUp } from '../errors.ts'
import type { SessionRow, SessionState } from '../source-view.ts'
import { readCookies } from './cookie-text.ts'
import { siteOf } from './http/site.ts'
import type { Connection } from './postgres.ts'
import { seal, unseal } from './seal.ts'

/** The channel of NOTIFY on which a changed session is told; the payload is `district site`. */
export const sessionChannel = 'tinghu_session'

/** What is lent: cookies, and the User-Agent with which the site gave them. */
export interface Session {
  jar: CookieJar
  userAgent: string
}

/** Old forums set cookies that no standard allows; a site of the office's own may be an address or `localhost`. */
export const newJar = (): CookieJar => new CookieJar(undefined, { looseMode: true, rejectPublicSuffixes: false })

const stored = z.object({ userAgent: z.string(), jar: z.string() })

export function sealSession(key: string, district: string, site: string, { jar, userAgent }: Session): Buffer {
  return seal(key, `${district}/${site}`, JSON.stringify({ userAgent, jar: JSON.stringify(jar.serializeSync()) }))
}

/** @throws GiveUp when the key is another; no message of it holds anything of the session. */
export function openSession(key: string, district: string, site: string, sealed: Uint8Array): Session {
  const { userAgent, jar } = stored.parse(JSON.parse(unseal(key, `${district}/${site}`, sealed)))
  return { userAgent, jar: CookieJar.deserializeSync(jar) }
}

/**
 * Takes a session in, in place of the one the site may have had.
 * @param given the text as it was pasted (see {@link readCookies}), the User-Agent of the browser it comes from, and the site it is for.
 * @returns the site: a registrable domain.
 * @throws GiveUp in Chinese when the text can't be read, is of several sites, or has ended already.
 */
export async function importSession(
  db: Connection, district: string, key: string, given: { text: string; userAgent: string; site?: string | null }, by: string, now: Instant,
): Promise<string> {
  if (!/^[\x20-\x7e]{10,400}$/.test(given.userAgent.trim())) throw new GiveUp('User-Agent 不对：请从登录所用浏览器复制完整的一行')
  const asked = given.site ? siteOf(hostOf(given.site)) : null
  const read = readCookies(given.text, asked)
  const sites = [...new Set(read.map(({ host }) => siteOf(host)))]
  const [site = null] = asked ? [asked] : sites
  if (!asked && sites.length > 1) throw new GiveUp(`内容包含 ${sites.length} 个站点（${sites.slice(0, 5).join('、')}）：请填写要导入的站点，其余的不会保存`)
  const mine = read.filter(({ host }) => siteOf(host) === site)
  if (!site || mine.length === 0) throw new GiveUp(asked ? `内容里没有 ${asked} 的 Cookie` : '没有读到任何 Cookie')
  const living = mine.filter(({ cookie }) => cookie.expires === 'Infinity' || (cookie.expires?.getTime() ?? 0) > now)
  if (living.length === 0) throw new GiveUp('其中的 Cookie 都已过期：请重新登录后再导出')
  const jar = newJar()
  for (const { host, cookie } of living) jar.setCookieSync(cookie, `${cookie.secure ? 'https' : 'http'}://${host}${cookie.path ?? '/'}`, { ignoreError: true })
  if (jar.serializeSync()?.cookies.length === 0) throw new GiveUp('没有可用的 Cookie：域名与站点不符')
  await db.query(
    `insert into site_sessions (district, site, sealed, state, state_since, imported_by, imported_at) values ($1, $2, $3, 'new', $5, $4, $5)
     on conflict (district, site) do update set sealed = excluded.sealed, state = 'new', reason = null, state_since = excluded.state_since,
       imported_by = excluded.imported_by, imported_at = excluded.imported_at, used_at = null`,
    [district, site, sealSession(key, district, site, { jar, userAgent: given.userAgent.trim() }), by, now],
  )
  await tellSession(db, district, site)
  return site
}

/** How each session stands, without anything of what is in it but numbers. */
export async function listSessions(db: Connection, district: string, key: string): Promise<SessionRow[]> {
  const { rows } = await db.query<{
    site: string; sealed: Buffer; state: SessionState; reason: string | null
    state_since: Instant; imported_by: string; imported_at: Instant; used_at: Instant | null
  }>('select * from site_sessions where district = $1 order by site', [district])
  return rows.map((row) => {
    const common = { site: row.site, stateSince: row.state_since, importedBy: row.imported_by, importedAt: row.imported_at, usedAt: row.used_at }
    try {
      const cookies = openSession(key, district, row.site, row.sealed).jar.serializeSync()?.cookies ?? []
      const ends = cookies.map((cookie) => Cookie.fromJSON(cookie)?.expiryTime() ?? Infinity).filter(Number.isFinite)
      return { ...common, state: row.state, reason: row.reason, cookies: cookies.length, expiresAt: ends.length > 0 ? Math.min(...ends) : null }
    } catch {
      return { ...common, state: 'expired', reason: '密钥已更换，打不开：请重新导入', cookies: 0, expiresAt: null }
    }
  })
}

export async function forgetSession(db: Connection, district: string, site: string): Promise<void> {
  await db.query('delete from site_sessions where district = $1 and site = $2', [district, site])
  await tellSession(db, district, site)
}

const tellSession = (db: Connection, district: string, site: string) => db.query('select pg_notify($1, $2)', [sessionChannel, `${district} ${site}`])

function hostOf(site: string): string {
  const text = site.trim().replace(/^\.+/, '')
  const url = text.includes('://') ? text : `http://${text}`
  if (!URL.canParse(url)) throw new GiveUp('站点不对：请填写域名，例如 weibo.cn')
  return new URL(url).hostname
}
