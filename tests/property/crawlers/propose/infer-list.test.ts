import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openDocument } from '../../../../crawlers/propose/document.ts'
import { findGroups } from '../../../../crawlers/propose/infer-list.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')
const word = fc.array(fc.constantFrom(...'东湖路夜间施工扰民小区消防通道公交站台自来水农田灌溉渠堵塞红绿灯'), { minLength: 9, maxLength: 24 }).map((letters) => letters.join(''))
const short = fc.array(fc.constantFrom(...'政务公开互动办事服务统计数据'), { minLength: 2, maxLength: 4 }).map((letters) => letters.join(''))

const main = fc.uniqueArray(word, { minLength: 8, maxLength: 25 }).map((titles) => ({
  html: `<div class="zone"><ul class="rows">${titles.map((title, n) => `<li><a href="/letter/${n + 10}.html">${title}</a><span>2026-11-${10 + (n % 12)}</span></li>`).join('')}</ul></div>`,
  urls: titles.map((_, n) => `http://town.example.cn/letter/${n + 10}.html`),
}))
const menu = fc.array(short, { minLength: 3, maxLength: 12 }).map((names) => `<div class="box"><ul>${names.map((name, n) => `<li><a href="/m/${n}/">${name}</a></li>`).join('')}</ul></div>`)
const aside = fc.uniqueArray(word, { minLength: 3, maxLength: 8 }).map((titles) => `<div class="sidebar"><h3>热门</h3><ul>${titles.map((title, n) => `<li><a href="/hot/${n + 10}.html">${title}</a><span>2026-10-1${n}</span></li>`).join('')}</ul></div>`)
const foot = fc.array(word, { minLength: 3, maxLength: 6 }).map((names) => `<div class="footer">${names.map((name, n) => `<a href="http://other${n}.example.cn/">${name}</a>`).join('')}</div>`)
const prose = word.map((words) => `<p>${words}，${words}。</p>`)

test('where menus, sidebars and footers stand never changes which rows are chosen', () => {
  fc.assert(fc.property(main, fc.array(fc.oneof(menu, aside, foot, prose), { maxLength: 7 }), fc.array(fc.nat(), { minLength: 8, maxLength: 8 }), ({ html, urls }, around, keys) => {
    const chosen = (blocks: readonly string[]) => {
      const bytes = Buffer.from(`<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>${blocks.join('\n')}</body></html>`)
      return findGroups(openDocument({ url: 'http://town.example.cn/letters/', status: 200, headers: {}, bytes, fetchedAt: now }))[0]?.rows.map(({ url }) => url)
    }
    const shuffled = [html, ...around].map((block, at) => ({ block, key: keys[at] ?? 0 })).sort((a, b) => a.key - b.key).map(({ block }) => block)
    expect(chosen([html, ...around])).toEqual(urls)
    expect(chosen(shuffled)).toEqual(urls)
  }), { numRuns: 40 })
})

test('any bytes are a page without a list or with one, never an error', () => {
  const tag = fc.constantFrom('<ul>', '</ul>', '<li>', '<a href="/1">标题标题标题', '<a href="http://[">x', '</a>', '<td>', '<table>', '2026-11-20', '<script type="text/xml"><![CDATA[', ']]>', '</script>', '"', '\u0000')
  fc.assert(fc.property(fc.array(tag, { maxLength: 60 }), (parts) => {
    findGroups(openDocument({ url: 'http://town.example.cn/', status: 200, headers: {}, bytes: Buffer.from(parts.join('')), fetchedAt: now }))
  }), { numRuns: 60 })
})
