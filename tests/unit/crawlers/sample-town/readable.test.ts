import { readFile } from 'node:fs/promises'
import { afterEach, expect, test } from 'vitest'
import { parseInstant, type Instant } from '../../../../shared/clock.ts'
import type { Branch, Channel, Unit } from '../../../../shared/district.ts'
import { findSource } from '../../../../crawlers/sources/index.ts'
import type { Found, OpenSource } from '../../../../crawlers/source.ts'
import { townshipUnits } from '../../../../crawlers/sample-town/places.ts'
import { readOpening } from '../../../../crawlers/sample-town/opening.ts'
import { truth } from '../../../../crawlers/sample-town/truth.ts'
import { questions } from '../../../../crawlers/sample-town/words/consultations.ts'
import { noWatch } from '../../../support/watch.ts'
import { problems } from '../../../../crawlers/sample-town/words/problems/index.ts'
import { closeTestTowns, openTestTown, type TestTown } from '../../../support/open-town.ts'

afterEach(closeTestTowns)

const openAdapter = (town: TestTown, id: string): OpenSource => {
  const config = town.sources.find((source) => source.id === id)!
  return findSource(config.adapter)!.open(config, noWatch)
}

/** One whole visit of the product's own adapter; every page must be read for what it is. */
async function visit(source: OpenSource, cursor: unknown, now: Instant): Promise<{ found: Found[]; cursor: unknown; asked: number }> {
  const run = source.visit(cursor, now)
  const found: Found[] = []
  let asked = 0
  for (let ask = run.next(); ask; ask = run.next(), asked += 1) {
    const response = await fetch(ask.url, {
      headers: { ...(ask.validators?.etag ? { 'if-none-match': ask.validators.etag } : {}) },
    })
    const bytes = new Uint8Array(await response.arrayBuffer())
    const page = { url: response.url, status: response.status, headers: Object.fromEntries(response.headers), bytes, fetchedAt: now }
    const reading = source.parse(page)
    const expected = response.status === 304 ? ['not-modified'] : response.status === 404 ? ['not-found', 'gone'] : ['ok']
    expect(expected, ask.url).toContain(reading.state)
    expect(reading.degraded, ask.url).toBeNull()
    found.push(...run.take(ask, reading, page))
  }
  expect(run.trouble()).toBeNull()
  return { found, cursor: run.cursor(), asked }
}

/** What the truth says was published and may be read at `now`, by source. */
async function published(town: TestTown, source: string): Promise<Map<string, Instant>> {
  const rows = truth((await readOpening(town.dataDir))!, town.clock.at)
  return new Map(rows.filter((row) => row.source === source).map(({ externalId, at }) => [externalId, at]))
}

test.each(['town-hotline', 'town-forum', 'town-letters'])('the adapter of %s reads everything that was published, at the very second', async (id) => {
  const town = await openTestTown({ days: 8 })
  const { found } = await visit(openAdapter(town, id), null, town.clock.at)
  const opened = new Map(found.filter(({ parent }) => parent === null).map(({ externalId, raw }) => [externalId, raw]))
  const wanted = await published(town, id)
  const missing = [...wanted.keys()].filter((externalId) => !opened.has(externalId))
  // Some threads have been deleted again.
  expect(missing.length).toBeLessThanOrEqual(id === 'town-forum' ? 0.05 * wanted.size : 0)
  for (const [externalId, at] of wanted) {
    const raw = opened.get(externalId)
    if (raw) expect(parseInstant(raw.time ?? ''), externalId).toBe(Math.floor(at / 1_000) * 1_000)
  }
})

test('the feed adapter reads the news', async () => {
  const town = await openTestTown({ days: 8 })
  const { found } = await visit(openAdapter(town, 'town-news'), null, town.clock.at)
  expect(new Set(found.map(({ externalId }) => externalId))).toEqual(new Set((await published(town, 'town-news')).keys()))
})

test('forum replies of offices are told from those of people', async () => {
  const town = await openTestTown({ days: 20 })
  const { found } = await visit(openAdapter(town, 'town-forum'), null, town.clock.at)
  const replies = found.filter(({ kind }) => kind === 'reply').map(({ raw }) => raw)
  const official = replies.filter((raw) => raw.official)
  expect(official.length).toBeGreaterThan(30)
  expect(official.every((raw) => /回复$|坐席\d\d$/.test(raw.author ?? ''))).toBe(true)
  expect(replies.filter((raw) => !raw.official).every((raw) => !/回复$|坐席/.test(raw.author ?? ''))).toBe(true)
  expect(found.some(({ raw }) => raw.pinned)).toBe(true)
  expect(found.some(({ raw }) => raw.edited)).toBe(true)
})

test('a later visit finds what is new since, and rows whose orders were closed', async () => {
  const town = await openTestTown({ days: 3 })
  const hotline = openAdapter(town, 'town-hotline')
  const first = await visit(hotline, null, town.clock.at)
  const quiet = await visit(hotline, first.cursor, town.clock.at)
  expect(quiet.found).toEqual([])
  town.clock.at += 15 * 3_600_000
  const later = await visit(hotline, quiet.cursor, town.clock.at)
  const known = new Set(first.found.map(({ externalId }) => externalId))
  expect(later.found.filter(({ externalId }) => !known.has(externalId)).length).toBeGreaterThan(50)
  const changed = later.found.filter(({ externalId, raw }) => known.has(externalId) && raw.workOrder?.closedAt)
  expect(changed.length).toBeGreaterThan(5)
})

test('leaves, units and channels are those of the district pack', async () => {
  const read = async <T>(name: string) =>
    JSON.parse(await readFile(new URL(`../../../../shared/districts/320813/${name}.json`, import.meta.url), 'utf8')) as T
  const [branches, units, channels] = [await read<Branch[]>('taxonomy'), await read<Unit[]>('units'), await read<Channel[]>('channels')]
  const leaves = new Set(branches.flatMap((branch) => branch.leaves.map(({ code }) => code)))
  const names = new Set(units.flatMap(({ name, aliases }) => [name, ...aliases]))
  for (const { id, leaf, unit } of [...problems, ...questions.map((question) => ({ id: question.ask, ...question }))]) {
    expect(leaves.has(leaf), `${id}: ${leaf}`).toBe(true)
    expect(unit === '属地' || names.has(unit), `${id}: ${unit}`).toBe(true)
  }
  for (const unit of Object.values(townshipUnits)) expect(names.has(unit), unit).toBe(true)
  const town = await openTestTown()
  for (const { channel } of town.sources) expect(channels.some(({ id }) => id === channel), channel).toBe(true)
})
