import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { minute, second, type Instant } from '../../../../shared/clock.ts'
import { Fatal } from '../../../../shared/errors.ts'
import { readBundle, type Bundle } from '../../../../shared/node/bundle/format.ts'
import { readTrustedKeys } from '../../../../shared/node/bundle/keys.ts'
import { createLog } from '../../../../shared/node/log.ts'
import { openBundleKeep, type BundleKeep } from '../../../../crawlers/bundle/keep.ts'
import { bundleFolderOf } from '../../../../crawlers/bundle/main.ts'
import { madeAt, makeHealth } from '../../../support/bundles.ts'
import { district, makeComplaints, makePosting } from '../../../support/postings.ts'

let folder: string
let now: Instant
let keep: BundleKeep | null

const open = async (): Promise<BundleKeep> => {
  keep = await openBundleKeep({ folder, district, clock: { now: () => now }, log: createLog('test', 'silent') })
  return keep
}
const path = (...parts: string[]): string => join(folder, ...parts)
const outbox = (): string[] => readdirSync(path('outbox')).sort()
const read = (name: string): Promise<Bundle> =>
  readBundle(readFileSync(path('outbox', name)), district, readTrustedKeys(readFileSync(path('public-key.txt'), 'utf8').trim()))
const idsIn = async (): Promise<string[][]> => Promise.all(outbox().map(async (name) => (await read(name)).postings.map(({ externalId }) => externalId)))
const record = (to: BundleKeep, ids: string[], cursor: unknown = ids.at(-1)) =>
  to.record(ids.map((externalId) => makePosting({ externalId })), { source: 'test', cursor }, now)
/** What a kill -9 leaves: the files as they are, and a lock whose holder is gone. */
async function killed(): Promise<BundleKeep> {
  const left = mkdtempSync(join(tmpdir(), 'tinghu-bundle-'))
  cpSync(folder, left, { recursive: true })
  await keep?.close()
  rmSync(folder, { recursive: true })
  renameSync(left, folder)
  writeFileSync(path('lock'), JSON.stringify({ pid: 999_999_999, start: '1' }))
  return open()
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinghu-bundle-'))
  now = madeAt
  keep = null
})
afterEach(async () => {
  await keep?.close().catch(() => undefined)
  rmSync(folder, { recursive: true, force: true })
})

test('a bundle is closed when its first posting has waited half a minute', async () => {
  const to = await open()
  now += 5 * minute
  await to.tick()
  expect(await record(to, ['1', '2'])).toEqual({ added: 2, changed: 0, same: 0 })
  now += 29 * second
  await record(to, ['3'])
  await to.tick()
  expect(outbox()).toEqual([])
  now += second
  await to.tick()
  expect(await idsIn()).toEqual([['1', '2', '3']])
  expect(await record(to, ['3', '4'])).toEqual({ added: 1, changed: 0, same: 1 })
})

test('a bundle is closed at once when 500 postings are in it', async () => {
  const to = await open()
  const complaints = makeComplaints(1_000, madeAt, 1_000)
  for (let at = 0; at < 1_000; at += 200) await to.record(complaints.slice(at, at + 200), { source: 'test', cursor: at }, now)
  expect((await idsIn()).map(({ length }) => length)).toEqual([600])
  await to.flush()
  expect((await idsIn()).map(({ length }) => length)).toEqual([600, 400])
})

test('without postings a bundle says every three minutes how the sources are, and at once what has changed', async () => {
  const to = await open()
  await to.saveHealth(makeHealth())
  now += 30 * second
  await to.tick()
  await to.saveHealth(makeHealth({ lastGoodAt: now }))
  now += 3 * minute - second
  await to.tick()
  expect(outbox()).toHaveLength(1)
  now += second
  await to.tick()
  await to.saveHealth(makeHealth({ state: 'BLOCKED', reason: '被拦截' }))
  now += 30 * second
  await to.tick()
  const told = await Promise.all(outbox().map(async (name) => (await read(name)).health.map(({ health: { state, lastGoodAt }, at }) => [state, lastGoodAt! - madeAt, at - madeAt])))
  expect(told).toEqual([[['OK', 0, 0]], [['OK', 30_000, 30_000]], [['BLOCKED', 0, 210_000]]])
})

test('a cursor is on the disk when its postings are, and not before', async () => {
  const to = await open()
  await record(to, ['1'])
  await to.flush()
  await record(to, ['2'])
  expect((await to.load('test')).cursor).toBe('2')
  const next = await killed()
  expect((await next.load('test')).cursor).toBe('1')
  expect(await record(next, ['2'])).toMatchObject({ added: 1 })
  await next.close()
  expect((await (await open()).load('test')).cursor).toBe('2')
})

test('killed before a bundle was counted, its number is given again; killed after, it moves out at the next start', async () => {
  const to = await open()
  await record(to, ['1'])
  await to.flush()
  const before = readFileSync(path('state/progress.json'))
  await record(to, ['2'])
  await to.flush()
  const [first, second_] = outbox() as [string, string]
  renameSync(path('outbox', second_), path('making', second_))
  await killed()
  expect([outbox(), readdirSync(path('making'))]).toEqual([[first, second_], []])

  renameSync(path('outbox', second_), path('making', second_))
  writeFileSync(path('state/progress.json'), before)
  const next = await killed()
  expect([outbox(), readdirSync(path('making'))]).toEqual([[first], []])
  expect((await next.load('test')).cursor).toBe('1')
})

test('a number is not given twice when the outbox was emptied meanwhile, and the chain goes on', async () => {
  const to = await open()
  await record(to, ['1'])
  await to.flush()
  const carried = path(outbox()[0]!)
  renameSync(path('outbox', outbox()[0]!), carried)
  const next = await killed()
  await record(next, ['2'])
  await next.flush()
  renameSync(carried, path('outbox', carried.slice(folder.length + 1)))
  const [one, two] = await Promise.all(outbox().map(read))
  expect([one!.header.number, two!.header.number, two!.header.previous]).toEqual([1, 2, one!.digest])
})

test('what the disk refuses is kept and written when it can be; more is not taken meanwhile', async () => {
  const to = await open()
  const complaints = makeComplaints(1_200, madeAt, 1_000)
  rmSync(path('making'), { recursive: true })
  const give = (from: number, till: number) => to.record(complaints.slice(from, till), { source: 'test', cursor: till }, now)
  await expect(give(0, 600)).rejects.toThrow(/ENOENT/)
  await expect(give(600, 800)).rejects.toThrow(/ENOENT/)
  await to.tick()
  mkdirSync(path('making'))
  expect(await give(600, 1_200)).toMatchObject({ added: 600 })
  await to.flush()
  expect((await idsIn()).flat()).toEqual(complaints.map(({ externalId }) => externalId))
})

test('a posting that no bundle can hold is left out, and the others cross', async () => {
  const to = await open()
  await to.record([makePosting({ externalId: '1' }), makePosting({ externalId: 'x'.repeat(600) }), makePosting({ externalId: '3' })], { source: 'test', cursor: 1 }, now)
  await to.flush()
  expect(await idsIn()).toEqual([['1', '3']])
})

test('a folder has one process at a time, a key of its own that only its owner reads, and one district', async () => {
  const to = await open()
  expect(statSync(path('key')).mode & 0o777).toBe(0o600)
  await expect(openBundleKeep({ folder, district, clock: { now: () => now }, log: createLog('test', 'silent') })).rejects.toThrow(/in use by process .*another folder/)
  const { publicKey, stream } = to
  await to.close()
  const again = await open()
  expect([again.publicKey, again.stream]).toEqual([publicKey, stream])
  await again.close()
  await expect(openBundleKeep({ folder, district: '320812', clock: { now: () => now }, log: createLog('test', 'silent') })).rejects.toBeInstanceOf(Fatal)
  writeFileSync(path('state/progress.json'), '{')
  await expect(open()).rejects.toThrow(/is damaged/)
  expect(existsSync(path('lock'))).toBe(false)
})

test('the folder is the word behind --bundle', () => {
  expect(bundleFolderOf(['node', 'main.ts'])).toBeNull()
  expect(bundleFolderOf(['node', 'main.ts', '--bundle', '/a/b'])).toBe('/a/b')
  expect(() => bundleFolderOf(['--bundle'])).toThrow(Fatal)
})
