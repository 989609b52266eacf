import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBundle } from '../../../../../shared/node/bundle/format.ts'
import type { Posting } from '../../../../../shared/posting.ts'
import { flip, makeBundles, trusted } from '../../../../support/bundles.ts'
import { district, makeComplaints, makePosting } from '../../../../support/postings.ts'

const [file] = makeBundles([makeComplaints(5, Date.UTC(2026, 10, 1), 1_000).map((posting) => ({ posting }))])
const text = fc.string({ unit: 'binary', maxLength: 200 }).filter((value) => !value.includes('\0') && value.isWellFormed())
const count = fc.option(fc.nat())

const postings: fc.Arbitrary<Posting[]> = fc.array(fc.record({
  externalId: text.filter((id) => id !== ''), title: text, text, account: fc.option(text), url: fc.option(text), images: fc.array(text, { maxLength: 3 }),
  state: fc.constantFrom('visible', 'partial', 'shielded', 'gone'), official: fc.boolean(), pinned: fc.boolean(),
  counts: fc.record({ views: count, replies: count, reposts: count, likes: count }), publishedAt: fc.nat(), receivedAt: fc.nat(),
}).map((given) => makePosting(given)), { maxLength: 8 })

test('whatever postings say, they are read as they were written', async () => {
  await fc.assert(fc.asyncProperty(postings, async (given) => {
    const [bundle] = makeBundles([given.map((posting) => ({ posting }))])
    expect((await readBundle(bundle!.bytes, district, trusted)).postings).toEqual(given)
  }))
})

test('a bundle of which any bit was changed is not taken', async () => {
  await fc.assert(fc.asyncProperty(fc.nat(file!.bytes.length - 1), fc.integer({ min: 1, max: 255 }), async (at, bits) => {
    await expect(readBundle(flip(file!.bytes, at, bits), district, trusted)).rejects.toThrow()
  }))
})

test('every single byte counts: changed in turn, each is found', async () => {
  for (let at = 0; at < file!.bytes.length; at++) await expect(readBundle(flip(file!.bytes, at, 1), district, trusted)).rejects.toThrow()
})

test('bytes that are no bundle are refused, whatever they are', async () => {
  await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, begun) => {
    await expect(readBundle(Buffer.concat([Buffer.from(begun ? 'TINGHU1\n' : ''), bytes]), district, trusted)).rejects.toThrow()
  }))
})
