import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, describe, expect, test } from 'vitest'
import { learnModel } from '../../../server/enrich/classify/learn.ts'
import { followModel, loadModel, saveModel } from '../../../server/models.ts'
import { GiveUp } from '../../../shared/errors.ts'
import { loadDistrict } from '../../../shared/node/district.ts'
import { createSegmenter } from '../../../shared/node/segment.ts'
import { makeLessons } from '../../support/lessons.ts'

const pack = loadDistrict('320813')
const { model } = learnModel(pack, makeLessons(80, createSegmenter(pack)), Date.UTC(2026, 10, 22), () => undefined)
const folders: string[] = []
const makeFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'models-'))
  folders.push(folder)
  return folder
}
afterAll(() => { for (const folder of folders) rmSync(folder, { recursive: true }) })

describe('models on disk', () => {
  test('are read as they were written, and the last one written is chosen', () => {
    const folder = makeFolder()
    expect(loadModel(folder, pack)).toBeNull()
    const first = saveModel(folder, model)
    const second = saveModel(folder, { ...model, trainedAt: model.trainedAt + 1_000 })
    expect(loadModel(folder, pack)).toEqual({ name: second, model: { ...model, trainedAt: model.trainedAt + 1_000 } })
    expect(readdirSync(folder).sort()).toEqual([first, second, '320813.current'].sort())
  })

  test('are refused when a byte has changed or the end is missing, saying which file', () => {
    const folder = makeFolder()
    const name = saveModel(folder, model)
    const whole = readFileSync(join(folder, name))
    const changed = Buffer.from(whole)
    changed[whole.length - 9]! ^= 1
    for (const bytes of [changed, whole.subarray(0, 500), Buffer.alloc(0)]) {
      writeFileSync(join(folder, name), bytes)
      expect(() => loadModel(folder, pack)).toThrow(GiveUp)
      expect(() => loadModel(folder, pack)).toThrow(name)
    }
  })

  test('of another taxonomy are refused, naming what is foreign', () => {
    const folder = makeFolder()
    saveModel(folder, model)
    const taxonomy = pack.taxonomy.map((branch) => ({ ...branch, leaves: branch.leaves.filter(({ code }) => code !== '0302') }))
    expect(() => loadModel(folder, { ...pack, taxonomy })).toThrow('0302')
  })

  test('that cannot be used leave the words of the pack to serve, and are logged', () => {
    const folder = makeFolder()
    writeFileSync(join(folder, '320813.current'), 'gone.model\n')
    const lines: string[] = []
    const { find, stop } = followModel(folder, pack, pino({}, { write: (line: string) => { lines.push(line) } }))
    stop()
    expect(find()).toBeNull()
    expect(lines.join('')).toContain('gone.model')
  })
})
