import { describe, expect, test } from 'vitest'
import { findList } from '../../../../crawlers/propose/by-list.ts'
import { openDocument } from '../../../../crawlers/propose/document.ts'
import { parsePage } from '../../../../crawlers/page/parse.ts'
import { pageOptions } from '../../../../crawlers/page/options.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const titles = ['东湖路夜间施工扰民严重', '小区消防通道长期被占用', '公交站台遮雨棚损坏多日', '自来水水压低影响生活', '农田灌溉渠堵塞求清淤', '申请增设路口红绿灯']
const pageOf = (body: string, url = 'http://www.town.example.cn/letters/') => ({
  url, status: 200, headers: {}, fetchedAt: now, bytes: Buffer.from(`<!DOCTYPE html><html><head><meta charset="utf-8"><title>来信</title></head><body>${body}</body></html>`),
})
const day = (n: number): string => `2026-11-${20 - n}`

/** Title, date and path of the rows that the adapter reads by what was inferred; null where no list was found. */
function inferred(body: string, url?: string) {
  const page = pageOf(body, url)
  const found = findList(openDocument(page))
  if (!found) return null
  return { list: found.list, rows: parsePage(page, pageOptions.parse({ list: found.list })).postings.map((row) => [row.title, row.time, new URL(row.url!).pathname + new URL(row.url!).search]) }
}
const expected = (path: (n: number) => string) => titles.map((title, n) => [title, day(n), path(n)])
const each = (row: (title: string, n: number) => string) => titles.map(row).join('\n')

describe('the rows of a list', () => {
  test('are told from menus, from the most read, and from the foot of the page', () => {
    const menu = '<div class="menu"><ul><li><a href="/a/11/">政府信息公开指南</a></li><li><a href="/a/12/">政府信息公开目录</a></li><li><a href="/a/13/">政府信息公开年报</a></li></ul></div>'
    const read = `<div class="right"><h3>点击排行</h3><ul>${Array.from({ length: 10 }, (_, n) => `<li><a href="/n/${n}77.html">最受关注的新闻第${n}条标题</a><span>2026-10-${10 + n}</span></li>`).join('')}</ul></div>`
    const main = `<ul class="list">${each((title, n) => `<li><a href="/n/${n}.html">${title}</a><span>${day(n)}</span></li>`)}</ul>`
    expect(inferred(menu + read + main)?.rows).toEqual(expected((n) => `/n/${n}.html`))
  })

  test('have the link to what they are about, where one to a column stands before it', () => {
    const body = `<div class="box">${each((title, n) => `<div class="line"><a class="column" href="/c/2/">[市民来信选登]</a><a href="/n/${n}.html">${title}</a><em>${day(n)}</em></div>`)}</div>`
    expect(inferred(body)?.rows).toEqual(expected((n) => `/n/${n}.html`))
  })

  test('leave out the head of a table, whose links sort it', () => {
    const body = `<table><tr><td><a href="?by=title">标题</a></td><td><a href="?by=date">日期</a></td></tr>${each((title, n) => `<tr><td><a href="show.asp?id=${n}">${title}</a></td><td>${day(n)}</td></tr>`)}</table>`
    expect(inferred(body)?.rows).toEqual(expected((n) => `/letters/show.asp?id=${n}`))
  })

  test('have whole titles where the list cuts them, and no date in the title where both are one link', () => {
    const cut = `<ul class="news">${each((title, n) => `<li><a href="${n}1.html" title="${title}">${title.slice(0, 7)}...</a><i>${day(n)}</i></li>`)}</ul>`
    expect(inferred(cut)?.rows).toEqual(expected((n) => `/letters/${n}1.html`))
    const card = `<div class="cards">${each((title, n) => `<a href="/t/${n}22"><b>${day(n)}</b>${title}</a>`)}</div>`
    expect(inferred(card)?.rows).toEqual(expected((n) => `/t/${n}22`))
  })

  test('have dates without an element of their own, in brackets, and with the day apart', () => {
    const bare = `<ul class="l">${each((title, n) => `<li>·<a href="/n/${n}.html">${title}</a> [${day(n).slice(5)}]</li>`)}</ul>`
    expect(inferred(bare)?.rows).toEqual(expected((n) => `/n/${n}.html`))
    const flat = `<td class="l">${each((title, n) => `·<a href="/n/${n}.html">${title}</a><span>(${day(n)})</span><br>`)}</td>`
    expect(inferred(flat)?.rows).toEqual(expected((n) => `/n/${n}.html`))
    const apart = `<div class="l">${each((title, n) => `<dl><dt><b>${20 - n}</b><span>2026-11</span></dt><dd><a href="/n/${n}.html">${title}</a></dd></dl>`)}</div>`
    expect(inferred(apart)?.rows).toEqual(expected((n) => `/n/${n}.html`))
  })

  test('are found by the heading of their box where boxes are alike', () => {
    const box = (heading: string, from: number) => `<div class="box"><h3>${heading}</h3><ul>${titles.slice(from).map((title, n) => `<li><a href="/${from}/${n}.html">${title}</a><i>${day(n)}</i></li>`).join('')}</ul></div>`
    expect(inferred(box('区长信箱', 0) + box('部门信箱', 2))).toMatchObject({ list: { item: 'div:has(> h3:contains("区长信箱")) li' }, rows: expected((n) => `/0/${n}.html`) })
  })

  test('are not taken from an article that others of its kind stand beside', () => {
    const article = `<div class="text"><h1>全区会议召开</h1>${'<p>会议强调，要压实责任，全面排查各类风险隐患，确保全区形势持续稳定向好。</p>'.repeat(6)}</div>`
    const more = `<ul class="more">${each((title, n) => `<li><a href="/n/${n}.html">${title}</a><span>${day(n)}</span></li>`)}</ul>`
    expect(inferred(article + more, 'http://www.town.example.cn/n/77.html')).toBeNull()
  })

  test('do not name classes that a build has made up', () => {
    const body = `<div class="css-1x2y3z">${each((title, n) => `<div class="item_8f3a2b1 on"><a href="/n/${n}.html">${title}</a><span>${day(n)}</span></div>`)}</div>`
    expect(inferred(body)?.list.item).not.toMatch(/css-|8f3a|\.on/)
  })

  test('a page of thousands of bare links has no list, and is read through all the same', () => {
    const many = Array.from({ length: 6_000 }, (_, n) => `<div><div><div><div><a href="/n/${n}.html">第${n}条很长很长的标题</a></div></div></div></div>`).join('')
    expect(findList(openDocument(pageOf(many)))).toBeNull()
  })
})
