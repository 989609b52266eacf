/** The check that runs before everything: when it installs, when it does not, and that it keeps off stdout. */
import { spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const script = join(import.meta.dirname, '../../../../server/embedded/ensure-installed.mjs')
const packages = {
  '': { name: 'x' },
  'node_modules/a': { version: '1.0.0', integrity: 'sha512-a' },
  'node_modules/b': { version: '2.0.0', integrity: 'sha512-b', optional: true },
}
let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tinghu-ensure-'))
  mkdirSync(join(root, 'server', 'embedded'), { recursive: true })
  copyFileSync(script, join(root, 'server', 'embedded', 'ensure-installed.mjs'))
  write('package-lock.json', packages)
  mkdirSync(join(root, 'node_modules', 'node', 'bin'), { recursive: true })
  writeFileSync(join(root, 'node_modules', 'node', 'bin', 'node'), '')
})
afterEach(() => { rmSync(root, { recursive: true, force: true }) })

function write(path: string, entries: object): void {
  writeFileSync(join(root, path), JSON.stringify({ packages: entries }))
}

/** Runs the check; in npm's place a program that notes its arguments, speaks on stdout and does what `body` says. */
function runCheck(body = ''): { status: number | null; stdout: string; stderr: string; installed: boolean } {
  const npm = join(root, 'npm.cjs')
  writeFileSync(npm, `const fs = require('node:fs')\nconst root = ${JSON.stringify(root)}\n`
    + `fs.writeFileSync(root + '/asked.json', JSON.stringify(process.argv.slice(2)))\nconsole.log('added 2 packages')\n${body}`)
  chmodSync(npm, 0o755)
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'server', 'embedded', 'ensure-installed.mjs')], {
    encoding: 'utf8', env: { ...process.env, npm_execpath: npm },
  })
  return { status, stdout, stderr, installed: existsSync(join(root, 'asked.json')) }
}

const installs = `fs.writeFileSync(root + '/node_modules/.package-lock.json', fs.readFileSync(root + '/package-lock.json'))`

describe('ensure-installed', () => {
  test('says and does nothing when the packages are those of the lock file, those of other platforms left out', () => {
    write('node_modules/.package-lock.json', { 'node_modules/a': packages['node_modules/a'] })
    expect(runCheck()).toEqual({ status: 0, stdout: '', stderr: '', installed: false })
  })

  test('installs what is missing or of another version, and speaks on stderr alone', () => {
    const states = [null, {}, { 'node_modules/a': { version: '0.9.0', integrity: 'sha512-a' } }, { 'node_modules/a': { version: '1.0.0', integrity: 'sha512-z' } }]
    for (const state of states) {
      rmSync(join(root, 'asked.json'), { force: true })
      rmSync(join(root, 'node_modules/.package-lock.json'), { force: true })
      if (state) write('node_modules/.package-lock.json', state)
      const { status, stdout, stderr, installed } = runCheck(installs)
      expect({ status, stdout, installed }).toEqual({ status: 0, stdout: '', installed: true })
      expect(stderr).toContain('added 2 packages')
      expect(existsSync(join(root, 'data', 'installing'))).toBe(false)
    }
  })

  test('fails, with the command to try, when npm fails', () => {
    const { status, stdout, stderr } = runCheck('process.exit(3)')
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' })
    expect(stderr).toContain('npm ci')
  })

  test('fails when npm was content but the packages are still not there', () => {
    expect(runCheck().status).toBe(1)
  })

  test('fails when install scripts were forbidden, so that Node itself is missing', () => {
    rmSync(join(root, 'node_modules', 'node'), { recursive: true })
    const { status, stderr } = runCheck(installs)
    expect(status).toBe(1)
    expect(stderr).toContain('Node 24')
  })

  test('takes over from an installation whose process is gone', () => {
    mkdirSync(join(root, 'data'))
    const { pid } = spawnSync(process.execPath, ['-e', ''])
    writeFileSync(join(root, 'data', 'installing'), String(pid))
    expect(runCheck(installs)).toMatchObject({ status: 0, installed: true })
  })
})
