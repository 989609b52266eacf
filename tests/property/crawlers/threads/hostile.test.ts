import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseNodebb } from '../../../../crawlers/nodebb/parse.ts'
import { pageStates } from '../../../../crawlers/source.ts'
import { parseXiuno } from '../../../../crawlers/xiuno/parse.ts'

const pieces = {
  nodebb: {
    parse: parseNodebb,
    html: [
      '<li component="category/topic" data-tid="5">', '<li component="post" data-pid="7" data-index="0">', '<div component="post/content">', '<blockquote>', '<p>a said:</p>',
      '<span class="timeago" title="2026-11-22T13:00:00Z">', '<ul component="category" itemtype="x">', '<script id="ajaxify-data" type="application/json">', '</script>',
      '{"topics":[', '{"posts":[{"pid":1}],"tid":2}', '{"tid":5}', ']}', '<pre>', '</pre>', '</li>', '</div>', '</html>', '"', '<nav component="pagination"><li class="active"><a data-page="2">', '\n', 'x',
    ],
  },
  xiuno: {
    parse: parseXiuno,
    html: [
      '<li class="thread" data-tid="5">', '<div class="subject">', '<a href="?thread-5.htm">', '</a>', '<div class="message" isfirst="1">', '<ul class="postlist">', '<li class="post" data-pid="7">',
      '<div class="message">', '<span class="username">', '<span class="date">3月前', '</span>', '<ul class="pagination"><li class="active">2', '<div class="card"><h4 class="card-title"><i class="icon-warning-sign"></i>',
      '主题不存在', '<blockquote>', '<fieldset>', '</div>', '</li>', '</html>', 'Errno: 5', 'x',
    ],
  },
}

test.each(Object.entries(pieces))('%s: whatever is put together of its markup, nothing is thrown, and what is believed has an id', (_name, { parse, html }) => {
  const pages = fc.tuple(fc.array(fc.constantFrom(...html), { maxLength: 60 }), fc.constantFrom(200, 404, 503), fc.boolean())
  fc.assert(fc.property(pages, ([parts, status, framed]) => {
    const text = framed ? `<!DOCTYPE html><html><body>${parts.join('')}` : parts.join('')
    const reading = parse({ url: 'http://b.test/x', status, headers: {}, bytes: Buffer.from(text), fetchedAt: Date.parse('2026-11-22T13:30:00Z') }, { officials: [] })
    expect(pageStates).toContain(reading.state)
    if (reading.state !== 'ok') expect(reading.postings).toEqual([])
    for (const { id } of reading.postings) expect(id).not.toBe('')
  }))
})
