import { describe, expect, test } from 'vitest'
import { absolute, decodeNumericAgain, lineOfHtml, textOfHtml } from '../../../crawlers/html.ts'
import { flatten } from '../../../crawlers/nesting.ts'

describe('textOfHtml', () => {
  test.each<[string, string]>([
    ['一<br>二<br/>三', '一\n二\n三'], ['<p>一</p><p>二</p>', '一\n\n二'], ['<table><tr><td>时间</td><td>地点</td></tr><tr><td>周一</td></tr></table>', '时间 地点\n\n周一'],
    ['a &lt;b&gt; &amp;amp; c', 'a <b> &amp; c'], ['看<span style="display: none">9 Y4</span>得见', '看得见'], ['x<script>alert(1)</script>y<style>z</style>', 'xy'],
    ['多  个\n\n空\u00a0格\u3000', '多 个 空 格'], ['<li>一<li>二', '一\n\n二'],
  ])('%j → %j', (html, text) => { expect(textOfHtml(html)).toBe(text) })
})

test('a title loses its tags without a trace', () => { expect(lineOfHtml('标题<br>换<b>行</b> A&amp;B <急>')).toBe('标题换行 A&B <急>') })

test.each<[string, string]>([
  ['&#128514;', '😂'], ['&amp;#128514;', '😂'], ['&amp;amp;#x1F602;', '😂'], ['&#19886;', '䶮'], ['&#55296;', '&#55296;'], ['&#99999999;', '&#99999999;'], ['&lt;b&gt;', '&lt;b&gt;'], ['&#7;', '&#7;'],
])('decodeNumericAgain: %s → %s', (text, decoded) => { expect(decodeNumericAgain(text)).toBe(decoded) })

test('only web addresses are addresses', () => {
  expect(absolute('a.html', 'http://x.test/b/c')).toBe('http://x.test/b/a.html')
  for (const href of ['javascript:alert(1)', 'data:text/html,x', ' ', null, 'http://', 'mailto:a@b']) expect(absolute(href, 'http://x.test/')).toBeNull()
})

describe('flatten', () => {
  test('leaves pages of ordinary depth as they are', () => {
    const page = '<div>'.repeat(1_000) + 'x' + '</div>'.repeat(1_000) + '<p>'.repeat(5_000) + '<br>'.repeat(5_000)
    expect(flatten(page, 'html')).toBe(page)
  })
  test('takes away what is deeper, keeps the words, and the rest stays balanced', () => {
    const flat = flatten(`${'<b>'.repeat(5_000)}words${'</b>'.repeat(5_000)}<i>after</i>`, 'html')
    expect(flat).toMatch(/^(<b>){1500}words(<\/b>){1500}<i>after<\/i>$/)
  })
})
