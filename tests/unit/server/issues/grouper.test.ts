import { describe, expect, test } from 'vitest'
import { createGrouper, type GroupItem } from '../../../../server/issues/index.ts'

const start = Date.parse('2026-11-01T08:00:00+08:00')

export const item = (id: number, title: string, text: string, more: Partial<GroupItem> = {}): GroupItem => ({
  id, at: start + id * 60_000, title, text, place: null, category: null, repostOf: null, parent: null, ...more,
})

const night = item(1, '海棠晴园旁工地夜间施工扰民', '海棠晴园南侧的工地每天夜里十一点以后还在浇筑混凝土，机器轰鸣，老人孩子无法入睡，请尽快制止夜间施工。', { place: '海棠晴园', category: '0301' })
const nightAgain = item(2, '海棠晴园工地半夜还在施工', '我是海棠晴园的住户，小区南侧工地夜里十二点还在浇筑混凝土，噪音很大，孩子无法入睡，希望制止夜间施工。', { place: '海棠晴园', category: '0301' })
const gate = item(3, '海棠晴园地下车库进水无人处理', '海棠晴园地下车库下雨后积水十几厘米，物业一直不抽水，车辆被泡，请房管部门督促物业处理。', { place: '海棠晴园', category: '0502' })
const elsewhere = item(4, '东风路幼儿园门口路灯不亮', '东风路幼儿园门口的路灯坏了半个月，晚上接孩子一片漆黑，请维修路灯。', { place: '东风路', category: '0405' })

describe('grouping postings into issues', () => {
  test('the same problem at the same place in other words is one issue, with the strings they share as the reason', () => {
    const grouper = createGrouper()
    expect(grouper.assign(night)).toMatchObject({ posting: 1, issue: 1, reason: { because: 'founded' } })
    const joined = grouper.assign(nightAgain)
    expect(joined.issue).toBe(1)
    expect(joined.reason.because).toBe('similar')
    expect(joined.reason.because === 'similar' && joined.reason.shared.some((text) => '海棠晴园旁工地夜间施工扰民'.includes(text.slice(0, 4)))).toBe(true)
    expect(joined.confidence).toBeGreaterThan(0.5)
  })

  test('another problem at the same place founds an issue of its own', () => {
    const grouper = createGrouper()
    grouper.assign(night)
    grouper.assign(nightAgain)
    expect(grouper.assign(gate).issue).toBe(3)
    expect(grouper.assign(elsewhere).issue).toBe(4)
    expect(grouper.size).toEqual({ postings: 4, issues: 3 })
  })

  test('a copied text is a repost of the issue it was copied from', () => {
    const grouper = createGrouper()
    grouper.assign(night)
    expect(grouper.assign({ ...night, id: 9 })).toMatchObject({ issue: 1, reason: { because: 'repost', of: 1 } })
  })

  test('a copied text about another place is another matter', () => {
    const grouper = createGrouper()
    grouper.assign({ ...night, place: '海棠晴园' })
    const copied = { ...night, id: 5, place: '润园小区', title: '润园小区旁工地夜间施工扰民', text: night.text.replace('海棠晴园', '润园小区') }
    expect(grouper.assign(copied).issue).toBe(5)
    expect(grouper.assign({ ...night, id: 6, place: '海棠晴园' }).issue).toBe(1)
  })

  test('a reply joins the issue of its parent whatever it says, and a known repost that of its original', () => {
    const grouper = createGrouper()
    grouper.assign(night)
    expect(grouper.assign(item(7, '', '顶一下', { parent: 1 }))).toMatchObject({ issue: 1, reason: { because: 'reply', to: 1 } })
    expect(grouper.assign(item(8, '转发', '', { repostOf: 1 }))).toMatchObject({ issue: 1, reason: { because: 'repost', of: 1 } })
    expect(grouper.assign(item(10, '', '顶一下', { parent: 999 })).issue).toBe(10)
  })

  test('what was forgotten can no longer be joined, and its place is given back', () => {
    const grouper = createGrouper()
    grouper.assign(night)
    grouper.assign(gate)
    grouper.forget(night.at + 1)
    expect(grouper.size).toEqual({ postings: 1, issues: 1 })
    expect(grouper.assign({ ...nightAgain, id: 20, at: gate.at + 1 }).issue).toBe(20)
    expect(grouper.assign({ ...gate, id: 21, at: gate.at + 2 }).issue).toBe(3)
    grouper.forget(Number.MAX_SAFE_INTEGER)
    expect(grouper.size).toEqual({ postings: 0, issues: 0 })
  })

  test('a shared telephone number is never shown as a reason', () => {
    const grouper = createGrouper()
    grouper.assign(item(1, '海棠晴园停水联系13951512345', '海棠晴园停水三天了请联系13951512345尽快恢复供水'))
    const { reason } = grouper.assign(item(2, '海棠晴园停水求恢复13951512345', '海棠晴园停水三天请尽快恢复供水联系13951512345'))
    expect(reason.because).not.toBe('founded')
    expect(JSON.stringify(reason)).not.toContain('13951')
  })

  describe('obeying people', () => {
    const third = { ...nightAgain, id: 3, at: nightAgain.at + 60_000, title: '海棠晴园南侧工地夜里一直施工', text: `${nightAgain.text}昨夜又是一夜。` }

    test('what was put apart draws what is like it, and keeps it from the issue', () => {
      const grouper = createGrouper()
      grouper.assign(night)
      expect(grouper.assign(nightAgain).issue).toBe(1)
      grouper.move(nightAgain, 2)
      grouper.separate({ founder: 1, issue: 1 }, { founder: 2, issue: 2 })
      expect(grouper.assign({ ...nightAgain, id: 5 }).issue).toBe(2)
      expect(grouper.assign({ ...night, id: 6 }).issue).toBe(1)
      expect(grouper.size).toEqual({ postings: 4, issues: 2 })
    })

    test('without the bar the two would have been joined again', () => {
      const grouper = createGrouper()
      for (const [posting, issue] of [[night, 1], [{ ...night, id: 7 }, 1], [nightAgain, 2]] as const) grouper.remember(posting, issue)
      const free = grouper.assign(third).issue
      const barred = createGrouper()
      for (const [posting, issue] of [[night, 1], [{ ...night, id: 7 }, 1], [nightAgain, 2]] as const) barred.remember(posting, issue)
      barred.separate({ founder: 1, issue: 1 }, { founder: 2, issue: 2 })
      expect(free).toBe(1)
      expect(barred.assign(third).issue).not.toBe(1)
    })

    test('what was merged is joined under the number of the other', () => {
      const grouper = createGrouper()
      grouper.assign(night)
      grouper.assign(gate)
      grouper.move(gate, 1)
      expect(grouper.assign({ ...gate, id: 20, at: gate.at + 1 }).issue).toBe(1)
      expect(grouper.size).toEqual({ postings: 3, issues: 1 })
    })

    test('what was forgotten is not brought back by a ruling', () => {
      const grouper = createGrouper()
      grouper.assign(night)
      grouper.forget(Number.MAX_SAFE_INTEGER)
      grouper.move(night, 9)
      expect(grouper.size).toEqual({ postings: 0, issues: 0 })
    })
  })

  test('copied text is linked in whichever issue it lands', () => {
    const grouper = createGrouper()
    grouper.assign(night)
    expect(grouper.assign({ ...night, id: 9 }).copyOf).toEqual({ posting: 1, similarity: 1 })
    const elsewhereCopied = { ...night, id: 5, place: '润园小区', title: '润园小区旁工地夜间施工扰民', text: night.text.replace('海棠晴园', '润园小区') }
    const linked = grouper.assign(elsewhereCopied)
    expect(linked.issue).toBe(5)
    expect(linked.copyOf?.posting).toBe(1)
    expect(linked.copyOf?.similarity).toBeGreaterThan(0.5)
    expect(grouper.assign(gate).copyOf).toBeNull()
  })

  test('a repost is linked to its original even when that is no longer remembered', () => {
    const grouper = createGrouper()
    expect(grouper.assign({ ...night, id: 30, repostOf: 2 })).toMatchObject({ issue: 30, copyOf: { posting: 2, similarity: 1 } })
  })

  test('what was forgotten is copied no more', () => {
    const grouper = createGrouper()
    grouper.assign(night)
    grouper.forget(night.at + 1)
    expect(grouper.assign({ ...night, id: 9, at: night.at + 2 }).copyOf).toBeNull()
  })

  test('a model trained on other features is refused', () => {
    const model = { version: 'x', features: ['cosine'], bias: 0, weights: [1], trees: [], join: 0, missing: 0 }
    expect(() => createGrouper({ model })).toThrow(/does not compute/)
  })
})
