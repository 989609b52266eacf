import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createLog } from '../../shared/node/log.ts'
import type { BundleLine } from '../../shared/node/bundle/lines.ts'
import { connectPostgres, migrate, type Database } from '../../shared/node/postgres.ts'
import { record } from '../../shared/node/record.ts'
import type { Posting } from '../../shared/posting.ts'
import { openKnown } from '../../crawlers/bundle/known.ts'
import { readBundleState } from '../../server/archive/bundles.ts'
import { takeBundle, type BundleFile } from '../../server/bundles/take.ts'
import { flip, madeAt, makeBundles, makeHealth, trusted } from '../support/bundles.ts'
import { district, makePosting } from '../support/postings.ts'
import { startTestServices, type TestServices } from '../support/services.ts'

let services: TestServices
let db: Database

beforeAll(async () => {
  services = await startTestServices()
  db = connectPostgres(services.databaseUrl)
  await migrate(db, createLog('test', 'silent'))
})
afterAll(async () => {
  await db.end()
  await services.stop()
})

const empty = () => db.query('truncate districts, postings, events, revisions, sources, bundles, bundle_faults, bundle_versions, bundle_sources')
const now = madeAt + 60_000

async function deliver(files: readonly BundleFile[]) {
  for (const file of files) await takeBundle(db, district, file, trusted, now)
}

/** What people see: words, state, counters; how sources are; what was taken. Numbers and revisions follow the order of coming. */
async function told() {
  const [postings, sources, bundles, faults] = await Promise.all([
    db.query<{ counts: unknown }>('select source, external_id, title, body, state, counts, content_hash from postings order by source, external_id'),
    db.query('select source, health from sources order by source'),
    db.query('select stream, number, digest, postings from bundles order by stream, number'),
    db.query('select file, reason from bundle_faults order by file'),
  ])
  return { postings: postings.rows, sources: sources.rows, bundles: bundles.rows, faults: faults.rows }
}

const count = fc.option(fc.integer({ min: 0, max: 5 }))
const sightings: fc.Arbitrary<Posting[]> = fc.array(fc.record({
  id: fc.integer({ min: 1, max: 4 }), words: fc.constantFrom('甲', '乙', '丙'), gone: fc.integer({ min: 0, max: 3 }).map((one) => one === 0),
  views: count, replies: count, later: fc.constantFrom(0, 1, 60_000, 4_000_000),
}), { minLength: 1, maxLength: 16 }).map((steps) => {
  let at = madeAt
  return steps.map(({ id, words, gone, views, replies, later }) => makePosting({
    externalId: String(id), title: gone ? '' : words, text: gone ? '' : words, state: gone ? 'gone' : 'visible', receivedAt: at += later,
    counts: { views, replies, reposts: null, likes: null },
  }))
})

/** As the crawlers' side sends them: what is new in each, cut into bundles at some points, with the source's health at the end of each. */
function send(seen: readonly Posting[], cuts: readonly number[]): BundleFile[] {
  const known = openKnown()
  const bundles: BundleLine[][] = [[]]
  for (const [index, posting] of seen.entries()) {
    const { novelty, version } = known.note(posting)
    if (novelty !== 'same') bundles.at(-1)!.push({ posting: version })
    if (cuts.includes(index)) {
      bundles.at(-1)!.push({ health: makeHealth({ failures: index }), at: madeAt + index })
      bundles.push([])
    }
  }
  return makeBundles(bundles)
}

test('any order of delivery, with any repetition and damaged copies between, tells the same in the end', async () => {
  await fc.assert(fc.asyncProperty(
    sightings, fc.uniqueArray(fc.nat(15), { maxLength: 8 }), fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), fc.nat(3), fc.integer({ min: 1, max: 255 }),
    async (seen, cuts, random, repeats, bits) => {
      const files = send(seen, cuts)
      await empty()
      await deliver(files)
      const expected = await told()
      let picked = 0
      const pick = (): number => random[picked++ % random.length]!
      const damaged = files.map(({ name, bytes }) => ({ name, bytes: flip(bytes, pick() % bytes.length, bits) }))
      const again = Array.from({ length: repeats }, () => files[pick() % files.length]!)
      const shuffled = [...files, ...damaged, ...again].map((file) => ({ file, at: pick() })).sort((a, b) => a.at - b.at).map(({ file }) => file)
      await empty()
      await deliver(shuffled)
      expect(await told()).toEqual(expected)
      expect(expected.faults).toEqual([])
      expect((await readBundleState(db, district, now)).streams[0]).toMatchObject({ missing: [], broken: [], taken: files.length })
    },
  ), { numRuns: Number(process.env.RUNS ?? 40) })
})

test('delivered in order, bundles leave what a crawler beside the database would have left', async () => {
  await fc.assert(fc.asyncProperty(sightings, fc.uniqueArray(fc.nat(15), { maxLength: 8 }), async (seen, cuts) => {
    await empty()
    await deliver(send(seen, cuts))
    const { postings } = await told()
    await empty()
    for (const posting of seen) await record(db, district, [posting])
    const direct = (await told()).postings
    // Counters cross at a slow pace; everything else is the same.
    const withoutCounts = (rows: typeof postings) => rows.map((row) => ({ ...row, counts: null }))
    expect(withoutCounts(postings)).toEqual(withoutCounts(direct))
  }), { numRuns: Number(process.env.RUNS ?? 30) })
})

test('another bundle under a number that was taken is named and not taken, and a break in the chain is told', async () => {
  await empty()
  const one = makeBundles([[{ posting: makePosting({ externalId: '1' }) }], []])
  const other = makeBundles([[{ posting: makePosting({ externalId: '2' }) }], [], []])
  await deliver(one.slice(0, 1))
  expect(await takeBundle(db, district, other[0]!, trusted, now)).toMatchObject({ outcome: 'bad', reason: expect.stringContaining('同一编号') as unknown })
  await deliver(other.slice(1))
  const { streams: [stream], bad } = await readBundleState(db, district, now)
  expect(stream).toMatchObject({ taken: 3, missing: [], broken: [2] })
  expect(bad.map(({ file }) => file)).toEqual([other[0]!.name])
  expect((await told()).postings).toHaveLength(1)
})
