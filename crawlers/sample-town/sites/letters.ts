/** The leaders' letter box: a list of letters and a page for each, in plain HTML. */
import { startOfDay, toBeijingIso, type Instant } from '../../../shared/clock.ts'
import { inOfficeHours } from '../calendar/workdays.ts'
import { daysBetween } from '../calendar/rhythm.ts'
import { chanceOf } from '../chance.ts'
import { signatureOf } from '../people/people.ts'
import { instantOfId, type Happening } from '../plan/happening.ts'
import type { Timeline } from '../plan/timeline.ts'
import { compose, unitOf } from '../words/compose.ts'
import { officialReplies } from '../words/phrases.ts'
import { escapeHtml, htmlAnswer, paragraphs, plainPage, type Answer, type Request } from './answer.ts'
import { clockTime } from './exports.ts'

/** Letters on a page of the list. */
export const lettersPerPage = 20

/** Where the adapter for plain pages finds what. */
export const letterSelectors = {
  list: { item: 'ul.letters > li', link: 'a', title: 'a', date: '.date', next: '.pages a.next' },
  detail: {
    title: '.letter h2', author: '.letter .from', time: '.letter .sent', body: '.letter .body',
    reply: { item: 'section.answer', author: '.unit', time: '.answered', body: '.reply' },
  },
} as const

export function createLetters(seed: string, timeline: Timeline, now: () => Instant): (request: Request) => Answer {
  const lettersOn = (dayStart: Instant): Happening[] =>
    timeline.on(dayStart).filter(({ channel, at }) => channel === 'letters' && at <= now())

  function list(asked: string | null): Answer {
    const letters = daysBetween(timeline.begins, now()).flatMap(lettersOn).reverse()
    const last = Math.max(1, Math.ceil(letters.length / lettersPerPage))
    const page = Math.min(last, Math.max(1, Number.parseInt(asked ?? '1', 10) || 1))
    const items = letters.slice((page - 1) * lettersPerPage, page * lettersPerPage).map((letter) => {
      const date = toBeijingIso(letter.at).slice(0, 10)
      return `<li><a href="${letter.id}.html">${escapeHtml(compose(seed, letter).title)}</a><span class="date">${date}</span></li>`
    })
    const next = page < last ? `<a class="next" href="./?page=${page + 1}">下一页</a>` : ''
    return htmlAnswer(plainPage('领导信箱', `<ul class="letters">\n${items.join('\n')}\n</ul>\n<p class="pages">第 ${page} / ${last} 页 ${next}</p>`))
  }

  function detail(id: number): Answer {
    const letter = lettersOn(startOfDay(instantOfId(id))).find((found) => found.id === id)
    if (!letter) return htmlAnswer(plainPage('信件不存在', ''), 404)
    const { title, text } = compose(seed, letter)
    const chance = chanceOf(seed, 'letter-answer', id)
    const answeredAt = inOfficeHours(letter.at + (20 + chance.below(80)) * 3_600_000)
    const reply = answeredAt > now() ? '' : `<section class="answer"><h3>办理答复</h3>
<p><span class="unit">${unitOf(letter)}</span> <span class="answered">${clockTime(answeredAt)}</span></p>
<p class="reply">${escapeHtml(chance.pick(officialReplies).replaceAll('{u}', unitOf(letter)).replace('网友', '来信人'))}</p></section>`
    return htmlAnswer(plainPage('领导信箱', `<article class="letter">
<h2>${escapeHtml(title)}</h2>
<p>来信人：<span class="from">${escapeHtml(signatureOf(seed, letter.person))}</span> 时间：<span class="sent">${clockTime(letter.at)}</span></p>
<div class="body">${paragraphs(text)}</div>
</article>
${reply}
<p><a href="./">返回列表</a></p>`))
  }

  return (request) => {
    if (request.path === '') return list(request.query.get('page'))
    const id = /^(\d{1,12})\.html$/.exec(request.path)?.[1]
    return id ? detail(Number(id)) : htmlAnswer(plainPage('页面不存在', ''), 404)
  }
}
