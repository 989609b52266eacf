/** A small forum with the markup of Discuz! X3.5, alive: threads can be added, answered, hidden and moved between two requests, and it can fail. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import iconv from 'iconv-lite'
import { toBeijingIso } from '../../shared/clock.ts'

export interface TestPost {
  pid: number
  author: string
  text: string
  at: number
}
export interface TestThread {
  tid: number
  title: string
  pinned?: boolean
  gone?: boolean
  forbidden?: boolean
  posts: TestPost[]
}

export type Fault =
  | 'none' | 'hang' | 'reset' | '503' | '429' | '432' | 'truncate' | 'badgzip' | 'gzip' | 'fakegzip' | 'wrongcharset' | 'loop' | 'inside' | 'tologin'
  | 'empty' | 'huge' | 'closed' | 'reload' | 'foreign'

const perPage = 20
const postsPerPage = 10
const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const stamp = (at: number, length: number) => toBeijingIso(at).replace('T', ' ').slice(0, length)

export class TestForum {
  threads: TestThread[] = []
  fault: Fault = 'none'
  charset: 'utf-8' | 'gbk' = 'utf-8'
  robots = ''
  /** Paths with query, in the order of asking. */
  asked: string[] = []
  /** Called before each answer: the moment to change something under a visit. */
  meanwhile: (path: string) => void = () => undefined
  /** Answers in the forum's place where it returns true: a doorkeeper. */
  door: (request: IncomingMessage, response: ServerResponse) => boolean = () => false
  #ids = 100
  readonly #server = createServer((request, response) => { this.#answer(request, response) })

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  post(title: string, text: string, at: number, author = '湖边人'): TestThread {
    const thread = { tid: ++this.#ids, title, posts: [{ pid: ++this.#ids, author, text, at }] }
    this.threads.push(thread)
    return thread
  }

  reply(thread: TestThread, text: string, at: number, author = '路过'): void {
    thread.posts.push({ pid: ++this.#ids, author, text, at })
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? '/'
    this.asked.push(path)
    if (path === '/robots.txt') return void response.writeHead(this.robots ? 200 : 404).end(this.robots)
    this.meanwhile(path)
    if (this.door(request, response)) return
    const query = new URL(path, 'http://forum').searchParams
    const fault = this.fault
    if (fault === 'hang') return
    if (fault === 'reset') return void request.socket.destroy()
    if (fault === '503' || fault === '429' || fault === '432') return void response.writeHead(Number(fault), { 'retry-after': '2' }).end('busy')
    if (fault === 'loop') return void response.writeHead(302, { location: path }).end()
    if (fault === 'inside') return void response.writeHead(302, { location: 'http://127.0.0.1:1/secret' }).end()
    if (fault === 'tologin') return void response.writeHead(302, { location: '/member.php?mod=logging&action=login' }).end()
    if (fault === 'reload' && !request.headers.cookie) {
      const wall = '<html><head><title>页面重载开启</title></head><body></body></html>'
      return void response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'set-cookie': 'lastrequest=1; path=/' }).end(wall)
    }
    const { status, html } = fault === 'closed' ? { status: 200, html: this.#message('抱歉，本站点暂时关闭') }
      : fault === 'foreign' ? { status: 200, html: '<html><body><h1>It works!</h1></body></html>' }
        : this.#page(query)
    let body = iconv.encode(html, this.charset)
    const headers: Record<string, string> = { 'content-type': `text/html; charset=${fault === 'wrongcharset' ? (this.charset === 'gbk' ? 'utf-8' : 'gbk') : this.charset}` }
    if (fault === 'gzip' || fault === 'badgzip' || fault === 'fakegzip') headers['content-encoding'] = 'gzip'
    if (fault === 'gzip') body = gzipSync(body)
    if (fault === 'badgzip') body = gzipSync(body).subarray(0, 300)
    if (fault === 'truncate') body = body.subarray(0, body.length >> 1)
    if (fault === 'empty') body = Buffer.alloc(0)
    if (fault === 'huge') body = Buffer.concat([body, Buffer.alloc(9 << 20, 32)])
    response.writeHead(status, headers).end(body)
  }

  #page(query: URLSearchParams): { status: number; html: string } {
    if (query.get('mod') === 'forumdisplay') return { status: 200, html: this.#list(Number(query.get('page') ?? 1), query.get('orderby') === 'dateline') }
    const thread = this.threads.find(({ tid }) => tid === Number(query.get('tid')))
    if (!thread || thread.gone) return { status: 404, html: this.#message('抱歉，指定的主题不存在或已被删除或正在被审核') }
    if (thread.forbidden) return { status: 200, html: this.#message('抱歉，本帖要求阅读权限高于 100 才能浏览') }
    return { status: 200, html: this.#thread(thread, Number(query.get('page') ?? 1)) }
  }

  #list(asked: number, byOpening: boolean): string {
    const shown = this.threads.filter(({ gone }) => !gone)
    const key = ({ posts }: TestThread) => (byOpening ? posts[0]?.at : posts.at(-1)?.at) ?? 0
    const normal = shown.filter(({ pinned }) => !pinned).sort((a, b) => key(b) - key(a))
    const last = Math.max(1, Math.ceil(normal.length / perPage))
    const page = asked > last ? 1 : asked
    const rows = [...(page === 1 ? shown.filter(({ pinned }) => pinned) : []), ...normal.slice((page - 1) * perPage, page * perPage)]
    return this.#frame(`${this.#pager(page, last)}<div id="threadlist"><table id="threadlisttableid">${rows.map((thread) => {
      const [first, latest] = [thread.posts[0], thread.posts.at(-1)]
      return `<tbody id="${thread.pinned ? 'stickthread' : 'normalthread'}_${thread.tid}"><tr><th><a href="forum.php?mod=viewthread&amp;tid=${thread.tid}&amp;extra=page%3D1" class="s xst">${escape(thread.title)}</a></th>
<td class="by"><cite><a href="home.php?mod=space&amp;uid=2">${first?.author ?? ''}</a></cite><em><span>${stamp(first?.at ?? 0, 10)}</span></em></td>
<td class="num"><a class="xi2">${thread.posts.length - 1}</a><em>12</em></td>
<td class="by"><cite><a href="home.php?mod=space&amp;username=x">${latest?.author ?? ''}</a></cite><em><a href="#"><span title="${stamp(latest?.at ?? 0, 16)}">刚刚</span></a></em></td></tr></tbody>`
    }).join('\n')}</table></div>`)
  }

  #thread(thread: TestThread, asked: number): string {
    const last = Math.max(1, Math.ceil(thread.posts.length / postsPerPage))
    const page = Math.min(asked, last)
    const posts = thread.posts.slice((page - 1) * postsPerPage, page * postsPerPage)
    return this.#frame(`${this.#pager(page, last)}<div id="postlist"><h1 class="ts"><span id="thread_subject">${escape(thread.title)}</span></h1>${posts.map(({ pid, author, text, at }) =>
      `<div id="post_${pid}"><table id="pid${pid}"><tr><td class="pls"><div id="favatar${pid}" class="pls"><div class="pi"><div class="authi"><a href="home.php?mod=space&amp;uid=2" class="xw1">${author}</a></div></div></div></td>
<td class="plc"><div class="pti"><div class="authi"><em id="authorposton${pid}">发表于 ${stamp(at, 19)}</em></div></div><div class="pct"><div class="pcb"><div class="t_fsz"><table><tr><td class="t_f" id="postmessage_${pid}">${escape(text)}</td></tr></table></div></div></div></td></tr></table></div>`).join('\n')}</div>`)
  }

  #pager(page: number, last: number): string {
    return last === 1 ? '' : `<div class="pg"><strong>${page}</strong><label><span title="共 ${last} 页"> / ${last} 页</span></label></div>`
  }

  #message(words: string): string {
    return this.#frame(`<div id="messagetext" class="alert_info"><p>${words}</p></div>`)
  }

  #frame(inner: string): string {
    return `<!DOCTYPE html><html><head><meta charset="${this.charset}" /><title>论坛</title></head><body>${inner}<div id="ft">页脚</div></body></html>`
  }
}
