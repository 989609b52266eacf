import { describe, expect, test } from 'vitest'
import { pageOptions } from '../../../../crawlers/page/options.ts'
import { parsePage } from '../../../../crawlers/page/parse.ts'
import { openDocument } from '../../../../crawlers/propose/document.ts'
import { inferDetail } from '../../../../crawlers/propose/infer-detail.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const letters = [
  { title: '东湖路夜间施工扰民严重', words: '我家住在东湖路边，夜里十一点以后还在打桩，孩子没法睡觉，请尽快处理。', answer: '您好，已责令施工单位夜间停工，并安排专人巡查。', unit: '区城市管理局' },
  { title: '小区消防通道长期被占用', words: '消防通道停满了车，物业不管，万一失火怎么办？', answer: '来信收悉，我局已会同物业划线清障，感谢监督。', unit: '区住房和城乡建设局' },
  { title: '公交站台遮雨棚损坏多日', words: '南门站的遮雨棚破了半个月，下雨天大家都淋着等车。', answer: '经现场查看情况属实，配件到货后本周内修复。', unit: '区交通运输局' },
]
type Letter = (typeof letters)[number]
const pageOf = (path: string, body: string) => ({
  url: `http://www.town.example.cn/${path}`, status: 200, headers: {}, fetchedAt: now,
  bytes: Buffer.from(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>来信</title></head><body><div class="nav"><a href="/">首页</a></div>${body}<div class="footer">版权所有</div></body></html>`),
})
const item = 'ul.list > li'
const list = openDocument(pageOf('', `<div class="content"><ul class="list">${letters.map(({ title }, n) => `<li><a href="${n}.html">${title}</a></li>`).join('')}</ul></div>`))

/** What the adapter reads on the second page by what was inferred from all three. */
function read(build: (letter: Letter, n: number) => string) {
  const pages = letters.map((letter, n) => pageOf(`${n}.html`, build(letter, n)))
  const detail = inferDetail(pages.map((page, n) => ({ document: openDocument(page), row: { title: letters[n]!.title, time: null } })), list, item)
  const { postings: [opening, reply] } = parsePage(pages[1]!, pageOptions.parse({ list: { item }, detail: detail ?? undefined }))
  const line = (text: string | null | undefined) => text?.replace(/\s+/g, '') ?? null
  return { title: opening?.title, author: opening?.author, time: opening?.time, words: line(opening?.text), answer: line(reply?.text), unit: reply?.author ?? null, answered: reply?.time ?? null }
}
const day = (n: number): string => `2026-11-${10 + n}`
const { title, words, answer, unit } = letters[1]!

describe('what two or three detail pages have in common', () => {
  test('fields with labels in cells of their own', () => {
    expect(read((each, n) => `<dl><dt>来信标题：</dt><dd>${each.title}</dd></dl><dl><dt>来 信 人：</dt><dd>匿名</dd></dl><dl><dt>来信日期：</dt><dd>${day(n)} 09:30:12</dd></dl><dl><dt>来信内容：</dt><dd>${each.words}</dd></dl>
      <dl><dt>答复单位：</dt><dd>${each.unit}</dd></dl><dl><dt>答复日期：</dt><dd>2026-11-21 16:20</dd></dl><dl><dt>答复内容：</dt><dd>${each.answer}</dd></dl>`))
      .toEqual({ title, author: '匿名', time: '2026-11-11T09:30:12+08:00', words, answer, unit, answered: '2026-11-21T16:20+08:00' })
  })

  test('labels in the same paragraph as what they name', () => {
    expect(read((each, n) => `<div id="con"><p align="center"><strong>${each.title}</strong></p><p>【来信人】张先生 【来信时间】${day(n)} 08:00</p><p><b>来信内容：</b>${each.words}</p><p><b>处理结果：</b>${each.answer}</p></div>`))
      .toMatchObject({ title, author: '张先生', time: '2026-11-11T08:00+08:00', words, answer })
  })

  test('question and answer as bubbles of a conversation, without labels', () => {
    expect(read((each, n) => `<h1>${each.title}</h1><div class="bubble ask"><i>市民</i><div class="msg">${each.words}</div><em>${day(n)} 12:01</em></div><div class="bubble reply"><i>${each.unit}</i><div class="msg">${each.answer}</div><em>2026-11-21 09:00</em></div>`))
      .toMatchObject({ title, time: '2026-11-11T12:01+08:00', words, answer, unit, answered: '2026-11-21T09:00+08:00' })
  })

  test('tables for layout and tags for looks, with no name anywhere', () => {
    expect(read((each, n) => `<table><tr><td width="180">栏目</td><td><table width="100%"><tr><td align="center"><font size="5"><b>${each.title}</b></font></td></tr><tr><td>发布日期:${day(n)} 阅读:${n}次</td></tr><tr><td><font size="3">${each.words}<br><br>${each.answer}</font></td></tr></table></td></tr></table>`))
      .toMatchObject({ title, time: '2026-11-11', words: words + answer, answer: null })
  })

  test('a body that lies among title and source, below a name that the list bears too', () => {
    expect(read((each, n) => `<div class="content"><h2>${each.title}</h2><div class="sub">来源：${each.unit} 时间：${day(n)} 11:22</div><p>${each.words}</p><p>${each.answer}</p></div>`))
      .toMatchObject({ title, author: unit, time: '2026-11-11T11:22+08:00', words: words + answer })
  })

  test('an answer that is still to come is none, and does not hide the others', () => {
    expect(read((each, n) => `<h2>${each.title}</h2><div class="ask">${each.words}</div><div class="box"><h3>回复内容</h3><div class="text">${n === 1 ? '暂无回复' : each.answer}</div></div>`)).toMatchObject({ words, answer: null })
    expect(read((each, n) => `<h2>${each.title}</h2><div class="ask">${each.words}</div><div class="box"><h3>回复内容</h3><div class="text">${n === 0 ? '暂无回复' : each.answer}</div></div>`)).toMatchObject({ words, answer })
  })

  test('pages that say nothing of their own are no details', () => {
    expect(inferDetail([0, 1].map((n) => ({ document: openDocument(pageOf(`${n}.html`, '<p>请登录后查看</p>')), row: { title: '甲乙丙丁', time: null } })), list, item)).toBeNull()
  })
})
