import { expect, test } from 'vitest'
import { openSource } from '../../../../crawlers/configured.ts'
import { boardOf, nodebbSite, postUrl, siteRoot, topicOf } from '../../../../crawlers/nodebb/address.ts'
import { openPolite, RobotsRefused } from '../../../../crawlers/polite.ts'
import { sourceSchema } from '../../../../shared/district.ts'
import { noSessions } from '../../../support/sessions.ts'
import { noWatch } from '../../../support/watch.ts'

test.each([
  ['http://b.test/category/6/民情', 'http://b.test/'], ['http://b.test/api/topic/5/x?page=2', 'http://b.test/'], ['http://b.test/', 'http://b.test/'],
  ['http://b.test/forum/category/6.rss', 'http://b.test/forum/'], ['http://b.test/forum/api/recent', 'http://b.test/forum/'], ['http://b.test/forum', 'http://b.test/forum/'],
  ['nothing', ''],
])('%s is a page of the site at %s', (url, root) => {
  expect(siteRoot(url)).toBe(root)
})

test('boards, threads and posts are known by their addresses', () => {
  expect([boardOf('http://b.test/category/6/民情?page=2'), topicOf('http://b.test/api/topic/51/x')]).toEqual(['6', '51'])
  expect([postUrl('http://b.test/', '7'), postUrl('http://b.test/', 'https://other.test/note/9')]).toEqual(['http://b.test/post/7', 'https://other.test/note/9'])
})

test('the name of a board is kept where its address has it, and only for that board', () => {
  const site = nodebbSite('http://b.test/category/6/board?x=1', false)
  expect(site.list('6', 2, 'opened', false)).toEqual({ url: 'http://b.test/category/6/board?page=2&sort=recently_created' })
  expect(site.list('7', 1, 'answered', false)).toEqual({ url: 'http://b.test/category/7?page=1&sort=recently_replied' })
})

test('pages are asked for where robots.txt forbids the API, and nothing where it forbids both', async () => {
  let robots = 'User-agent: *\nDisallow: /api/'
  const fetched: string[] = []
  const http = {
    fetch: (url: string) => {
      fetched.push(url)
      return Promise.resolve({ url, status: 200, headers: {}, bytes: Buffer.from(url.endsWith('robots.txt') ? robots : ''), fetchedAt: 0 })
    },
    close: () => Promise.resolve(),
  }
  const doors = { http, browse: () => Promise.reject(new Error('none')), sessions: noSessions, clock: { now: () => 0 }, signal: new AbortController().signal }
  const config = { id: 'b', name: 'b', adapter: 'nodebb', channel: 'forum', url: 'http://b.test/category/6', enabled: true, every: 60, delay: 0, local: true }
  const source = openSource(sourceSchema.parse(config), noWatch)
  const ask = source.visit(null, 0).next()
  if (!ask) throw new Error('nothing asked')
  await openPolite(doors).get(source, ask)
  expect(fetched.at(-1)).toBe('http://b.test/category/6?page=1&sort=recently_created')
  robots = 'User-agent: *\nDisallow: /'
  await expect(openPolite(doors).get(source, ask)).rejects.toThrow(RobotsRefused)
})
