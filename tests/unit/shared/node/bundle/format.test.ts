import { createPrivateKey } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { Fatal, GiveUp, RetryLater } from '../../../../../shared/errors.ts'
import { bundleName, digestOf, packBundle, parseBundleName, readBundle } from '../../../../../shared/node/bundle/format.ts'
import { makePrivateKey, publicKeyText, readPrivateKey, readTrustedKeys } from '../../../../../shared/node/bundle/keys.ts'
import { writeLine } from '../../../../../shared/node/bundle/lines.ts'
import { makeBundles, makeHealth, madeAt, privateKey, publicKey, stream, trusted } from '../../../../support/bundles.ts'
import { district, makePosting } from '../../../../support/postings.ts'

const about = { district, stream, number: 1, madeAt, previous: null }
const refusal = (bytes: Buffer, of = district, keys = trusted): Promise<string> =>
  readBundle(bytes, of, keys).then(() => 'taken', (error: unknown) => {
    expect(error).toBeInstanceOf(GiveUp)
    return (error as Error).message
  })

test('a bundle is read as it was written', async () => {
  const posting = makePosting({ externalId: '1', text: '第一行\n第二行 😀', images: ['http://a/1.jpg'] })
  const health = makeHealth()
  const [first, second] = makeBundles([[{ posting }, { health, at: madeAt }], []])
  const bundle = await readBundle(first!.bytes, district, trusted)
  expect(bundle).toMatchObject({ digest: digestOf(first!.bytes), postings: [posting], health: [{ health, at: madeAt }] })
  expect(bundle.header).toMatchObject({ version: 1, ...about, key: publicKey })
  expect((await readBundle(second!.bytes, district, trusted)).header).toMatchObject({ number: 2, previous: bundle.digest })
})

test('what a file of a name should hold is told from its name', () => {
  expect(parseBundleName(bundleName(district, stream, 42))).toEqual({ district, stream, number: 42 })
  expect(['x.tinghu', `${district}-${stream}-42.tinghu`, `${bundleName(district, stream, 1)}.tmp`].map(parseBundleName)).toEqual([null, null, null])
})

test('a file that is still being copied is unfinished wherever it ends, never bad', async () => {
  const { bytes } = makeBundles([[{ posting: makePosting({ externalId: '1' }) }]])[0]!
  for (let length = 0; length < bytes.length; length++) {
    await expect(readBundle(bytes.subarray(0, length), district, trusted)).rejects.toBeInstanceOf(RetryLater)
  }
})

test('a bundle under a key that is not trusted is refused, and the key named', async () => {
  const other = createPrivateKey(makePrivateKey())
  expect(await refusal(packBundle(about, [], other))).toContain(publicKeyText(other))
  expect(await refusal(packBundle(about, [], privateKey), district, new Map())).toContain('不在 BUNDLE_KEYS 中')
})

test('a header that names a trusted key does not make a foreign signature good', async () => {
  const forged = packBundle(about, [], createPrivateKey(makePrivateKey()))
  const header = forged.indexOf('"key":"') + 7
  forged.write(publicKey, header, 'latin1')
  expect(await refusal(forged)).toContain('签名不符')
})

test('bundles of another district, and postings of another district in one of ours, are refused', async () => {
  expect(await refusal(packBundle({ ...about, district: '320812' }, [], privateKey))).toContain('320812')
  const line = writeLine({ posting: makePosting({ externalId: '1', district: '320812' }) })!
  expect(await refusal(packBundle(about, [line], privateKey))).toContain('第 1 行属于 320812')
})

test('an unknown version is refused with a hint at it', async () => {
  const file = packBundle(about, [], privateKey).toString('latin1').replace('"version":1', '"version":2')
  expect(await refusal(Buffer.from(file, 'latin1'))).toContain('不同版本')
})

test('what is signed and yet too large, too long or of another shape is refused', async () => {
  const line = writeLine({ posting: makePosting({ externalId: '1' }) })!
  expect(await refusal(packBundle(about, [line, '{"posting":{}}'], privateKey))).toContain('第 2 行格式不对')
  expect(await refusal(packBundle(about, [line, 'not json'], privateKey))).toContain('第 2 行格式不对')
  expect(await refusal(packBundle(about, [line.replace('"reporter":"aaaa"', '"reporter":"张三"')], privateKey))).toContain('posting.reporter')
  expect(await refusal(packBundle(about, ['x'.repeat(2 << 20)], privateKey))).toContain('第 1 行过长')
  expect(await refusal(packBundle(about, Array.from({ length: 20_001 }, () => line), privateKey))).toContain('超过 20000 行')
  expect(await refusal(packBundle(about, [`${' '.repeat(65 << 20)}`], privateKey))).toContain('解压后超过 64 MB')
  expect(await refusal(Buffer.alloc(17 << 20))).toContain('超过 16 MB')
})

test('a body that is no gzip, and a file with something behind its end, are refused', async () => {
  const whole = packBundle(about, [], privateKey)
  expect(await refusal(Buffer.concat([whole, Buffer.from('x')]))).toContain('长 1 字节')
  expect(await refusal(gzipSync('x'))).toContain('不是听湖的数据包')
  expect(await refusal(Buffer.from(`TINGHU1\n${'{'.repeat(3_000)}`))).toContain('文件头过长')
})

test('a posting that the other side or its database would refuse is not written', () => {
  const writable = (given: object): boolean => writeLine({ posting: makePosting({ externalId: '1', ...given }) }) !== null
  expect(writable({})).toBe(true)
  expect([{ externalId: '' }, { url: 'x\0' }, { text: '\uD800' }, { text: 'x'.repeat(20_001) }, { publishedAt: Number.NaN }].map(writable)).toEqual([false, false, false, false, false])
})

test('keys that are none are named and end the program', () => {
  expect(readTrustedKeys(` ${publicKey}, ${publicKey} ,`).size).toBe(1)
  expect(() => readTrustedKeys(null)).toThrow(/BUNDLE_KEYS is not set/)
  expect(() => readTrustedKeys('hello')).toThrow(/“hello” is no public key/)
  expect(() => readPrivateKey('-----BEGIN', '/x/key')).toThrow(Fatal)
})
