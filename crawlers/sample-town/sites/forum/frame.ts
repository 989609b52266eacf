/** The frame of the forum's pages: head, path, pager, message, and the bytes in the encoding of the board. */
import iconv from 'iconv-lite'
import { boards } from '../../plan/ordinary.ts'
import { escapeHtml, type Answer } from '../answer.ts'

/** The board that an old part of the forum serves in GBK. */
export const gbkBoard = 36

export const charsetOf = (board: number | null): 'gbk' | 'utf-8' => (board === gbkBoard ? 'gbk' : 'utf-8')

/** Bytes in GBK; what GBK lacks (emoji, rare characters) becomes a numeric reference. */
export function encodeGbk(html: string): Uint8Array {
  const bytes = iconv.encode(html, 'gbk')
  if (iconv.decode(bytes, 'gbk') === html) return bytes
  return iconv.encode(Array.from(html, (character) => (isGbk(character) ? character : `&#${character.codePointAt(0)};`)).join(''), 'gbk')
}

const lacking = new Map<string, boolean>()

function isGbk(character: string): boolean {
  if (character < '\u0080') return true
  let holds = lacking.get(character)
  if (holds === undefined) lacking.set(character, holds = iconv.decode(iconv.encode(character, 'gbk'), 'gbk') === character)
  return holds
}

/** A page of the forum; `board` decides the encoding, null = UTF-8. */
export function forumPage(title: string, body: string, board: number | null = null, status = 200): Answer {
  const charset = charsetOf(board)
  const name = boards.find(({ fid }) => fid === board)?.name
  const path = name ? ` <em>&rsaquo;</em> <a href="forum.php?mod=forumdisplay&amp;fid=${board}">${name}</a>` : ''
  const html = `<!DOCTYPE html>
<html>
<head>
<meta charset="${charset}" />
<title>${escapeHtml(title)} - 样例小城论坛（演示数据） - Powered by Discuz!</title>
<meta name="generator" content="sample town, in the structure of Discuz! X3.5" />
<style>body{font:14px/1.6 sans-serif;max-width:70em;margin:0 auto}
table{width:100%;border-collapse:collapse}td,th{padding:4px 8px;text-align:left;border-bottom:1px solid #eee}
.pg a,.pg strong{padding:0 6px}.pls{width:11em;vertical-align:top}cite{font-style:normal}.notice{background:#fff4ce;padding:4px 8px}</style>
</head>
<body id="nv_forum">
<p class="notice">演示数据 · 本论坛内容均为虚构</p>
<div id="wp" class="wp">
<div id="pt" class="bm cl"><div class="z"><a href="./">样例小城论坛</a>${path}</div></div>
${body}
</div>
<div id="ft" class="wp cl"><p>演示数据 · 样例小城</p></div>
</body>
</html>
`
  const bytes = charset === 'gbk' ? encodeGbk(html) : new TextEncoder().encode(html)
  return { status, headers: { 'content-type': `text/html; charset=${charset}` }, body: bytes }
}

/** What the forum says instead of a page. */
export const messagePage = (text: string, status: number): Answer =>
  forumPage('提示信息', `<div id="ct" class="wp cl"><div class="nfl"><div class="f_c altw"><div id="messagetext" class="alert_error">
<p>${escapeHtml(text)}</p>
</div></div></div></div>`, null, status)

/** The pager; `address` gets the page number appended. Nothing where there is one page only. */
export function pager(page: number, last: number, address: string): string {
  if (last <= 1) return ''
  const all = Array.from({ length: last }, (_, index) => index + 1)
  const near = all.filter((number) => Math.abs(number - page) <= 4 || number === 1 || number === last)
  const link = (number: number, text: string, style = '') => `<a href="${address}&amp;page=${number}"${style}>${text}</a>`
  const numbers = near.map((number) => (number === page ? `<strong>${number}</strong>` : link(number, String(number))))
  const next = page < last ? link(page + 1, '下一页', ' class="nxt"') : ''
  return `<div class="pg">${numbers.join('')}<label><span title="共 ${last} 页"> / ${last} 页</span></label>${next}</div>`
}
