/** What is masked and what stays, case by case. */
import { describe, expect, test } from 'vitest'
import { mask } from '../../../../server/enrich/mask.ts'

describe('what is masked', () => {
  test.each([
    ['我叫朱晓梦，是润园小区的业主', '我叫〔姓名〕，是润园小区的业主'],
    ['本人张三，家住杨码小区', '本人〔姓名〕，家住杨码小区'],
    ['联系人：欧阳明月，电话：0517-87221234', '联系人：〔姓名〕，电话：〔座机〕'],
    ['联系人王女士 13812345678', '联系人〔姓名〕 〔电话〕'],
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
    ['电话1️⃣3️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣。', '电话〔电话〕。'],
    ['手机138O013800O，谢谢', '手机〔电话〕，谢谢'],
    ['一三八一二三四五六七八一直没人接', '〔电话〕一直没人接'],
    ['固话0517-8722 1234转8012', '固话〔座机〕'],
    ['值班电话（24小时）：87221234', '值班电话（24小时）：〔座机〕'],
    ['身份证：3208 1319 9001 0112 3×', '身份证：〔身份证号〕'],
    ['zhangsan艾特163点com', '〔邮箱〕'],
    ['zhangsan (at) 163 (dot) com', '〔邮箱〕'],
    ['加我v：zhang_88', '加我v：〔微信号〕'],
    ['微信号(lihua1988)', '微信号(〔微信号〕)'],
    ['wxid_a1b2c3d4e5', '〔微信号〕'],
    ['扣扣：一二三四五六七八', '扣扣：〔QQ号〕'],
    ['QQ12345678，2023年5月', 'QQ〔QQ号〕，2023年5月'],
    ['苏H12345一直停在这里', '〔车牌〕一直停在这里'],
    ['车牌号：H8D123', '车牌号：〔车牌〕'],
    ['业主 钱某某', '业主 〔姓名〕'],
    ['联系人：买买提·艾力', '联系人：〔姓名〕'],
    ['姓名：王 五', '姓名：〔姓名〕'],
    ['市民李建国，反映噪音', '市民〔姓名〕，反映噪音'],
    ['免贵姓陈，', '免贵姓〔姓名〕，'],
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
    '我是高三学生', '我是江苏人', '我是洪泽的老百姓', '姓名和电话不详', '业主方反映', '联系人方便接听', '此致敬礼', '业主都知道', '村民张口就骂', '申请人为低保户', '我叫了三次车', '业主何时能收房', '我是业主', '王五打人', '联系人：无', '来电人反映路灯不亮', '一二三四五，上山打老虎', '渣土车经过东三街', '共3000000000元', '2016年至2018年共1234567元',
  ])('%s', (text) => {
    expect(mask(text)).toEqual({ text, spans: [] })
  })

  test('an identity card number with a wrong check digit stays unless it is called one', () => {
    expect(mask('编号320829199001011231').spans).toEqual([])
    expect(mask('身份证号320829199001011231').spans).toHaveLength(1)
  })
})

describe('hostile text', () => {
  const long = 200_000
  test.each([
    ['digits', '1'], ['spaced digits', '1 '], ['pairs of digits', '12 '], ['area codes', '0517-'], ['at signs', 'a@'], ['dots', 'a.'], ['cues', '我叫'], ['cue colons', '微信::::'],
    ['names', '我叫阿·'], ['plates', '苏H'], ['brackets', '〔'], ['phones', '13812345678 '], ['Chinese digits', '一'], ['lone surrogates', '\ud800'], ['mathematical digits', '𝟏'],
    ['spaces', ' '], ['what nobody sees', '\u200b'], ['accounts', 'wxid_'],
  ])('%s without an end are read, and read again the same', (_name, piece) => {
    const once = mask(piece.repeat(long / piece.length)).text
    expect(mask(once).text).toBe(once)
  })
})

test.each([
  ['加我qq995897576。', '加我qq〔QQ号〕。'], ['加qq 995897576', '加qq 〔QQ号〕'], ['加我扣扣995897576，', '加我扣扣〔QQ号〕，'],
  ['加我vx abc12345', '加我vx 〔微信号〕'], ['加vxiaoming88', '加v〔微信号〕'],
])('the whole name of a service counts after 加: %s', (text, masked) => {
  expect(mask(text).text).toBe(masked)
})

test.each([
  ['手机13.834.265.258', '手机〔电话〕'], ['13·834·265·258', '〔电话〕'], ['联系电话：13.83426.52.58', '联系电话：〔电话〕'],
  ['版本13.83426.52.58', '版本13.83426.52.58'], ['合计13,834,265,258元', '合计13,834,265,258元'],
])('a phone stays one however its digits are grouped, a sum stays a sum: %s', (text, masked) => {
  expect(mask(text).text).toBe(masked)
})
