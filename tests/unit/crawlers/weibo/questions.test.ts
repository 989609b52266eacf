import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { planSchema, type Plan } from '../../../../shared/plan.ts'
import { mostQuestions, plainAlternatives, questionsOf, takeTurn } from '../../../../crawlers/weibo/questions.ts'

const plan = (all: string[], more: Partial<Plan> = {}): Plan =>
  planSchema.parse({ id: 'P', name: '方案', all, none: [], sources: [], season: '全年', ceiling: 'blue', popUp: false, note: '', ...more })
const asker = { id: 'weibo-1', channel: 'weibo' }
const winter = Date.parse('2026-11-22T21:30:00+08:00')

describe('questions', () => {
  test('are the bare names, then each plan in turn with the first name', () => {
    expect(questionsOf({ names: ['湖城', '老山'], plans: [plan(['停水|停电']), plan(['渣土车'])] }, asker, winter))
      .toEqual(['湖城', '老山', '湖城 停水', '湖城 渣土车', '湖城 停电', '老山 停水', '老山 渣土车', '老山 停电'])
  })

  test('are made of the group that says most; a single character is none', () => {
    expect(questionsOf({ names: ['湖城'], plans: [plan(['湖|河|沟', '死鱼|污水直排|水质'])] }, asker, winter)).toEqual(['湖城', '湖城 死鱼', '湖城 污水直排', '湖城 水质'])
  })

  test('leave out plans out of season, for other channels, and those that blame officials', () => {
    const summer = plan(['秸秆'], { days: [{ from: '05-21', to: '06-30' }] })
    const plans = [summer, plan(['来访'], { sources: ['letterbox'] }), plan(['不作为'], { criticism: true, ceiling: null }), plan(['欠薪'], { sources: ['weibo'] })]
    expect(questionsOf({ names: ['湖城'], plans }, asker, winter)).toEqual(['湖城', '湖城 欠薪'])
    expect(questionsOf({ names: ['湖城'], plans: [summer] }, asker, Date.parse('2026-06-01T00:00:00+08:00'))).toEqual(['湖城', '湖城 秸秆'])
  })

  test('are plain: alternatives with operators are not asked, bars inside brackets part nothing', () => {
    expect(plainAlternatives('律师.{0,10}(咨询|电话)|免费咨询|[水|电]费|a\\|b|烧')).toEqual(['免费咨询'])
  })

  const word = fc.stringMatching(/^[一-龥]{2,4}$/)
  test('never exceed the cap, repeat themselves or leave out a bare name', () => {
    const groups = fc.array(fc.array(word, { minLength: 1, maxLength: 8 }).map((words) => words.join('|')), { minLength: 1, maxLength: 3 })
    fc.assert(fc.property(fc.uniqueArray(word, { maxLength: 10 }), fc.array(groups, { maxLength: 30 }), (names, terms) => {
      const questions = questionsOf({ names, plans: terms.map((all) => plan(all)) }, asker, winter)
      expect(questions.length).toBeLessThanOrEqual(mostQuestions)
      expect(new Set(questions).size).toBe(questions.length)
      expect(questions.slice(0, names.length)).toEqual(names)
      for (const question of questions) expect(question).not.toMatch(/[|()[\]{}.*+?\\^$]/)
    }))
  })

  test('of every plan some are asked before any has a third', () => {
    const plans = Array.from({ length: 22 }, (_, nth) => plan([`甲${nth}号|乙${nth}号|丙${nth}号`]))
    const questions = questionsOf({ names: ['湖城'], plans }, asker, winter)
    for (let nth = 0; nth < 22; nth++) expect(questions).toContain(`湖城 乙${nth}号`)
  })

  test('all get their turn, the first in every visit', () => {
    fc.assert(fc.property(fc.uniqueArray(word, { minLength: 1, maxLength: 80 }), fc.integer({ min: 2, max: 20 }), fc.nat({ max: 200 }), (questions, most, start) => {
      const others = questions.length - 1
      const asked = new Set<string>()
      let from = start
      for (let visit = 0; visit === 0 || (visit - 1) * (most - 1) < others; visit++) {
        const turn = takeTurn(questions, from, most)
        expect(turn[0]).toBe(questions[0])
        expect(new Set(turn).size).toBe(Math.min(most, questions.length))
        for (const question of turn) asked.add(question)
        from = ((from < others ? from : 0) + turn.length - 1) % Math.max(others, 1)
      }
      expect(asked.size).toBe(questions.length)
    }))
  })
})
