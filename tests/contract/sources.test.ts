import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openSource } from '../../crawlers/configured.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { noWatch } from '../support/watch.ts'
import { sources } from '../../crawlers/sources/index.ts'
import { pageStates, type OpenSource, type Reading } from '../../crawlers/source.ts'
import { sourceSchema } from '../../shared/district.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { loadPage } from '../evaluate/parse.ts'

const pages = join(import.meta.dirname, '../fixtures/pages')

type Expected = Partial<Omit<Reading, 'postings' | 'degraded'>> & { degraded?: boolean; postings?: Record<string, unknown>[] }

function open(adapter: string, options: Record<string, unknown> = {}): OpenSource {
  const url = 'http://bbs.example.test/forum.php?mod=forumdisplay&fid=2'
  return openSource(sourceSchema.parse({ id: 'contract', name: '样例', adapter, channel: 'forum', url, enabled: true, every: 60, delay: 0, local: true, options }), noWatch)
}

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'))

/** Every folder of stored pages: fixtures/pages/<adapter>/<site>, with expected.json and, where needed, options.json. */
const sites = readdirSync(pages).flatMap((adapter) => readdirSync(join(pages, adapter)).map((site) => {
  const folder = join(pages, adapter, site)
  const hasOptions = readdirSync(folder).includes('options.json')
  return { adapter, site, folder, options: hasOptions ? readJson(join(folder, 'options.json')) as Record<string, unknown> : {} }
}))

describe.each(sites)('$adapter reads the pages of $site', ({ adapter, folder, options }) => {
  const source = open(adapter, options)
  const expected = Object.entries(readJson(join(folder, 'expected.json')) as Record<string, Expected>)

  test.each(expected)('%s', async (file, { postings, degraded, ...reading }) => {
    const got = source.parse(await loadPage(join(folder, file)))
    expect(got).toMatchObject(reading)
    expect(got.degraded !== null).toBe(degraded ?? false)
    if (postings) {
      expect(got.postings).toHaveLength(postings.length)
      expect(got.postings).toMatchObject(postings)
    }
  })

  test('a page that is cut anywhere never passes for a whole page with fewer postings', async () => {
    for (const [file, { state, postings = [] }] of expected) {
      if (state !== 'ok' || postings.length === 0) continue
      const page = await loadPage(join(folder, file))
      const whole = source.parse(page).postings.length
      for (let part = 1; part < 40; part++) {
        const bytes = page.bytes.subarray(0, Math.floor(page.bytes.length * part / 40))
        // An export cut between two rows cannot be told; it does no harm, since rows that are missing are never taken for deleted.
        if (adapter === 'export' && bytes.at(-1) === 10) continue
        const cut = source.parse({ ...page, bytes })
        if (cut.state === 'ok') expect([file, part, cut.postings.length < whole && cut.degraded === null]).toEqual([file, part, false])
      }
    }
  })
})

test('every source has stored pages and a name of its own', () => {
  expect([...new Set(sites.map(({ adapter }) => adapter))].sort()).toEqual(sources.map(({ name }) => name).sort())
  expect(new Set(sources.map(({ name }) => name)).size).toBe(sources.length)
})

describe.each(sources.map(({ name }) => name))('the source %s', (name) => {
  const options = sites.find(({ adapter }) => adapter === name)?.options ?? {}
  const source = open(name, options)
  const answer = (bytes: Uint8Array, status = 200): Page =>
    ({ url: 'http://bbs.example.test/x', status, headers: { 'content-type': 'text/html' }, bytes, fetchedAt: Date.parse('2026-11-22T13:30:00Z') })

  test('never throws, and never believes a page that did not prove itself', () => {
    const markup = fc.array(fc.constantFrom('<div id="post_1">', '<td id="postmessage_1">', '<tbody id="normalthread_1">', '<item>', '</div>', '<rss>', '"', '工单编号,诉求内容\n', '&#x1F600;', '�', '<![CDATA[', '{', ']]>', '<p class="author">', '\0'), { maxLength: 60 })
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 2_000 }), markup.map((parts) => Buffer.from(parts.join('')))), (bytes) => {
      const reading = source.parse(answer(bytes))
      expect(pageStates).toContain(reading.state)
      if (reading.state !== 'ok') expect(reading.postings).toEqual([])
    }), { numRuns: 300 })
    for (const body of ['', '<html><body><h1>It works!</h1></body></html>', 'Forbidden']) expect(source.parse(answer(Buffer.from(body))).state).not.toBe('ok')
  })

  test('tells refusals by their status', () => {
    for (const [status, state] of [[304, 'not-modified'], [429, 'rate-limited'], [432, 'blocked'], [503, 'server-error'], [404, 'not-found']] as const) {
      expect([status, source.parse(answer(new Uint8Array(), status)).state]).toEqual([status, state])
    }
  })

  test('survives 100,000 nested tags and a megabyte of one line', () => {
    for (const body of ['<div>'.repeat(100_000), `<tbody id="normalthread_1">${'a'.repeat(1_000_000)}`, '<td>'.repeat(50_000) + '</td>'.repeat(50_000)]) {
      expect(pageStates).toContain(source.parse(answer(Buffer.from(`<html><body><div id="post_1"><div id="postmessage_1">${body}</div></div></body></html>`))).state)
    }
  })

  test('refuses options that it does not know, naming the source', () => {
    expect(() => open(name, { ...options, boardz: [2] })).toThrow(/Source contract.*boardz/s)
  })
})

test.each(loadDistrict('320813').sources.map((config) => [config.id, config] as const))('the template %s of the pack is one that its adapter understands', (_id, config) => {
  const visit = openSource(config, { names: ['洪泽'], plans: [] }).visit(null, Date.parse('2026-11-22T02:00:00Z'))
  expect(visit.next()?.url).toMatch(/^https:/)
})
