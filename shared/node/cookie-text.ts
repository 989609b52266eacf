/** Reads the three forms in which people get their cookies out of a browser; what is wrong is said by line, never with a value. */
import { Cookie } from 'tough-cookie'
import { z } from 'zod'
import type { Instant } from '../clock.ts'
import { GiveUp } from '../errors.ts'
import { siteOf } from './http/site.ts'

/** A cookie and the host that it is of. */
export interface ReadCookie {
  host: string
  cookie: Cookie
}

interface Given {
  /** What people call its place in the text: 第 3 行. */
  place: string
  name: string
  value: string
  domain: string
  path: string
  /** True for a cookie of this very host, false for one of the hosts below it too. */
  hostOnly: boolean
  secure: boolean
  httpOnly: boolean
  expires: Instant | null
}

/**
 * The cookies of a text: a Cookie header, a Netscape cookies.txt, or the array of EditThisCookie and Cookie-Editor.
 * @param site the domain that a Cookie header is of; the other two say so themselves.
 * @throws GiveUp in Chinese, with the place of what is wrong.
 */
export function readCookies(text: string, site: string | null): ReadCookie[] {
  const body = text.replace(/^\ufeff/, '').trim()
  const given = body.startsWith('[') || body.startsWith('{') ? fromExtension(body) : body.includes('\t') || body.startsWith('#') ? fromNetscape(body) : fromHeader(body, site)
  return given.map(toCookie)
}

const exported = z.object({
  name: z.string().min(1), value: z.string(), domain: z.string().min(1), path: z.string().startsWith('/').default('/'), hostOnly: z.boolean().optional(),
  secure: z.boolean().default(false), httpOnly: z.boolean().default(false), expirationDate: z.number().nullish(),
})

function fromExtension(text: string): Given[] {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    // The engine's own message quotes the text.
    throw new GiveUp('不是完整的 JSON：请在浏览器扩展里重新导出，并全部粘贴')
  }
  if (!Array.isArray(json)) throw new GiveUp('JSON 应是 Cookie 的列表（方括号开头）')
  return json.map((entry, index) => {
    const place = `第 ${index + 1} 条`
    const parsed = exported.safeParse(entry)
    if (!parsed.success) throw new GiveUp(`${place}：${[...new Set(parsed.error.issues.map(({ path }) => path.join('.') || '内容'))].join('、')} 缺失或格式不对`)
    const { expirationDate, hostOnly, domain, ...rest } = parsed.data
    return { ...rest, place, domain, hostOnly: hostOnly ?? !domain.startsWith('.'), expires: expirationDate ? expirationDate * 1_000 : null }
  })
}

/** Seven columns parted by tabs: domain, whether of hosts below too, path, secure, expiry in seconds (0 = with the browser), name, value. */
function fromNetscape(text: string): Given[] {
  return text.split(/\r?\n/).flatMap((line, index) => {
    const httpOnly = line.startsWith('#HttpOnly_')
    const row = httpOnly ? line.slice('#HttpOnly_'.length) : line
    if (row.trim() === '' || row.startsWith('#')) return []
    const place = `第 ${index + 1} 行`
    const [domain = '', below, path = '', secure, expiry = '', name = '', value = '', ...more] = row.split('\t')
    const columns = row.split('\t').length
    if (columns < 6 || more.length > 0) throw new GiveUp(`${place}：应有 7 列（以制表符分隔），实际 ${columns} 列`)
    const seconds = Number(expiry)
    if (!domain || !name || !path.startsWith('/') || Number.isNaN(seconds)) throw new GiveUp(`${place}：域名、路径、到期时间或名称不对`)
    return [{ place, name, value, domain, path, hostOnly: below !== 'TRUE', secure: secure === 'TRUE', httpOnly, expires: seconds > 0 ? seconds * 1_000 : null }]
  })
}

function fromHeader(text: string, site: string | null): Given[] {
  if (!site) throw new GiveUp('粘贴的是 Cookie 请求头，它不含域名：请填写站点，例如 weibo.cn')
  const domain = siteOf(site)
  const pairs = text.replace(/^cookie\s*:\s*/i, '').split(';').map((pair) => pair.trim()).filter((pair) => pair !== '')
  return pairs.map((pair, index) => {
    const place = `第 ${index + 1} 项`
    const cut = pair.indexOf('=')
    if (cut < 1) throw new GiveUp(`${place}：不是“名称=值”`)
    return { place, name: pair.slice(0, cut).trim(), value: pair.slice(cut + 1).trim(), domain, path: '/', hostOnly: !isDomain(domain), secure: false, httpOnly: false, expires: null }
  })
}

/** An IP address or a bare host name has no hosts below it. */
const isDomain = (site: string): boolean => site.includes('.') && !/^[\d.]+$|:/.test(site)

function toCookie({ place, name, value, domain, path, hostOnly, secure, httpOnly, expires }: Given): ReadCookie {
  const host = domain.replace(/^\./, '').toLowerCase()
  if (!URL.canParse(`http://${host}/`) || new URL(`http://${host}/`).hostname !== host) throw new GiveUp(`${place}：域名不对`)
  if (!/^[^\s;=,\p{Cc}]+$/u.test(name)) throw new GiveUp(`${place}：名称含有不允许的字符`)
  // Whatever a header line can't carry would break every request, or begin another header.
  if (!/^[\x20-\x3a\x3c-\x7e\xa0-\xff]*$/.test(value)) throw new GiveUp(`${place}：值含有不允许的字符`)
  const cookie = new Cookie({
    key: name, value, path, secure, httpOnly, expires: expires === null ? 'Infinity' : new Date(expires), ...(hostOnly || !isDomain(host) ? {} : { domain: host }),
  })
  return { host, cookie }
}
