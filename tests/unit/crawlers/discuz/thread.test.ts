import { describe, expect, test } from 'vitest'
import { parseDiscuz } from '../../../../crawlers/discuz/parse.ts'

function postOf(post: string) {
  const html = `<!DOCTYPE html><html><head><title>题</title></head><body><div id="postlist" class="postlist">${post}</div></body></html>`
  const page = { url: 'http://b.test/forum.php?mod=viewthread&tid=5', status: 200, headers: {}, bytes: Buffer.from(html), fetchedAt: Date.parse('2026-11-22T13:30:00Z') }
  return parseDiscuz(page, { officials: [] }).postings[0]
}
const column = (name: string) => `<td class="pls"><div id="favatar7" class="pls favatar">${name}</div></td>`
const words = '<em id="authorposton7">发表于 2026-11-22 21:00:00</em><div class="pcb"><div id="postmessage_7">话</div></div>'

describe('who wrote a post', () => {
  test.each([
    ['a member', column('<div class="pi"><div class="authi"><a href="home.php?mod=space&amp;uid=9" class="xw1">东门</a></div></div>'), '东门', false],
    ['a guest, whose address is nobody\'s name', column('<div class="pi"><a href="javascript:;">游客 <em>192.0.2.7:1234</em></a></div>'), null, true],
    ['somebody unnamed', column('<div class="pi">\n匿名</div>'), null, true],
    ['an account that is gone', column('<div class="pi">\n东门 <em>该用户已被删除</em></div>'), '东门', false],
    ['a robot with a name', column('<div class="pi"><div class="authi"><a href="javascript:;" class="xw1">小助手</a></div></div>'), '小助手', false],
    ['a member called 游客', column('<div class="pi"><div class="authi"><a href="space-uid-9.html" class="xw1">游客</a></div></div>'), '游客', false],
    ['a member, on a board without the column at the left', '<div class="pti"><div class="authi"><a href="space-uid-9.html" class="xi2 z avt"><img src="a.gif" /></a><a href="space-uid-9.html" class="xi2">东门</a><a href="#">倒序浏览</a></div></div>', '东门', false],
  ])('%s', (_who, markup, author, anonymous) => {
    expect(postOf(`<div id="post_7">${markup}${words}</div>`)).toMatchObject({ author, anonymous, text: '话' })
  })
})

describe('a post on the mobile page', () => {
  const mobile = (message: string) => postOf(`<div class="plc cl" id="pid7"><div class="display pi"><ul class="authi">
<li><b><a href="home.php?mod=space&amp;uid=9">东门</a></b></li><li>2026-11-22 21:00</li></ul><div class="message">${message}</div></div></div>`)

  test('that is hidden has no words, not empty ones', () => {
    expect(mobile('<div class="grey quote">提示: <em>该帖被管理员或版主屏蔽</em></div>')).toMatchObject({ author: '东门', text: null, state: 'shielded' })
  })

  test('that only quotes, or only shows a picture, has empty words', () => {
    expect(mobile('<div class="quote"><blockquote>提示一下</blockquote></div>')).toMatchObject({ text: '', state: 'visible' })
    expect(mobile('<img src="a.jpg" />')).toMatchObject({ text: '', state: 'visible' })
  })
})

test('a category before the mobile title is cut only where the page itself does without it', () => {
  const read = (heading: string, title: string) => {
    const html = `<!DOCTYPE html><html><head><title>${title}</title></head><body><div class="postlist"><h2>${heading}</h2><div class="plc cl" id="pid7"><div class="message">话</div></div></div></body></html>`
    return parseDiscuz({ url: 'http://b.test/forum.php?mod=viewthread&tid=5', status: 200, headers: {}, bytes: Buffer.from(html), fetchedAt: 0 }, { officials: [] }).thread?.title
  }
  expect(read('[投诉]\n夜里打桩', '夜里打桩 - 民情直通 - 湖畔论坛')).toBe('夜里打桩')
  expect(read('[转] 夜里打桩', '[转] 夜里打桩 - 民情直通')).toBe('[转] 夜里打桩')
})
