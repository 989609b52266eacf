import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { GiveUp, RetryLater } from '../../../../../shared/errors.ts'
import { unpack } from '../../../../../shared/node/http/unpack.ts'

const page = Buffer.from(`<html>${'洪泽'.repeat(5_000)}</html>`)
const cap = 1 << 20

test.each<[string, Buffer, string | null]>([
  ['gzip', gzipSync(page), 'gzip'], ['brotli', brotliCompressSync(page), 'br'], ['deflate', deflateSync(page), 'deflate'], ['raw deflate', deflateRawSync(page), 'deflate'],
  ['gzip in gzip', gzipSync(gzipSync(page)), 'gzip, gzip'], ['gzip that nobody announced', gzipSync(page), null], ['gzip that was announced and is none', page, 'gzip'],
  ['brotli that was announced and is none', page, 'br'], ['identity', page, 'identity'], ['nothing', page, null],
])('%s is undone', async (_name, body, encoding) => {
  expect(Buffer.from(await unpack(body, encoding, cap)).equals(page)).toBe(true)
})

test.each<[string, Buffer, string]>([
  ['gzip', gzipSync(page), 'gzip'], ['brotli', brotliCompressSync(page), 'br'], ['deflate', deflateSync(page), 'deflate'],
])('cut %s is a failure, never a shorter page', async (_name, body, encoding) => {
  for (const part of [0.3, 0.6, 0.95]) await expect(unpack(body.subarray(0, body.length * part), encoding, cap)).rejects.toBeInstanceOf(RetryLater)
})

test('a bomb is given up at the cap', async () => {
  await expect(unpack(gzipSync(Buffer.alloc(20 << 20)), 'gzip', cap)).rejects.toBeInstanceOf(GiveUp)
})

test('a compression that is not known is given up', async () => {
  await expect(unpack(Buffer.from([1, 2, 3]), 'zpaq', cap)).rejects.toBeInstanceOf(GiveUp)
})
