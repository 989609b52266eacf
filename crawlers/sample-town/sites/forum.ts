/** The forum: pages with the structure of Discuz! X3.5 under forum.php, and a form that works. */
import type { Instant } from '../../../shared/clock.ts'
import { boards } from '../plan/ordinary.ts'
import type { Timeline } from '../plan/timeline.ts'
import type { WrittenThreads } from '../written.ts'
import { redirect, type Answer, type Request } from './answer.ts'
import { formPage, takeForm } from './forum/form-page.ts'
import { forumPage, messagePage } from './forum/frame.ts'
import { listPage } from './forum/list-page.ts'
import { createShelf } from './forum/shelf.ts'
import { threadPage } from './forum/thread-page.ts'

type Site = (request: Request) => Answer | Promise<Answer>

export function createForum(seed: string, timeline: Timeline, written: WrittenThreads, now: () => Instant): Site {
  const shelf = createShelf(seed, timeline, written.all)

  function index(): Answer {
    const rows = boards.map(({ fid, name }) => {
      const count = shelf.rows(fid, 'dateline', now()).length
      return `<tr><td><h2><a href="forum.php?mod=forumdisplay&amp;fid=${fid}">${name}</a></h2></td><td>主题 ${count}</td></tr>`
    })
    return forumPage('首页', `<div class="fl bm"><table class="fl_tb">\n${rows.join('\n')}\n</table></div>`)
  }

  function view(tid: number, page: number): Answer {
    const at = now()
    const found = shelf.find(tid, at)
    if (found === null) return messagePage('抱歉，指定的主题不存在或已被删除或正在被审核', 404)
    if ('movedTo' in found) return redirect(`forum.php?mod=viewthread&tid=${found.movedTo}`)
    return threadPage(found, shelf.boardOf(found, at), page, at)
  }

  return (request) => {
    if (request.path === '' || request.path === 'index.php') return index()
    if (request.path !== 'forum.php') return messagePage('抱歉，您访问的页面不存在', 404)
    const { query } = request
    const page = Math.max(1, Number.parseInt(query.get('page') ?? '1', 10) || 1)
    const board = Number(query.get('fid'))
    switch (query.get('mod')) {
      case null: return index()
      case 'forumdisplay': {
        if (!boards.some(({ fid }) => fid === board)) return messagePage('抱歉，指定的版块不存在', 404)
        return listPage(shelf, board, page, query.get('orderby') === 'dateline' ? 'dateline' : 'lastpost', now())
      }
      case 'viewthread': return view(Number(query.get('tid')), page)
      case 'redirect': return redirect(`forum.php?mod=viewthread&tid=${Number(query.get('ptid') ?? query.get('tid')) || 0}`)
      case 'post': return request.method === 'POST' ? takeForm(request.body, written, now()) : formPage(board)
      default: return messagePage('抱歉，您访问的页面不存在', 404)
    }
  }
}
