/** What is masked and what stays, case by case. */
import { describe, expect, test } from 'vitest'
import { mask } from '../../../../server/enrich/mask.ts'

describe('what is masked', () => {
  test.each([
    ['我叫朱晓梦，是润园小区的业主', '我叫〔姓名〕，是润园小区的业主'],
    ['本人张三，家住杨码小区', '本人〔姓名〕，家住杨码小区'],
    ['联系人：欧阳明月，电话：0517-87221234', '联系人：〔姓名〕，电话：〔座机〕'],
    ['联系人王女士 13812345678', '联系人〔姓名〕女士 〔电话〕'],
    ['我叫李建国家住朱坝', '我叫〔姓名〕家住朱坝'],
    ['我父亲叫陈大海，今年80岁', '我父亲叫〔姓名〕，今年80岁'],
    ['请打电话87221234', '请打电话〔座机〕'],
    ['2018-10-27 13812345678', '2018-10-27 〔电话〕'],
    ['电话13812345678/13912345678', '电话〔电话〕/〔电话〕'],
    ['1381234567813912345678', '〔电话〕〔电话〕'],
    ['加微信zhang_san88详谈', '加微信〔微信号〕详谈'],
    ['我的QQ号是123456789', '我的QQ号是〔QQ号〕'],
    ['VX：abc12345', 'VX：〔微信号〕'],
    ['邮箱zhangsan@example.com，请回复', '邮箱〔邮箱〕，请回复'],
    ['ｚｈａｎｇ＠１６３．ｃｏｍ', '〔邮箱〕'],
    ['车牌苏H·12345乱停', '车牌〔车牌〕乱停'],
    ['苏ＨＤ１２３４５逆行', '〔车牌〕逆行'],
    ['身份证32082919900101123４', '身份证〔身份证号〕'],
    ['卡号6222 0212 3456 7890', '卡号〔银行卡号〕'],
    ['微信同号一三八一二三四五六七八', '微信同号〔电话〕'],
  ])('%s', (text, masked) => {
    expect(mask(text).text).toBe(masked)
  })

  test('spans point into the text as it was given', () => {
    const text = '电话１３８－１２３４－５６７８，车牌苏H12345'
    const found = mask(text).spans.map(({ start, end, kind }) => [kind, text.slice(start, end)])
    expect(found).toEqual([['phone', '１３８－１２３４－５６７８'], ['plate', '苏H12345']])
  })
})

describe('what stays', () => {
  test.each([
    '2018年10月27日至2019年1月28日', '1998-10-12 2003-11-05 08:30', '单价13,812,345,678元', '总价1380000元，首付30万', '3号楼2单元1502室',
    '工单编号20181027131234567890', '工单HZ2026110100012',
    '拨打12345热线，95598，96196', '苏H牌照的渣土车', '1-602/1-23-1-202/1-23-1-602', '面积128.56平方米，1.5元/度',
    '320813001', '微信公众号洪泽发布', '用微信支付', '本人于2018年购房', '本人和爱人都在外地',
    '我叫了三次车', '业主何时能收房', '我是业主', '王五打人', '联系人：无', '来电人反映路灯不亮', '一二三四五，上山打老虎', '渣土车经过东三街', '共3000000000元', '2016年至2018年共1234567元',
  ])('%s', (text) => {
    expect(mask(text)).toEqual({ text, spans: [] })
  })

  test('an identity card number with a wrong check digit stays unless it is called one', () => {
    expect(mask('编号320829199001011231').spans).toEqual([])
    expect(mask('身份证号320829199001011231').spans).toHaveLength(1)
  })
})

describe('hostile text', () => {
  const long = 20_000
  test.each([
    ['digits', '1'.repeat(long)], ['spaced digits', '1 '.repeat(long / 2)], ['at signs', 'a@'.repeat(long / 2)],
    ['dots', 'a.'.repeat(long / 2)], ['cues', '我叫'.repeat(long / 2)], ['cue colons', '微信::::'.repeat(long / 6)],
    ['plates', '苏H'.repeat(long / 2)], ['brackets', '〔'.repeat(long)], ['phones', '13812345678 '.repeat(long / 12)],
    ['Chinese digits', '一'.repeat(long)], ['lone surrogates', '\ud800'.repeat(long)], ['spaces', ' '.repeat(long)],
  ])('%s are read in milliseconds', (_name, text) => {
    mask(text)
    const times = Array.from({ length: 5 }, () => {
      const start = performance.now()
      mask(text)
      return performance.now() - start
    })
    expect(Math.min(...times)).toBeLessThan(20)
  })
})
