/** Makes bundles for tests: a trusted key, and a stream of bundles cut from postings as the crawlers' side would cut them. */
import { createPrivateKey } from 'node:crypto'
import { bundleName, digestOf, packBundle } from '../../shared/node/bundle/format.ts'
import { makePrivateKey, publicKeyText, readTrustedKeys } from '../../shared/node/bundle/keys.ts'
import { writeLine, type BundleLine } from '../../shared/node/bundle/lines.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { BundleFile } from '../../server/bundles/take.ts'
import { district } from './postings.ts'

export const privateKey = createPrivateKey(makePrivateKey())
export const publicKey = publicKeyText(privateKey)
export const trusted = readTrustedKeys(publicKey)
export const stream = '0a1b2c3d4e5f'
export const madeAt = Date.UTC(2026, 10, 22, 3)

/** Bundles 1, 2, 3 … of one stream, one second apart. */
export function makeBundles(contents: readonly (readonly BundleLine[])[], of = stream): BundleFile[] {
  let previous: string | null = null
  return contents.map((lines, index) => {
    const about = { district, stream: of, number: index + 1, madeAt: madeAt + index * 1_000, previous }
    const bytes = packBundle(about, lines.map((line) => writeLine(line)!), privateKey)
    previous = digestOf(bytes)
    return { name: bundleName(district, of, index + 1), bytes }
  })
}

export const makeHealth = (given: Partial<SourceHealth> = {}): SourceHealth => ({
  source: 'test', name: '论坛', channel: 'forum', state: 'OK', since: madeAt, reason: null, lastGoodAt: madeAt, newestAt: madeAt, every: 60,
  demo: false, until: null, failures: 0, ...given,
})

/** The same bytes with some bits of one of them changed. */
export function flip(bytes: Buffer, at: number, bits: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[at] = changed[at]! ^ bits
  return changed
}
