/** Where sockets lie. */
import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeSocketFolder } from '../../../../server/embedded/sockets.ts'

let base: string
beforeEach(() => { base = mkdtempSync(join(tmpdir(), 'tinghu-sockets-')) })
afterEach(() => { rmSync(base, { recursive: true, force: true }) })

describe('makeSocketFolder', () => {
  test('makes a folder for its owner alone beside the data', () => {
    const folder = makeSocketFolder(base, 'redis', null)
    expect(folder).toBe(join(base, 'run', 'redis'))
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })

  test('always finds the same short folder for a path too long for a socket', () => {
    const long = join(base, '长'.repeat(40))
    mkdirSync(long)
    const folder = makeSocketFolder(long, 'redis', null)
    expect(Buffer.byteLength(join(folder, '.s.PGSQL.5432'))).toBeLessThan(104)
    expect(folder).not.toContain(long)
    expect(makeSocketFolder(long, 'redis', null)).toBe(folder)
    expect(makeSocketFolder(long, 'postgres', null)).not.toBe(folder)
    expect(statSync(folder).mode & 0o777).toBe(0o700)
    for (const service of ['redis', 'postgres']) rmSync(makeSocketFolder(long, service, null), { recursive: true })
  })
})
