import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createGrouper, type Grouper, type GroupItem } from '../../../../server/issues/index.ts'

const places = ['海棠晴园', '润园小区', '东风路', '卫校小区', '滨湖公园', '老子山镇']
const problems = ['夜间施工噪音扰民睡不着', '路灯不亮出行不便', '垃圾成堆无人清运臭味大', '停水三天没有通知', '楼顶违建漏水严重', '渣土车超速扬尘']
const endings = ['请尽快处理', '多次反映没有结果', '希望有关部门重视', '']

const described = fc.record({ place: fc.nat(5), problem: fc.nat(5), ending: fc.nat(3), gap: fc.nat(100), strange: fc.string({ unit: 'binary', maxLength: 12 }) })
const itemsOf = (rows: { place: number; problem: number; ending: number; gap: number; strange: string }[]): GroupItem[] => {
  let at = 1_790_000_000_000
  return rows.map(({ place, problem, ending, gap, strange }, index) => ({
    id: index + 1, at: (at += gap * 60_000), place: null, category: null, repostOf: null, parent: null,
    title: `${places[place]}${problems[problem]}`, text: `${places[place]}这里${problems[problem]}，${endings[ending]}${strange}`,
  }))
}
const run = (grouper: Grouper, items: readonly GroupItem[]) => items.map((item) => grouper.assign(item))

describe('grouping, whatever comes', () => {
  test('the same postings give the same memberships', () => {
    fc.assert(fc.property(fc.array(described, { maxLength: 40 }), (rows) => {
      expect(run(createGrouper(), itemsOf(rows))).toEqual(run(createGrouper(), itemsOf(rows)))
    }), { numRuns: 8 })
  })

  test('remembering the first part gives the same rest as having decided it', () => {
    fc.assert(fc.property(fc.array(described, { maxLength: 40 }), fc.nat(40), (rows, cut) => {
      const items = itemsOf(rows)
      const whole = run(createGrouper(), items)
      const replayed = createGrouper()
      items.slice(0, cut).forEach((item, index) => { replayed.remember(item, whole[index]?.issue ?? item.id) })
      expect(run(replayed, items.slice(cut))).toEqual(whole.slice(cut))
    }), { numRuns: 8 })
  })

  test('remembering holds across forgetting', () => {
    fc.assert(fc.property(fc.array(described, { minLength: 4, maxLength: 30 }), (rows) => {
      const items = itemsOf(rows)
      const middle = Math.floor(items.length / 2)
      const before = items[Math.floor(middle / 2)]?.at ?? 0
      const decided = createGrouper()
      const first = run(decided, items.slice(0, middle))
      decided.forget(before)
      const replayed = createGrouper()
      first.forEach(({ issue }, index) => { replayed.remember(items[index] as GroupItem, issue) })
      replayed.forget(before)
      expect(replayed.size).toEqual(decided.size)
      expect(run(replayed, items.slice(middle))).toEqual(run(decided, items.slice(middle)))
    }), { numRuns: 8 })
  })

  test('an issue bears the id of a posting that was in it from its founding, and every posting is in one', () => {
    fc.assert(fc.property(fc.array(described, { maxLength: 40 }), (rows) => {
      const memberships = run(createGrouper(), itemsOf(rows))
      for (const { posting, issue, reason, confidence } of memberships) {
        expect(issue === posting).toBe(reason.because === 'founded')
        expect(memberships[issue - 1]?.issue).toBe(issue)
        expect(confidence).toBeGreaterThanOrEqual(0)
        expect(confidence).toBeLessThanOrEqual(1)
      }
    }), { numRuns: 8 })
  })

  test('unrelated postings in between, in any order, leave a matter together', () => {
    const others = ['医保异地报销如何办理', '公积金提取需要哪些材料', '驾驶证换证预约', '小麦补贴何时发放', '身份证丢失补办流程', '学区划分咨询']
    fc.assert(fc.property(fc.shuffledSubarray(others, { minLength: 3 }), (between) => {
      const grouper = createGrouper()
      const texts = ['润园小区楼顶违建漏水', ...between, '润园小区楼顶违建漏水无人管']
      const memberships = run(grouper, texts.map((title, index) => ({
        id: index + 1, at: index, place: null, category: null, repostOf: null, parent: null, title, text: `${title}，请回复`,
      })))
      expect(memberships.at(-1)?.issue).toBe(1)
      expect(memberships.slice(1, -1).every(({ issue }) => issue !== 1)).toBe(true)
    }))
  })
})
