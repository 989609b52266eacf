/** The pack of Hongze as it ships, and what the loader says of a broken one. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { Fatal } from '../../../shared/errors.ts'
import { districtFolder, loadDistrict } from '../../../shared/node/district.ts'

const pack = loadDistrict('320813')

describe('the pack of Hongze', () => {
  test('holds the units, leaves, plans and places that were agreed', () => {
    expect(pack.units.filter((unit) => unit.validTo === null)).toHaveLength(48)
    expect(pack.taxonomy).toHaveLength(16)
    expect(pack.taxonomy.every((branch) => branch.leaves.length === 8)).toBe(true)
    expect(pack.plans).toHaveLength(22)
    expect(pack.townships).toHaveLength(10)
    expect(pack.places.filter(({ kind }) => kind === 'community' || kind === 'village')).toHaveLength(126)
    expect(pack.places.length - 126).toBeGreaterThanOrEqual(150)
  })

  test('has at least ten seeds for each leaf, none of them twice in it', () => {
    for (const leaf of pack.taxonomy.flatMap((branch) => branch.leaves)) {
      expect(leaf.seeds.length, leaf.name).toBeGreaterThanOrEqual(10)
      expect(new Set(leaf.seeds).size, leaf.name).toBe(leaf.seeds.length)
    }
  })

  test('knows the places of the 2018 bulletin', () => {
    const names = new Set(pack.places.flatMap((place) => [place.name, ...place.aliases]))
    const told = ['润园小区', '卫校小区', '杨码小区', '钱码小区', '东三街', '文化广场', '盛世华庭', '巴黎花园', '植物油厂', '苏源绿洲', '华厦世纪嘉园', '惠民家园',
      '中兴名都', '东湖人家', '海棠晴园', '天城一品', '泽瑞悦公馆', '机关幼儿园', '三之三幼儿园', '洪盛国际', '洪泽湖停泊区']
    expect(told.filter((name) => !names.has(name))).toEqual([])
  })

  test('has notes in no alias', () => {
    const aliases = [...pack.units, ...pack.places].flatMap((row) => row.aliases)
    expect(aliases.filter((alias) => /[()（）、]/.test(alias))).toEqual([])
  })

  test('puts every seat of a township inside the outline', () => {
    for (const { name, seat } of pack.townships) expect(pack.outline.some((ring) => isInside(seat, ring)), name).toBe(true)
    expect(pack.outline.reduce((total, ring) => total + ring.length, 0)).toBeLessThanOrEqual(300)
  })

  test('crawls nothing until an office has set its sources up', () => {
    expect(pack.sources.filter((source) => source.enabled)).toEqual([])
  })
})

function isInside([x, y]: [number, number], ring: [number, number][]): boolean {
  return ring.reduce((inside, [x1, y1], at) => {
    const [x2, y2] = ring.at(at - 1) as [number, number]
    return y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !inside : inside
  }, false)
}

describe('loading a broken pack', () => {
  let folder = ''
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  /** Changes files of a copy of the pack, loads it, and gives the message. */
  function messageAfter(changes: Record<string, (content: never) => unknown>): string {
    folder = mkdtempSync(join(tmpdir(), 'tinghu-pack-'))
    cpSync(districtFolder('320813'), folder, { recursive: true })
    for (const [file, change] of Object.entries(changes)) {
      const path = join(folder, `${file}.json`)
      writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as never)) ?? '{')
    }
    try {
      loadDistrict('320813', folder)
    } catch (thrown) {
      expect(thrown).toBeInstanceOf(Fatal)
      return (thrown as Error).message
    }
    return ''
  }

  test('names file, path and value of every fault of form in one message', () => {
    const message = messageAfter({
      townships: (rows: { seat: unknown }[]) => rows.map((row, at) => (at === 0 ? { ...row, seat: [1, 2] } : row)),
      rules: (rules: { matrix: object[] }) => ({ ...rules, matrix: [{ ...rules.matrix[0], level: 'purple' }, ...rules.matrix.slice(1)] }),
    })
    expect(message).toContain('townships.json 0.seat.0 = 1:')
    expect(message).toContain('rules.json matrix.0.level = "purple":')
  })

  test('names every reference that leads nowhere', () => {
    const message = messageAfter({
      units: (rows: { id: string }[]) => rows.map((row) => (row.id === 'hbfj' ? { ...row, successor: 'nobody' } : row)),
      taxonomy: (rows: { lead: string }[]) => rows.map((row, at) => (at === 3 ? { ...row, lead: 'ghost' } : row)),
      places: (rows: { township: string | null }[]) => [...rows, { ...rows[0], id: 'p-new', township: 'atlantis' }],
      region: (region: object) => ({ ...region, exclude: ['(a'] }),
      rules: (rules: object) => ({ ...rules, coreChannels: ['radio'], matrix: [{ rule: 'plan', grade: 'one', when: { plans: ['P77'] }, level: 'blue' }] }),
    })
    expect(message).toContain('"nobody": no unit has this id')
    expect(message).toContain('taxonomy.json 3.lead = "ghost"')
    expect(message).toContain('township = "atlantis": no township has this id')
    expect(message).toContain('rules.json coreChannels.0 = "radio": no channel has this id')
    expect(message).toContain('rules.json matrix.0.when.plans.0 = "P77": no plan has this id')
    expect(message).toContain('region.json exclude.0 = "(a": no RE2 term')
  })

  test('finds an id given twice and successors that run in a circle', () => {
    const message = messageAfter({
      units: (rows: { id: string }[]) => [...rows.map((row) => (row.id === 'hb' ? { ...row, successor: 'hbfj' } : row)), rows[0]],
    })
    expect(message).toContain('.id = "glj": stands there twice')
    expect(message).toContain('the successors run in a circle')
  })

  test('says which file cannot be read', () => {
    expect(messageAfter({ plans: () => undefined })).toContain('plans.json (whole file)')
  })
})
