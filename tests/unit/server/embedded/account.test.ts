/** Who PostgreSQL runs as. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { canReach, chooseDisguise, giveTo } from '../../../../server/embedded/account.ts'

let base: string
beforeEach(() => { base = mkdtempSync(join(tmpdir(), 'tinghu-account-')) })
afterEach(() => { rmSync(base, { recursive: true, force: true }) })

const stranger = { name: 'stranger', uid: 64_321, gid: 64_321 }

describe('canReach', () => {
  test('needs the right to pass every folder on the way', () => {
    const inner = join(base, 'open', 'inner')
    mkdirSync(inner, { recursive: true })
    chmodSync(base, 0o711)
    expect(canReach(inner, stranger)).toBe(true)
    chmodSync(base, 0o700)
    expect(canReach(inner, stranger)).toBe(false)
    const { uid, gid } = statSync(base)
    expect(canReach(inner, { name: 'owner', uid, gid })).toBe(true)
    chmodSync(base, 0o710)
    expect(canReach(inner, { ...stranger, gid })).toBe(true)
  })
})

describe('chooseDisguise', () => {
  test('never leaves PostgreSQL to run as root', () => {
    chmodSync(base, 0o711)
    const { account, prefix } = chooseDisguise([base])
    if (process.getuid?.() === 0) expect(account !== null ? account.uid > 0 : prefix[0] === 'unshare').toBe(true)
    else expect({ account, prefix }).toEqual({ account: null, prefix: [] })
  })
})

describe('giveTo', () => {
  test('does nothing for the owner, for whom it needs no right', () => {
    const { uid, gid, ctimeMs } = statSync(base)
    giveTo(base, uid, gid)
    expect(statSync(base).ctimeMs).toBe(ctimeMs)
  })
})
