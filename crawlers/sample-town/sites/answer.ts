/** What every site of the town answers with: status, type and bytes, with validators and 304 where a site offers them. */
import { createHash } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Instant } from '../../../shared/clock.ts'

export interface Answer {
  status: number
  headers: Record<string, string>
  body: Uint8Array
}

/** A request as the sites see it. */
export interface Request {
  method: string
  /** Below the site's own folder. */
  path: string
  query: URLSearchParams
  headers: IncomingHttpHeaders
  /** What was posted; empty for a GET. */
  body: string
}

const encoder = new TextEncoder()

export const answer = (type: string, body: string | Uint8Array, status = 200, headers: Record<string, string> = {}): Answer => ({
  status, headers: { 'content-type': type, ...headers }, body: typeof body === 'string' ? encoder.encode(body) : body,
})

export const htmlAnswer = (html: string, status = 200): Answer => answer('text/html; charset=utf-8', html, status)

export const redirect = (location: string, status = 302): Answer => ({ status, headers: { location }, body: new Uint8Array() })

/** Escapes for HTML text and attributes; what UTF-8 cannot carry (a lone surrogate) becomes a numeric reference. */
export function escapeHtml(text: string): string {
  return text
    .replace(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
    .replace(/\p{Surrogate}/gu, (half) => `&#${half.charCodeAt(0)};`)
}

/** The text of a posting in a page: escaped, with its line breaks. */
export const paragraphs = (text: string): string => escapeHtml(text).replaceAll('\n', '<br />\n')

/**
 * Adds ETag and Last-Modified, and answers 304 to whoever has this very version.
 * @param version what the bytes depend on: equal versions have equal bytes.
 */
export function conditional(request: Request, version: string, modifiedAt: Instant, make: () => Answer): Answer {
  const etag = `"${createHash('sha256').update(version).digest('base64url').slice(0, 22)}"`
  const headers = { etag, 'last-modified': new Date(modifiedAt).toUTCString(), 'cache-control': 'no-cache' }
  const asked = request.headers['if-none-match']
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  // An ETag outweighs a date (RFC 9110, 13.2.2): two changes may fall in one second.
  const same = asked === undefined
    ? since >= Math.floor(modifiedAt / 1_000) * 1_000
    : asked.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
  if (same) return { status: 304, headers, body: new Uint8Array() }
  const made = make()
  return { ...made, headers: { ...made.headers, ...headers } }
}

/** The frame of a plain page of the town, marked as a demonstration. */
export function plainPage(title: string, body: string): string {
  return `<!DOCTYPE html>
<html lang="zh-CN">
<head><meta charset="utf-8"><title>${escapeHtml(title)}（演示数据）</title>
<style>body{font:16px/1.7 sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222}header,footer{color:#666;font-size:14px}
table{border-collapse:collapse}td,th{padding:.2em .8em;border-bottom:1px solid #ddd;text-align:left}.date{color:#666;margin-left:1em}</style></head>
<body>
<header>演示数据 · 本站内容均为虚构</header>
<h1>${escapeHtml(title)}</h1>
${body}
<footer>演示数据 · 样例小城</footer>
</body>
</html>
`
}
