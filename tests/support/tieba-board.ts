/** A moving forum as Tieba shows it: one order, the first page again past the end, answers below floors on pages of their own. */
import type { Page } from '../../shared/node/http/fetch.ts'
import { toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { MovingForum } from './moving-forum.ts'

const stamp = (at: Instant): string => toBeijingIso(at).slice(0, 16).replace('T', ' ')
const data = (value: unknown): string => JSON.stringify(value).replaceAll('"', '&quot;')

/** As a list shows it: the minute of today, the day of this year, the month of an older one. */
function short(at: Instant, now: Instant): string {
  const [then, today] = [toBeijingIso(at), toBeijingIso(now)]
  if (then.slice(0, 10) === today.slice(0, 10)) return then.slice(11, 16)
  return then.slice(0, 4) === today.slice(0, 4) ? `${Number(then.slice(5, 7))}-${Number(then.slice(8, 10))}` : then.slice(0, 7)
}

/** What stands behind an address; `comments` gives how many answers a floor has. Null = 404. */
export function showBoard(forum: MovingForum, url: string, comments: (pid: string) => number = () => 0): Page | null {
  const { pathname, searchParams } = new URL(url)
  const pn = Number(searchParams.get('pn') ?? 0)
  const thread = /^\/p\/(\d+)$/.exec(pathname)?.[1]
  const html = pathname === '/f' ? showList(forum, pn / 50 + 1) : pathname === '/p/comment' ? showComments(searchParams, comments) : thread ? showThread(forum, Number(thread), Math.max(pn, 1), comments) : null
  return html === null ? null : { url, status: 200, headers: { 'content-type': 'text/html; charset=utf-8' }, bytes: Buffer.from(html), fetchedAt: forum.now }
}

function showList(forum: MovingForum, asked: number): string {
  const { last } = forum.list(1, false)
  const page = asked > last ? 1 : asked
  const rows = forum.list(page, false).threads.map(({ tid, posts }) => `<li class=" j_thread_list clearfix" data-tid="${tid}"
    data-field='${data({ id: tid, author_name: `u${tid}`, reply_num: posts.length - 1, is_top: null })}'>
    <a class="j_th_tit " href="/p/${tid}" title="第${tid}帖">第${tid}帖</a><span class="pull-right is_show_create_time">${short(posts[0]?.at ?? 0, forum.now)}</span>
    <span class="threadlist_reply_date">${short(posts.at(-1)?.at ?? 0, forum.now)}</span></li>`)
  const pager = `<div id="frs_list_pager"><span class="pagination-current pagination-item ">${page}</span><a class="last pagination-item " href="//tieba.baidu.com/f?kw=x&pn=${(last - 1) * 50}">尾页</a></div>`
  return `<!DOCTYPE html><html><head><title>样例吧-百度贴吧</title></head><body></html>
<code class="pagelet_html" id="pagelet_html_frs-list/pagelet/thread_list" style="display:none;"><!--<ul id="thread_list">${rows.join('\n')}</ul>${pager}--></code></body></html>`
}

function showThread(forum: MovingForum, tid: number, asked: number, comments: (pid: string) => number): string | null {
  const last = forum.thread(tid, 1)?.last
  if (last === undefined) return null
  const page = asked > last ? 1 : asked
  const all = forum.threads.find((thread) => thread.tid === tid)?.posts ?? []
  const floors = forum.thread(tid, page)?.threads[0]?.posts.map(({ pid, text, at }) => `<div class="l_post l_post_bright" data-pid="${pid}"
    data-field="${data({ author: { user_name: `u${pid}` }, content: { post_id: pid, thread_id: tid, post_no: all.findIndex((post) => post.pid === pid) + 1, comment_num: comments(String(pid)) } })}">
    <div id="post_content_${pid}" class="d_post_content">${text}</div><span class="tail-info">1楼</span><span class="tail-info">${stamp(at)}</span></div>`)
  return `<!DOCTYPE html><html><head><title>第${tid}帖【样例吧】_百度贴吧</title></head><body><h3 class="core_title_txt" title="第${tid}帖">第${tid}帖</h3>
<li class="pb_list_pager"><span class="tP">${page}</span></li><li class="l_reply_num"><span class="red">${all.length - 1}</span>回复贴，共<span class="red">${last}</span>页</li>
${floors?.join('\n')}</body></html>`
}

const perPage = 10

function showComments(query: URLSearchParams, comments: (pid: string) => number): string {
  const pid = query.get('pid') ?? ''
  const [count, page] = [comments(pid), Number(query.get('pn'))]
  const items = Array.from({ length: count }, (_, n) => n + 1).slice((page - 1) * perPage, page * perPage)
  return `${items.map((n) => `<li class="lzl_single_post" data-field='${data({ spid: `${pid}${String(n).padStart(3, '0')}`, showname: 'u' })}'>
<span class="lzl_content_main">第${n}句</span><span class="lzl_time">2026-11-22 20:00</span></li>`).join('\n')}
<li class="lzl_li_pager" data-field='${data({ total_num: count, total_page: Math.ceil(count / perPage) })}'><span class="tP">${page}</span></li>`
}
