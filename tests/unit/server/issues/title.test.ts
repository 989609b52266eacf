import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { longestIssueTitle, titleOf } from '../../../../server/issues/index.ts'

describe('the title of an issue', () => {
  test.each([
    ['润园小区', '违法建设', '关于润园小区楼顶违建的问题', '润园小区楼顶违建'],
    ['停泊区道路', null, '停泊区道路坑洼不平，请求修复', '停泊区道路坑洼不平'],
    ['东风路', '停电', '【求助】东风路又停电了', '东风路又停电了'],
    ['卫校小区', '物业管理', '咨询一下', '卫校小区物业管理'],
    [null, '路灯', '路灯不亮怎么办？', '路灯不亮'],
    [null, '路灯', '？？？', '路灯'],
    [null, null, '', '未分类事项'],
  ])('of %s, %s and “%s” is %s', (place, category, title, expected) => {
    expect(titleOf(place, category, title)).toBe(expected)
  })

  test('a title too long for the wall gives way to the category', () => {
    expect(titleOf('海棠晴园', '夜间施工噪音', '海棠晴园南侧工地每天晚上施工到凌晨两点多吵得人无法休息')).toBe('海棠晴园夜间施工噪音')
  })

  test('is never longer than a line and never empty, whatever it is given', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 60 })
    fc.assert(fc.property(fc.option(text), fc.option(text), text, (place, category, title) => {
      const made = titleOf(place, category, title)
      expect(Array.from(made).length).toBeLessThanOrEqual(longestIssueTitle)
      expect(made.length).toBeGreaterThan(0)
    }))
  })
})
