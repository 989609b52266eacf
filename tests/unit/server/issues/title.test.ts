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

  test.each([
    ['老子山镇卫生院', '老子山卫生院检查重复收费，何时能解决', '老子山镇卫生院检查重复收费'],
    ['西顺河小学', '请关注：西顺河中心小学班额太大', '西顺河小学班额太大'],
    ['污水处理厂工地', '今天污水处理厂工地工地夜间施工噪音扰民', '污水处理厂工地夜间施工噪音扰民'],
    ['园区综合超市', '超市卖过期食品（园区综合超市）', '园区综合超市卖过期食品'],
    ['小滩村', '小滩村村里污水到处流', '小滩村污水到处流'],
    ['文化广场', '广场舞音响太响（文化广场）', '文化广场广场舞音响太响'],
    ['朱坝街道', '朱坝镇前街下水道堵塞', '朱坝镇前街下水道堵塞'],
  ])('names %s once: “%s” is %s', (place, title, expected) => {
    expect(titleOf(place, null, title)).toBe(expected)
  })

  test('knows a place by the other names it is given', () => {
    expect(titleOf('洪泽中等专业学校', '教育', '洪泽中专门口拥堵', ['洪泽中专'])).toBe('洪泽中等专业学校门口拥堵')
  })

  test.each([
    ['东九花园', '表扬：公交司机拾金不昧', '东九花园公交司机拾金不昧'],
    ['小街居', '表扬：小街居的社区网格员', '小街居表扬社区网格员'],
    ['共和路', '表扬：感谢区数据局及时处理共和路的问题', '共和路感谢区数据局'],
    ['益寿家园', '从上周开始益寿家园井盖不见了', '益寿家园井盖不见了'],
    ['老酒厂', '每到周末老酒厂工人受伤不认工伤', '老酒厂工人受伤不认工伤'],
    [null, '咨询电表过户怎么办理', '电表过户办理'],
    ['漫城一期', '漫城一期电线杆上贴满“牛皮癣”，谁来管', '漫城一期电线杆上贴满牛皮癣'],
  ])('leaves labels, thanks and times out: %s, “%s” is %s', (place, title, expected) => {
    expect(titleOf(place, null, title)).toBe(expected)
  })

  test('a title too long for the wall gives way to the category', () => {
    expect(titleOf('海棠晴园', '夜间施工噪音', '海棠晴园南侧工地每天晚上施工到凌晨两点多吵得人无法休息')).toBe('海棠晴园夜间施工噪音')
  })

  test('what no category can say is cut between words', () => {
    const made = titleOf(null, null, '洪泽湖大道北侧的工地每天晚上施工到凌晨时分居民无法休息')
    expect(made).toBe('洪泽湖大道北侧的工地每天晚上施工到凌晨时分')
  })

  test('shows neither a telephone number nor the mark of one', () => {
    expect(titleOf('润园小区', null, '润园小区停水联系13812345678')).toBe('润园小区停水联系')
    expect(titleOf('润园小区', null, '润园小区停水〔电话〕')).toBe('润园小区停水')
  })

  test('is never longer than a line, never empty and bears no mark of masking, whatever it is given', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.array(fc.constantFrom('〔', '〕', '电话', '润园小区', '今天', '表扬：', '的', '处理', '（', '”', ' ', '村'), { maxLength: 20 })
        .map((parts) => parts.join('')),
    )
    fc.assert(fc.property(fc.option(text), fc.option(text), text, fc.array(text, { maxLength: 2 }), (place, category, title, aliases) => {
      const made = titleOf(place, category, title, aliases)
      expect(Array.from(made).length).toBeLessThanOrEqual(longestIssueTitle)
      expect(made.length).toBeGreaterThan(0)
      expect(made).not.toMatch(/[〔〕]/)
    }), { numRuns: 1_000 })
  })
})
