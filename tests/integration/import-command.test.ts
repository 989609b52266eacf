import { spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { root } from '../../shared/node/config.ts'
import { encodeCsv } from '../support/spreadsheets.ts'

let folder: string

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tinghu-command-'))
  // PostgreSQL may run as another user, who must be able to pass.
  chmodSync(folder, 0o711)
})
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

/** The command where nothing runs, given in the folder. */
async function run(...args: string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [join(root, 'server/commands/import.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: '', REDIS_URL: '', DATA_DIR: join(folder, 'data'), INIT_CWD: folder }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString() })
  child.stderr.on('data', (chunk: Buffer) => { err += chunk.toString() })
  const code = await new Promise<number | null>((resolve) => { child.once('close', resolve) })
  return { code, out, err }
}

test('the command imports where nothing runs, writes what it held back beside it, and says by its end how it went', async () => {
  const head = ['单子', '哪天来的', '说了什么', '满意不']
  writeFileSync(join(folder, '三月.csv'), encodeCsv([head, ['HZ1', '2018-03-01', '停水', '满意'], ['HZ2', '某天', '停电', '']]))
  const shown = await run('三月.csv', '--channel', 'hotline', '--show-mapping')
  expect(shown).toMatchObject({ code: 0 })
  expect(shown.out).toMatch(/^columns:/)

  writeFileSync(join(folder, 'm.yaml'), 'columns:\n  orderNumber: 单子\n  time: 哪天来的\n  text: 说了什么\n  satisfied: 满意不\n')
  const first = await run('三月.csv', '--channel', 'hotline', '--mapping', 'm.yaml')
  expect(first.code, first.err).toBe(0)
  expect(JSON.parse(first.out)).toMatchObject({ rows: 2, new: 1, changed: 0, same: 0, bad: 1, report: join(folder, '三月.错误.xlsx') })
  expect(first.err).toContain('三月 第3行 哪天来的（B列） “某天”')
  expect(existsSync(join(folder, '三月.错误.xlsx'))).toBe(true)

  writeFileSync(join(folder, '改好.csv'), encodeCsv([head, ['HZ1', '2018-03-01', '停水', '满意'], ['HZ2', '2018-03-02', '停电', '']]))
  const again = await run('改好.csv', '--channel', 'hotline')
  expect(again.code, again.err).toBe(0)
  expect(again.err).toContain('上次的选择')
  expect(JSON.parse(again.out)).toMatchObject({ rows: 2, new: 1, changed: 0, same: 1, bad: 0, report: null })
})

test('what cannot be taken is said in words, with 1', async () => {
  expect(await run('没有.csv', '--channel', 'hotline')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('找不到文件') as string })
  expect(await run('三月.csv', '--channel', 'none')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('letterbox（领导信箱）') as string })
  expect(await run('--help')).toMatchObject({ code: 1, out: '', err: expect.stringContaining('npm run -s import') as string })
})
