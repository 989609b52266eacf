import { describe, expect, test } from 'vitest'
import { loadHtml } from '../../../../crawlers/html.ts'
import { readContent } from '../../../../crawlers/nodebb/data.ts'
import { readWords } from '../../../../crawlers/nodebb/words.ts'

function read(html: string) {
  const $ = loadHtml(html)
  const root = $.root().get(0)
  if (!root) throw new Error('no root')
  return readWords($, root, 'http://b.test/topic/5')
}

describe('the words of a post', () => {
  test.each([
    ['said', '<p><a href="/user/a">@a</a> said in <a href="/post/1">题</a>:</p><blockquote><p>引的</p></blockquote><p>我的</p>'],
    ['说', '<p>@a 说：</p>\n<blockquote>引的</blockquote>\n我的'],
    ['quote in a quote', '<p>@a 说：</p><blockquote><p>@b 说：</p><blockquote>更早的</blockquote>引的</blockquote><p>我的</p>'],
  ])('are without what they quote and who was quoted (%s)', (_how, html) => {
    expect(read(html).text).toBe('我的')
  })

  test('keep a sentence that only stands before a quote', () => {
    expect(read('<p>通知如下</p><blockquote>引的</blockquote><p>请看</p>').text).toBe('通知如下\n\n请看')
  })

  test('have emoji as characters, and code in lines', () => {
    expect(read('<p>好<img class="emoji" alt="👍" src="/e.png"></p><pre><code>a\n  b\n</code></pre>')).toEqual({ text: '好👍\n\na\n b', images: [] })
  })

  test('list pictures by their whole address, once, and none of a quote', () => {
    const html = '<img src="/assets/a.jpg"><img src="/assets/a.jpg"><img data-src="/lazy.jpg" src="/blank.gif"><blockquote><img src="/q.jpg"></blockquote><img src="javascript:1">'
    expect(read(html).images).toEqual(['http://b.test/assets/a.jpg', 'http://b.test/lazy.jpg'])
  })
})

describe('the JSON of a page', () => {
  test('gives ids as text, and takes no number that has lost digits', () => {
    const topics = [{ tid: 5 }, { tid: '0d4f-uuid' }, { tid: Number('6384387360028623361') }, { tid: null }, null]
    expect(readContent({ topics })).toMatchObject({ kind: 'thread-list', topics: [{ tid: '5' }, { tid: '0d4f-uuid' }], lost: 3 })
  })

  test('is read whatever its fields hold', () => {
    const odd = { tid: 5, title: 7, timestampISO: {}, postcount: 'many', pinned: '1', user: 'x', teaser: [], deleted: null }
    expect(readContent({ topics: [odd] })).toMatchObject({ topics: [{ tid: '5', title: null, timestampISO: null, postcount: null, pinned: true, deleted: false, user: { uid: null } }] })
    for (const data of [null, 5, 'x', [], undefined, true]) expect(readContent(data)).toBeNull()
  })
})
