import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readConfig } from '../../../../shared/node/config.ts'
import { loadSecrets } from '../../../../shared/node/secrets.ts'

let folder: string
const path = () => join(folder, 'secrets.json')
const load = (more: Record<string, string> = {}) => loadSecrets(readConfig({ DATA_DIR: folder, ...more }))

beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'tinghu-secrets-')) })
afterEach(() => { rmSync(folder, { recursive: true }) })

test('secrets are made once, for their owner only, and processes that start at once agree on them', async () => {
  const all = await Promise.all(Array.from({ length: 8 }, () => load()))
  expect(new Set(all.map((secrets) => JSON.stringify(secrets))).size).toBe(1)
  expect(await load()).toEqual(all[0])
  expect(statSync(path()).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder)).toEqual(['secrets.json'])
})

test('a file of the first version gets a session key, keeps its other keys, and all agree on the new one', async () => {
  writeFileSync(path(), JSON.stringify({ kioskToken: 'kiosk', reporterKey: 'reporter' }))
  const all = await Promise.all(Array.from({ length: 8 }, () => load()))
  expect(all[0]).toMatchObject({ kioskToken: 'kiosk', reporterKey: 'reporter' })
  expect(all[0]?.sessionKey).toMatch(/^.{40,}$/)
  expect(new Set(all.map(({ sessionKey }) => sessionKey)).size).toBe(1)
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(all[0])
  expect(readdirSync(folder)).toEqual(['secrets.json'])
})

test('a key that is configured goes before the one that is kept', async () => {
  expect(await load({ SESSION_KEY: 'mine', REPORTER_KEY: 'ours' })).toMatchObject({ sessionKey: 'mine', reporterKey: 'ours' })
})

test('a damaged file is said and left alone', async () => {
  for (const text of ['', '{', '{"kioskToken":1}']) {
    writeFileSync(path(), text)
    await expect(load()).rejects.toThrow('damaged')
    expect(readFileSync(path(), 'utf8')).toBe(text)
  }
})
