/** The command that scores masking: what it prints and what it refuses. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { evaluateMask } from '../../evaluate/mask.ts'

let folder = ''
let printed = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mask-'))
  printed = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    printed += String(chunk)
    return true
  })
})
afterEach(async () => {
  vi.restoreAllMocks()
  await rm(folder, { recursive: true })
})

async function evaluate(...lines: string[]): Promise<string> {
  const file = join(folder, 'rows.ndjson')
  await writeFile(file, lines.join('\n'))
  await evaluateMask([file])
  return printed
}

test('prints one line with recall by kind and false masks; a row may have no spans', async () => {
  const line = await evaluate('{"text":"手机13812345678","spans":[[2,13,"手机号"]]}', '', '{"text":"暗号abc123","spans":[[2,8,"微信"]]}', '{"text":"2023年"}')
  expect(line.endsWith('\n')).toBe(true)
  expect(JSON.parse(line)).toMatchObject({
    rows: 3, spans: 2, recall: 0.5, falsePerThousand: 0, byKind: { 手机号: { spans: 1, recall: 1 }, 微信: { spans: 1, recall: 0 } },
  })
})

test('names the line of a row that cannot be read', async () => {
  await expect(evaluate('{"text":"好"}', '{"text":')).rejects.toThrow(/rows\.ndjson:2 is not JSON/)
  await expect(evaluate('{"text":"好","spans":[[0,5,"x"]]}')).rejects.toThrow(/rows\.ndjson:1: .*outside/)
  await expect(evaluate('{"spans":[]}')).rejects.toThrow(/rows\.ndjson:1: text/)
  await expect(evaluateMask([])).rejects.toThrow(/FILE/)
})
