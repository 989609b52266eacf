/** A page of a board's thread list. */
import type { Instant } from '../../../../shared/clock.ts'
import { boards } from '../../plan/ordinary.ts'
import { escapeHtml, type Answer } from '../answer.ts'
import { forumPage, pager } from './frame.ts'
import type { Order, Row, Shelf } from './shelf.ts'
import { viewsOf, type Author } from './thread.ts'
import { plainDate, relative, toMinute } from './times.ts'

export const threadsPerPage = 20

/** Page `asked` of a board; past the end the first page is shown again, as Discuz! does. */
export function listPage(shelf: Shelf, board: number, asked: number, order: Order, now: Instant): Answer {
  const rows = shelf.rows(board, order, now)
  const last = Math.max(1, Math.ceil(rows.length / threadsPerPage))
  const page = asked > last ? 1 : asked
  const end = rows.length - (page - 1) * threadsPerPage
  const shown = rows.slice(Math.max(0, end - threadsPerPage), end).reverse()
  const pinned = page === 1 ? shelf.pinned(board) : []
  const name = boards.find(({ fid }) => fid === board)!.name
  const address = `forum.php?mod=forumdisplay&amp;fid=${board}${order === 'dateline' ? '&amp;filter=author&amp;orderby=dateline' : ''}`
  const pages = pager(page, last, address)
  return forumPage(name, `<div id="ct" class="wp cl"><h1>${name}</h1>
<div id="pgt" class="bm bw0 pgs cl"><span id="fd_page_top">${pages}</span>
<a href="forum.php?mod=post&amp;action=newthread&amp;fid=${board}" id="newspecial" title="发新帖">发新帖</a></div>
<div id="threadlist" class="tl bm bmw">
<div class="th"><table><tr><th colspan="2"><a href="forum.php?mod=forumdisplay&amp;fid=${board}&amp;filter=lastpost&amp;orderby=lastpost">最新回复</a>
<a href="forum.php?mod=forumdisplay&amp;fid=${board}&amp;filter=author&amp;orderby=dateline">最新发表</a></th>
<td class="by">作者</td><td class="num">回复/查看</td><td class="by">最后发表</td></tr></table></div>
<div class="bm_c"><table summary="forum_${board}" id="threadlisttableid">
${[...pinned, ...shown].map((row) => rowOf(row, now)).join('\n')}
</table></div></div>
<div class="bm bw0 pgs cl"><span id="fd_page_bottom">${pages}</span></div></div>`, board)
}

function rowOf({ thread, moved, lastAt, replies }: Row, now: Instant): string {
  const id = moved ? thread.moved!.stub : thread.tid
  const href = `forum.php?mod=viewthread&amp;tid=${thread.tid}`
  const lastAuthor = thread.posts().findLast(({ at }) => at <= lastAt)?.author ?? null
  const counts = moved ? ['-', '-'] : [replies, viewsOf(thread, now)]
  return `<tbody id="${thread.pinned ? 'stickthread' : 'normalthread'}_${id}">
<tr><td class="icn"><a href="${href}" title="${thread.pinned ? '本版置顶主题 - ' : ''}新窗口打开" target="_blank">▤</a></td>
<th class="${thread.pinned ? 'common' : 'new'}">${moved ? '移动:' : ''}<a href="${href}" class="s xst">${escapeHtml(thread.title)}</a></th>
<td class="by"><cite>${signed(thread.author)}</cite><em>${opened(thread.at, now)}</em></td>
<td class="num"><a href="${href}" class="xi2">${counts[0]}</a><em>${counts[1]}</em></td>
<td class="by"><cite>${signed(lastAuthor)}</cite>
<em><a href="forum.php?mod=redirect&amp;tid=${thread.tid}&amp;goto=lastpost#lastpost">${answered(lastAt, now)}</a></em></td></tr>
</tbody>`
}

export const signed = (author: Author): string =>
  (author === null ? '匿名' : `<a href="home.php?mod=space&amp;uid=${author.uid}">${escapeHtml(author.name)}</a>`)

/** The list tells the day of opening only; whoever wants the second looks into the thread. */
function opened(at: Instant, now: Instant): string {
  const ago = relative(at, now)
  return ago === null ? `<span>${plainDate(at)}</span>` : `<span class="xi1"><span title="${plainDate(at)}">${ago}</span></span>`
}

function answered(at: Instant, now: Instant): string {
  const ago = relative(at, now)
  return ago === null ? toMinute(at) : `<span title="${toMinute(at)}">${ago}</span>`
}
