/** A page of a thread: ten posts, the opening one first. */
import type { Instant } from '../../../../shared/clock.ts'
import { shorten } from '../../../../shared/text.ts'
import { escapeHtml, paragraphs, type Answer } from '../answer.ts'
import { forumPage, pager } from './frame.ts'
import { signed } from './list-page.ts'
import { viewsOf, type Post, type Thread } from './thread.ts'
import { relative, toMinute, toSecond } from './times.ts'

const postsPerPage = 10

/** Page `asked` of a thread as it stands at `now`; past the end the last page is shown, as Discuz! does. */
export function threadPage(thread: Thread, board: number, asked: number, now: Instant): Answer {
  const posts = thread.posts().filter(({ at }) => at <= now)
  const last = Math.max(1, Math.ceil(posts.length / postsPerPage))
  const page = Math.min(asked, last)
  const first = (page - 1) * postsPerPage
  const pages = pager(page, last, `forum.php?mod=viewthread&amp;tid=${thread.tid}`)
  const shown = posts.slice(first, first + postsPerPage)
  return forumPage(thread.title, `<div id="ct" class="wp cl">
<div id="pgt" class="pgs mbm cl"><div class="pgt">${pages}</div></div>
<div id="postlist" class="pl bm">
<table><tr><td class="pls"><div class="hm"><span class="xg1">查看:</span> <span class="xi1">${viewsOf(thread, now)}</span><span class="pipe">|</span>`
  + `<span class="xg1">回复:</span> <span class="xi1">${posts.length - 1}</span></div></td>
<td class="plc"><h1 class="ts"><span id="thread_subject">${escapeHtml(thread.title)}</span></h1></td></tr></table>
${shown.map((post, index) => postOf(thread, post, posts[0]!, first + index, now)).join('\n')}
</div>
<div class="pgs mtm mbm cl">${pages}</div></div>`, board)
}

function postOf(thread: Thread, post: Post, opening: Post, floor: number, now: Instant): string {
  const anonymous = post.author === null
  const who = anonymous ? '匿名' : `<div class="authi">${signed(post.author).replace('<a ', '<a class="xw1" ')}</div>`
  const ago = relative(post.at, now)
  const when = ago === null ? toSecond(post.at) : `<span title="${toSecond(post.at)}">${ago}</span>`
  return `<div id="post_${post.pid}"><table id="pid${post.pid}" class="plhin"><tr>
<td class="pls"><div id="favatar${post.pid}" class="pls cl favatar"><div class="pi">${who}</div></div></td>
<td class="plc"><div class="pi"><strong><a href="forum.php?mod=redirect&amp;goto=findpost&amp;ptid=${thread.tid}&amp;pid=${post.pid}" id="postnum${post.pid}">`
  + `${floor === 0 ? '楼主' : `<em>${floor + 1}</em><sup>#</sup>`}</a></strong>
<div class="pti"><div class="authi">${anonymous ? '匿名&nbsp;' : ''}<em id="authorposton${post.pid}">发表于 ${when}</em></div></div></div>
<div class="pct"><div class="pcb">${words(thread, post, opening, now)}</div></div></td></tr></table></div>`
}

function words(thread: Thread, post: Post, opening: Post, now: Instant): string {
  if (post.shielded) return '<div class="locked">提示: <em>该帖被管理员或版主屏蔽</em></div>'
  const edited = post.editedAt !== null && post.editedAt <= now
  const editor = escapeHtml(post.author?.name ?? '匿名')
  const notice = edited ? `<i class="pstatus"> 本帖最后由 ${editor} 于 ${toMinute(post.editedAt!)} 编辑 </i><br /><br />\n` : ''
  // The words that an edit adds are the last line; before the edit they are not there.
  const text = post.editedAt !== null && !edited ? post.text.slice(0, post.text.lastIndexOf('\n')) : post.text
  const quote = post.quotesFirst
    ? `<div class="quote"><blockquote><a href="forum.php?mod=redirect&amp;goto=findpost&amp;pid=${opening.pid}&amp;ptid=${thread.tid}">`
      + `${escapeHtml(opening.author?.name ?? '匿名')} 发表于 ${toMinute(opening.at)}</a><br />\n`
      + `${escapeHtml(shorten(opening.text, 40))}</blockquote></div><br />\n`
    : ''
  return `<div class="t_fsz"><table><tr><td class="t_f" id="postmessage_${post.pid}">\n${notice}${quote}${paragraphs(text)}</td></tr></table></div>`
}
