/** A forum in memory that moves while it is read, shown as NodeBB (JSON), Xiuno and Discuz! in GBK show it. */
import iconv from 'iconv-lite'
import { minute, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { Page } from '../../shared/node/http/fetch.ts'

interface MovingPost {
  pid: number
  text: string
  at: Instant
}
interface MovingThread {
  tid: number
  posts: MovingPost[]
}
interface View {
  threads: MovingThread[]
  page: number
  last: number
}

const perList = 20
const perThread = 10

export class MovingForum {
  threads: MovingThread[] = []
  now: Instant
  #ids = 1_000

  constructor(threads: number, now: Instant) {
    this.now = now
    for (let n = 0; n < threads; n++) this.open(now - (threads - n) * 10 * minute)
  }

  open(at: Instant): MovingThread {
    const thread = { tid: ++this.#ids, posts: [{ pid: ++this.#ids, text: '开头', at }] }
    this.threads.push(thread)
    return thread
  }

  reply(thread: MovingThread): void {
    this.now += 1_000
    thread.posts.push({ pid: ++this.#ids, text: '又说一句', at: this.now })
  }

  /** The `count` threads that nobody has written in for longest get a reply each. */
  bump(count: number): void {
    const last = ({ posts }: MovingThread) => posts.at(-1)?.at ?? 0
    for (const thread of [...this.threads].sort((a, b) => last(a) - last(b)).slice(0, count)) this.reply(thread)
  }

  list(page: number, byOpening: boolean): View {
    const key = ({ posts }: MovingThread) => (byOpening ? posts[0] : posts.at(-1))?.at ?? 0
    const sorted = [...this.threads].sort((a, b) => key(b) - key(a))
    return { threads: sorted.slice((page - 1) * perList, page * perList), page, last: Math.ceil(sorted.length / perList) }
  }

  thread(tid: number, page: number): View | null {
    const thread = this.threads.find((one) => one.tid === tid)
    if (!thread) return null
    const posts = thread.posts.slice((page - 1) * perThread, page * perThread)
    return { threads: [{ ...thread, posts }], page, last: Math.ceil(thread.posts.length / perThread) }
  }
}

/** A make of forum: where its pages are, and how they look. */
export interface Make {
  url: string
  /** The page behind an address; null = none of its own. */
  show(forum: MovingForum, url: string): Pick<Page, 'bytes' | 'headers'> | null
}

const numberIn = (url: string, pattern: RegExp): number => Number(pattern.exec(url)?.[1] ?? 1)
const stamp = (at: Instant): string => toBeijingIso(at).slice(0, 19).replace('T', ' ')
const html = (body: string, charset = 'utf-8') => ({
  headers: { 'content-type': `text/html; charset=${charset}` },
  bytes: iconv.encode(`<!DOCTYPE html><html><head><meta charset="${charset}"><title>论坛</title></head><body>${body}</body></html>`, charset),
})

const nodebbTopic = ({ tid, posts }: MovingThread) => ({
  tid, titleRaw: `第${tid}帖`, timestampISO: new Date(posts[0]?.at ?? 0).toISOString(), lastposttimeISO: new Date(posts.at(-1)?.at ?? 0).toISOString(),
  postcount: posts.length, user: { uid: 2, username: '湖边人' },
})

export const nodebb: Make = {
  url: 'http://bbs.example.test/category/6/board',
  show(forum, url) {
    const page = numberIn(url, /[?&]page=(\d+)/)
    const json = (data: unknown) => ({ headers: { 'content-type': 'application/json' }, bytes: Buffer.from(JSON.stringify(data)) })
    if (url.includes('/api/category/6')) {
      const { threads, last } = forum.list(page, url.includes('sort=recently_created'))
      return json({ cid: 6, topics: threads.map(nodebbTopic), topic_count: forum.threads.length, pagination: { currentPage: page, pageCount: last } })
    }
    const view = url.includes('/api/topic/') ? forum.thread(numberIn(url, /topic\/(\d+)/), page) : null
    const [thread] = view?.threads ?? []
    const whole = forum.threads.find(({ tid }) => tid === thread?.tid)
    if (!view || !thread || !whole) return null
    const posts = thread.posts.map(({ pid, text, at }) => ({ pid, content: `<p>${text}</p>`, timestampISO: new Date(at).toISOString(), user: { uid: 2, username: '湖边人' } }))
    return json({ ...nodebbTopic(whole), mainPid: whole.posts[0]?.pid, posts, pagination: { currentPage: page, pageCount: view.last } })
  },
}

const xiunoPager = ({ page, last }: View): string =>
  `<ul class="pagination">${Array.from({ length: last }, (_, n) => `<li class="page-item${n + 1 === page ? ' active' : ''}">${n + 1}</li>`).join('')}</ul>`

export const xiuno: Make = {
  url: 'http://bbs.example.test/?forum-6.htm',
  show(forum, url) {
    if (url.includes('?forum-6')) {
      const view = forum.list(numberIn(url, /forum-6-(\d+)/), url.includes('orderby=tid'))
      return html(`<ul class="threadlist">${view.threads.map(({ tid, posts }) => `<li class="media thread" data-tid="${tid}"><div class="subject"><a href="?thread-${tid}.htm">第${tid}帖</a></div>
<span class="username" uid="2">湖边人</span><span class="date">${stamp(posts[0]?.at ?? 0)}</span><span><i class="icon-comment-o"></i> ${posts.length - 1}</span></li>`).join('')}</ul>${xiunoPager(view)}`)
    }
    const view = forum.thread(numberIn(url, /thread-(\d+)/), numberIn(url, /thread-\d+-(\d+)/))
    const [thread] = view?.threads ?? []
    if (!view || !thread) return null
    const [opening, replies] = view.page === 1 ? [thread.posts[0], thread.posts.slice(1)] : [undefined, thread.posts]
    return html(`<div class="card"><h4>第${thread.tid}帖</h4><span class="username"><a href="?user-2.htm">湖边人</a></span><span class="date">${stamp(opening?.at ?? 0)}</span>
<div class="message" isfirst="1">${opening?.text ?? ''}</div></div><ul class="postlist">${replies.map(({ pid, text, at }) => `<li class="media post" data-pid="${pid}" data-uid="2">
<span class="username">湖边人</span><span class="date">${stamp(at)}</span><div class="message">${text}</div></li>`).join('')}</ul>${xiunoPager(view)}`)
  },
}

const discuzPager = ({ page, last }: View): string => `<div class="pg"><strong>${page}</strong><label><span title="共 ${last} 页"> / ${last} 页</span></label></div>`

export const discuzGbk: Make = {
  url: 'http://bbs.example.test/forum.php?mod=forumdisplay&fid=6',
  show(forum, url) {
    const page = numberIn(url, /[?&]page=(\d+)/)
    if (url.includes('mod=forumdisplay')) {
      const view = forum.list(page, url.includes('orderby=dateline'))
      return html(`${discuzPager(view)}<table id="threadlisttableid">${view.threads.map(({ tid, posts }) => `<tbody id="normalthread_${tid}"><tr><th><a href="forum.php?mod=viewthread&amp;tid=${tid}" class="s xst">第${tid}帖</a></th>
<td class="by"><cite><a href="home.php?mod=space&amp;uid=2">湖边人</a></cite><em><span>${stamp(posts[0]?.at ?? 0).slice(0, 10)}</span></em></td><td class="num"><a class="xi2">${posts.length - 1}</a><em>1</em></td>
<td class="by"><cite>末位</cite><em><a><span title="${stamp(posts.at(-1)?.at ?? 0).slice(0, 16)}">刚刚</span></a></em></td></tr></tbody>`).join('')}</table>`, 'gbk')
    }
    const view = forum.thread(numberIn(url, /[?&]tid=(\d+)/), page)
    const [thread] = view?.threads ?? []
    return view && thread ? html(`${discuzPager(view)}<div id="postlist"><span id="thread_subject">第${thread.tid}帖</span>${thread.posts.map(({ pid, text, at }) =>
      `<div id="post_${pid}"><div id="favatar${pid}"><div class="authi"><a href="home.php?uid=2">湖边人</a></div></div><em id="authorposton${pid}">发表于 ${stamp(at)}</em><div id="postmessage_${pid}">${text}</div></div>`).join('')}</div>`, 'gbk') : null
  },
}
