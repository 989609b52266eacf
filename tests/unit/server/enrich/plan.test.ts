import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPlanMatcher } from '../../../../server/enrich/plan.ts'
import { Fatal } from '../../../../shared/errors.ts'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { ceilingAt, listensAt, planSchema, type Plan } from '../../../../shared/plan.ts'
import { foldText } from '../../../../shared/text.ts'
import { makePosting } from '../../../support/postings.ts'

const pack = loadDistrict('320813')
const makePlan = (given: Partial<Plan>): Plan =>
  planSchema.parse({ id: 'T', name: '试', all: ['水'], none: [], sources: [], season: '全年', ceiling: 'blue', popUp: false, note: '', ...given })
const matcherOf = (...plans: Partial<Plan>[]) => createPlanMatcher({ plans: plans.map(makePlan), channels: pack.channels })
const meets = (plan: Partial<Plan>, text: string, posting: Partial<Parameters<typeof makePosting>[0]> = {}): boolean =>
  matcherOf(plan)({ body: foldText(text) }, makePosting({ externalId: '1', ...posting })).length > 0
const on = (text: string, time = '2026-11-22T10:00:00+08:00', posting = {}): string[] =>
  createPlanMatcher(pack)({ body: foldText(text) }, makePosting({ externalId: '1', publishedAt: Date.parse(time), ...posting }))

describe('keyword plans', () => {
  test('want each of their terms and none of their exclusions', () => {
    const dogs = { all: ['狗|犬', '咬|不牵绳'], none: ['寻狗', '领养'] }
    expect(['小区有人遛狗不牵绳', '犬只咬人', '狗很可爱', '寻狗启事：狗不牵绳走失'].map((text) => meets(dogs, text))).toEqual([true, true, false, false])
  })

  test('of the pack find what they are for', () => {
    expect(on('食堂饭菜有异物，孩子腹泻')).toEqual(['P03', 'P04'])
    expect(on('物业踢皮球，没人管')).toEqual(['P18', 'P21'])
    expect(on('拖欠农民工工资')).toEqual(['P05'])
    expect(on('征收补偿，律师事务所提供免费咨询')).toEqual([])
    expect(on('天气不错')).toEqual([])
  })

  test('read full-width, upper case and spaced words as grouping and enrich read them', () => {
    expect([meets({ all: ['ＡＰＰ|停 车 费'] }, 'app打不开'), meets({ all: ['ａｐｐ|停 车 费'] }, '停 车费'), meets({ all: ['^ＡＰＰ.开$'] }, 'app打开')]).toEqual([true, true, true])
    expect(meets({ all: ['（.+）'] }, '围栏(破损)')).toBe(true)
  })

  test('listen to their sources or channels only', () => {
    const media = { all: [], sources: ['news-media', 'board'] }
    expect([{ source: 'news-media', channel: 'news' }, { source: 'x', channel: 'board' }, { source: 'news-hz', channel: 'news' }].map((where) => meets(media, '随便', where)))
      .toEqual([true, true, false])
  })

  test('may exclude crawled postings only', () => {
    expect([{ channel: 'forum' }, { channel: 'hotline' }].map((where) => on('电影里有人落水', undefined, where))).toEqual([[], ['P01']])
  })

  test('keep their days of the year and hours of the day', () => {
    expect([on('路上结冰', '2026-12-01T00:00:00+08:00'), on('路上结冰', '2027-02-28T23:59:59+08:00'), on('路上结冰', '2026-11-30T23:59:59+08:00')]).toEqual([['P13'], ['P13'], []])
    const night = { days: [], hours: { from: 22, to: 6 } }
    expect(['21:59', '22:00', '05:59', '06:00'].map((time) => listensAt(night, Date.parse(`2026-11-22T${time}:00+08:00`)))).toEqual([false, true, true, false])
    const noon = { days: [], hours: { from: 11, to: 13 } }
    expect(['10:59', '11:00', '13:00'].map((time) => listensAt(noon, Date.parse(`2026-11-22T${time}:00+08:00`)))).toEqual([false, true, false])
  })

  test('may reach higher in their season', () => {
    const wages = pack.plans.find(({ id }) => id === 'P05')!
    expect(['2026-11-30', '2026-12-01', '2027-02-28', '2027-03-01'].map((date) => ceilingAt(wages, Date.parse(`${date}T12:00:00+08:00`)))).toEqual(['blue', 'yellow', 'yellow', 'blue'])
  })
})

describe('terms of a plan', () => {
  test('that are no RE2 are named with their plan', () => {
    expect(() => matcherOf({ id: 'P99', name: '坏', all: ['(水'] })).toThrow(Fatal)
    expect(() => matcherOf({ id: 'P99', name: '坏', all: ['(?=水)'] })).toThrow(/P99 \(坏\): the term “\(\?=水\)”/)
  })

  test('that hold personal data are refused', () => {
    expect(() => matcherOf({ id: 'P98', name: '人', all: ['物业|13812345678'] })).toThrow('P98 (人): the term “物业|13812345678” holds personal data')
  })

  test('that would stall a backtracking engine do not: (a+)+$', () => {
    const stall = { all: ['(a+)+$'] }
    expect([meets(stall, `${'a'.repeat(20_000)}!`), meets(stall, 'a'.repeat(20_000))]).toEqual([false, true])
  })

  test('that are written plainly or as a pattern find the same', () => {
    const word = fc.stringMatching(/^[水电气路狗]{1,3}$/)
    fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), fc.stringMatching(/^[水电气路狗停]{0,12}$/), (words, text) => {
      expect(meets({ all: [words.join('|')] }, text)).toBe(words.some((one) => text.includes(one)))
      expect(meets({ all: [`(?:${words.join('|')})`] }, text)).toBe(meets({ all: [words.join('|')] }, text))
    }))
  })

  test('do not leak from one text into the next', () => {
    const match = matcherOf({ all: ['水', '电'] })
    const posting = makePosting({ externalId: '1' })
    expect([match({ body: '水' }, posting), match({ body: '电' }, posting), match({ body: '水电' }, posting)]).toEqual([[], [], ['T']])
  })
})

test('a plan that blames officials may have no ceiling, and one needs a term or a source', () => {
  expect(() => makePlan({ criticism: true, ceiling: 'blue' })).toThrow('criticism of officials raises no alert')
  expect(() => makePlan({ all: [], sources: [] })).toThrow('a plan needs a term or a source')
})
