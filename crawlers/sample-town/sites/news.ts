/** The local news feed (RSS 2.0) and a page for each report; some reports are about places elsewhere that bear the same names. */
import { startOfDay, type Instant } from '../../../shared/clock.ts'
import { daysBetween } from '../calendar/rhythm.ts'
import { instantOfId, type Happening } from '../plan/happening.ts'
import type { Timeline } from '../plan/timeline.ts'
import { compose } from '../words/compose.ts'
import { answer, conditional, escapeHtml, htmlAnswer, paragraphs, plainPage, type Answer, type Request } from './answer.ts'
import { clockTime } from './exports.ts'

/** Items in the feed, the newest first. */
const feedLength = 60

export function createNews(seed: string, timeline: Timeline, now: () => Instant): (request: Request) => Answer {
  const newsOn = (dayStart: Instant): Happening[] =>
    timeline.on(dayStart).filter(({ channel, at }) => channel === 'news' && at <= now())

  function feed(request: Request): Answer {
    const items: Happening[] = []
    for (const dayStart of daysBetween(timeline.begins, now()).reverse()) {
      items.push(...newsOn(dayStart).reverse())
      if (items.length >= feedLength) break
    }
    const shown = items.slice(0, feedLength)
    const newest = shown[0]?.at ?? timeline.begins
    // Behind a proxy the host differs from ours; readers take the links as relative to the feed's own address.
    const origin = `http://${request.headers.host ?? '127.0.0.1'}`
    const version = `${origin}/${shown.length}/${newest}`
    return conditional(request, version, newest, () => answer('application/rss+xml; charset=utf-8', `<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0"><channel>
<title>湖畔新闻（演示数据）</title><link>${origin}/news/</link><description>虚构的本地新闻，仅用于演示</description><language>zh-cn</language>
<lastBuildDate>${new Date(newest).toUTCString()}</lastBuildDate><ttl>1</ttl>
${shown.map((item) => itemOf(origin, item)).join('\n')}
</channel></rss>
`))
  }

  function itemOf(origin: string, item: Happening): string {
    const { title, text } = compose(seed, item)
    return `<item><title>${escapeHtml(title)}</title><link>${origin}/news/${item.id}.html</link><guid isPermaLink="false">town-news-${item.id}</guid>`
      + `<pubDate>${new Date(item.at).toUTCString()}</pubDate><description>${escapeHtml(text)}</description></item>`
  }

  return (request) => {
    if (request.path === 'feed.xml') return feed(request)
    if (request.path === '') return htmlAnswer(plainPage('湖畔新闻', '<p><a href="feed.xml">RSS 订阅</a></p>'))
    const id = Number(/^(\d{1,12})\.html$/.exec(request.path)?.[1] ?? Number.NaN)
    const item = Number.isNaN(id) ? undefined : newsOn(startOfDay(instantOfId(id))).find((found) => found.id === id)
    if (!item) return htmlAnswer(plainPage('页面不存在', ''), 404)
    const { title, text } = compose(seed, item)
    return htmlAnswer(plainPage(title, `<p class="date">${clockTime(item.at)}</p>\n<div class="body">${paragraphs(text)}</div>`))
  }
}
