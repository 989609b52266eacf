import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSource, readSources } from '../../../crawlers/configured.ts'
import { noWatch } from '../../support/watch.ts'
import { keepResting } from '../../../crawlers/resting.ts'
import { readConfig } from '../../../shared/node/config.ts'
import { hashReporter } from '../../../shared/node/reporter.ts'

let folder: string
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tinghu-sources-')) })
afterEach(() => { rmSync(folder, { recursive: true }) })

const good = { id: 'bbs', name: '论坛', adapter: 'discuz', channel: 'forum', url: 'http://bbs.example.test/', enabled: true, every: 60, delay: 500, local: true, options: { boards: [2, 'ask'] } }
const config = (env: Record<string, string> = {}) => readConfig({ DATA_DIR: folder, ...env })
const write = (content: unknown, name = 'sources.json') => { writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content)) }

test('without a file nothing is configured, and the town may stand in', async () => { expect(await readSources(config())).toBeNull() })

test('an empty list is a list: nothing is crawled', async () => {
  write([])
  expect(await readSources(config())).toEqual([])
})

test('SOURCES_FILE goes before DATA_DIR/sources.json', async () => {
  write([])
  mkdirSync(join(folder, 'x'))
  write([good], 'x/mine.json')
  expect(await readSources(config({ SOURCES_FILE: join(folder, 'x/mine.json') }))).toMatchObject([{ id: 'bbs', allowPrivate: false, demo: false }])
})

test.each<[string, unknown, RegExp]>([
  ['no JSON', '[{', /sources\.json/], ['an unknown key', [{ ...good, evry: 5 }], /evry/], ['a wrong value', [{ ...good, every: 0 }], /every/],
  ['the same id twice', [good, good], /two sources are called bbs/],
])('a file with %s is refused, naming what is wrong', async (_name, content, message) => {
  write(content)
  await expect(readSources(config())).rejects.toThrow(message)
})

test('an adapter that is not there is named, with those that are', () => {
  expect(() => openSource({ ...good, adapter: 'gopher', allowPrivate: false, demo: false }, noWatch)).toThrow(/no adapter gopher.*discuz, nodebb, .*feed, page, export/)
})

test('a page that fails rests twice as long each time, until it heals', () => {
  const resting = keepResting()
  const failure = { url: 'u', essential: false, state: 'server-error' as const, message: null }
  resting.failed('u', failure, 0)
  expect([resting.of('u', 29_999), resting.of('u', 30_001)]).toEqual([failure, null])
  resting.failed('u', failure, 40_000)
  expect(resting.of('u', 99_000)).toBe(failure)
  resting.healed('u')
  expect(resting.of('u', 41_000)).toBeNull()
})

test('a reporter hash is the same for the same person and key, however the name is written, and tells nothing', () => {
  expect(hashReporter('k', 'phone:13900001234')).toBe(hashReporter('k', 'phone:１３９００００１２３４'))
  expect(hashReporter('k', 'phone:13900001234')).toMatch(/^[0-9a-f]{16}$/)
  expect(hashReporter('k', 'a')).not.toBe(hashReporter('j', 'a'))
})
