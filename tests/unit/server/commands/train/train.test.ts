import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { readLabelledTexts } from '../../../../../server/commands/train/rows.ts'
import { loadModel } from '../../../../../server/models.ts'
import { loadDistrict } from '../../../../../shared/node/district.ts'
import { makeLabelled } from '../../../../support/lessons.ts'

const pack = loadDistrict('320813')
const folder = mkdtempSync(join(tmpdir(), 'train-'))
afterAll(() => { rmSync(folder, { recursive: true }) })

function write(name: string, rows: readonly (object | string)[]): string {
  const path = join(folder, name)
  writeFileSync(path, rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join('\n'))
  return path
}

describe('rows to train on', () => {
  test('know leaves by code or name, and units by id, name or alias', async () => {
    const file = write('good.ndjson', [
      { text: '路灯不亮', label: '0302' }, { title: '灯', text: '', label: '路灯亮化', unit: 'zj' }, '', { text: '谢谢', unit: '住建局', purpose: '表扬', other: 1 },
    ])
    expect(await readLabelledTexts(file, pack)).toEqual([
      { title: '', text: '路灯不亮', category: '0302', unit: null, purpose: null },
      { title: '灯', text: '', category: '0302', unit: 'zj', purpose: null },
      { title: '', text: '谢谢', category: null, unit: 'zj', purpose: '表扬' },
    ])
  })

  test('that cannot be used are all named, by file and line', async () => {
    const file = write('bad.ndjson', [{ text: 'a', label: '路灯亮化' }, { text: 'b', label: '不存在' }, '{', { text: 'c' }, { text: 'd', unit: '月球局' }, { text: 'e', purpose: '哭' }])
    const complaint = await readLabelledTexts(file, pack).then(() => '', (error: Error) => error.message)
    for (const part of [`${file}:2`, '不存在', `${file}:3`, `${file}:4`, `${file}:5`, '月球局', `${file}:6`, '哭']) expect(complaint).toContain(part)
    expect(complaint).not.toContain(`${file}:1:`)
  })
})

describe('npm run train', () => {
  const train = (...args: string[]) => promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../../../../server/commands/train.ts'), ...args], {
    env: { ...process.env, DATA_DIR: join(folder, 'data'), DATABASE_URL: '', REDIS_URL: '', DISTRICT: '320813' },
  })

  test('prints one line, a report for people, and leaves a model to be used', async () => {
    const { stdout, stderr } = await train(write('rows.ndjson', makeLabelled(160)))
    const line = JSON.parse(stdout) as { model: string; rows: number; category: { macroF1: number } }
    expect(line).toMatchObject({ rows: 160, corrections: null })
    expect(line.category.macroF1).toBeGreaterThan(0.9)
    expect(stderr).toContain('路灯亮化')
    expect(loadModel(join(folder, 'data', 'models'), pack)?.name).toBe(line.model)
  })

  test('trains nothing where a label is unknown', async () => {
    await expect(train(write('unknown.ndjson', [...makeLabelled(40), { text: 'x', label: '不存在' }]))).rejects.toMatchObject({ code: 1, stdout: '' })
  })
})
