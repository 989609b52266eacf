/** All sites of the town under one roof: each has its folder, beside a front page and robots.txt. */
import type { Instant } from '../../../shared/clock.ts'
import type { Timeline } from '../plan/timeline.ts'
import type { WrittenThreads } from '../written.ts'
import { answer, htmlAnswer, plainPage, redirect, type Answer, type Request } from './answer.ts'
import { createExports } from './exports.ts'
import { createForum } from './forum.ts'
import { createLetters } from './letters.ts'
import { createNews } from './news.ts'

const robots = `User-agent: *
Disallow: /forum/forum.php?mod=post
Disallow: /forum/forum.php?mod=redirect
`

const front = plainPage('样例小城', `<p>供演示与测试的本地站点，内容由程序按种子生成，人物、号码和事件均为虚构。</p>
<ul>
<li><a href="forum/">论坛</a>（<a href="forum/forum.php?mod=post&amp;action=newthread&amp;fid=2">发帖</a>）</li>
<li><a href="letters/">领导信箱</a></li>
<li><a href="news/feed.xml">湖畔新闻 RSS</a></li>
<li><a href="exports/">12345热线工单导出</a></li>
</ul>`)

export function createSites(seed: string, timeline: Timeline, written: WrittenThreads, now: () => Instant): (request: Request) => Promise<Answer> {
  const sites = new Map<string, (request: Request) => Answer | Promise<Answer>>([
    ['forum', createForum(seed, timeline, written, now)],
    ['letters', createLetters(seed, timeline, now)],
    ['news', createNews(seed, timeline, now)],
    ['exports', createExports(seed, timeline, now)],
  ])
  return async (request) => {
    if (request.path === '/') return htmlAnswer(front)
    if (request.path === '/robots.txt') return answer('text/plain; charset=utf-8', robots)
    const [, name, rest] = /^\/([a-z]+)(?:\/(.*))?$/.exec(request.path) ?? []
    const site = sites.get(name ?? '')
    if (!site) return htmlAnswer(plainPage('页面不存在', '<p><a href="/">首页</a></p>'), 404)
    return rest === undefined ? redirect(`/${name}/`, 301) : site({ ...request, path: rest })
  }
}
