/** The form by which a visitor opens a thread, without a login. */
import type { Instant } from '../../../../shared/clock.ts'
import { boards } from '../../plan/ordinary.ts'
import type { Written, WrittenThreads } from '../../written.ts'
import { redirect, type Answer } from '../answer.ts'
import { forumPage, messagePage } from './frame.ts'

const longestName = 20
const longestTitle = 80
const longestText = 10_000

/** Always in UTF-8, whatever the board: the browser then sends UTF-8 for GBK boards too. */
export function formPage(board: number): Answer {
  const options = boards.map(({ fid, name }) => `<option value="${fid}"${fid === board ? ' selected' : ''}>${name}</option>`).join('')
  return forumPage('发表帖子', `<form method="post" id="postform" accept-charset="utf-8" action="forum.php?mod=post&amp;action=newthread&amp;topicsubmit=yes">
<h1>发表帖子</h1>
<p><label>版块 <select name="fid" id="fid">${options}</select></label></p>
<p><label>昵称 <input name="username" id="username" maxlength="${longestName}" placeholder="留空则匿名" /></label></p>
<p><label>标题 <input name="subject" id="subject" maxlength="${longestTitle}" required style="width:40em" /></label></p>
<p><label>内容<br /><textarea name="message" id="message" rows="10" maxlength="${longestText}" required style="width:44em"></textarea></label></p>
<p><button type="submit" id="postsubmit" name="topicsubmit" value="yes">发表帖子</button></p>
</form>`)
}

/** Takes a posted form: the thread is stored, then shown. */
export async function takeForm(body: string, written: WrittenThreads, now: Instant): Promise<Answer> {
  const form = new URLSearchParams(body)
  const field = (name: string): string => (form.get(name) ?? '').toWellFormed().replaceAll('\r\n', '\n').trim()
  const thread: Omit<Written, 'id'> = {
    at: now, board: Number(field('fid')), author: field('username'), title: field('subject').replace(/\s+/g, ' '), text: field('message'),
  }
  if (!boards.some(({ fid }) => fid === thread.board)) return messagePage('抱歉，指定的版块不存在', 404)
  if (thread.title === '' || thread.text === '') return messagePage('抱歉，您尚未输入标题或内容', 200)
  if (thread.author.length > longestName || thread.title.length > longestTitle || thread.text.length > longestText) {
    return messagePage('抱歉，您的昵称、标题或内容超过了字数限制', 200)
  }
  const { id } = await written.add(thread)
  return redirect(`forum.php?mod=viewthread&tid=${id}&extra=`, 303)
}
