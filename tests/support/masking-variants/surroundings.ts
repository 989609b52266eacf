/** What stands around personal data: the rest of a complaint, and numbers that look like personal data and are none. */
import type { Chance } from '../../../crawlers/sample-town/chance.ts'

const lines = (text: string): string[] => text.trim().split('\n').map((line) => line.trim())

/** What looks like personal data and is none: it must stay. */
const decoys = lines(`
  2023年5月17日上午9点30分
  工单编号HZ202611220013
  诉求编号：20261122000135
  （2021）苏0813民初1356号判决书
  根据《物业管理条例》第四十九条第二款
  共计1,380,000元，月供4326.58元
  3号楼2单元1502室
  面积128.56平方米
  拨打12345没有结果
  文号洪政发〔2019〕23号
  2018-2023年度
  第320813001号宅基地
  GB50242-2002
  每天5:30到22:00
  一年三百六十五天
  A区-12-3-502
  1998.10.12至2003.11.05
  合同编号2019-0517-0032
  产权证号3208130012345号
  每度0.5283元
  从2016年到2018年一共补缴了12345.67元
  95598也打过
  东经118.8735北纬33.2941
  邮编223100
  学号2020031245
  水表号00517823
  发票号码04138825
  户号1300045678
  排队号138
  微信公众号洪泽发布里查不到
  用微信支付了300元
  qq群里都在说
  本人于2018年购房
  我是业主，不是租客
  我叫了三次师傅
  联系人一直不接
  苏H牌照的车`)

const contexts = lines(`
  小区里的路灯坏了一个多月没有人来修
  楼上天天漏水，物业推来推去
  门口的下水道又堵了，臭气熏天
  工地半夜还在施工，孩子没法睡觉
  村里的路坑坑洼洼，下雨就积水
  希望有关部门尽快处理
  学校门口停车太乱
  公交车半个小时才来一班`)
const joins = ['。', '，', '！', '\n', ' ', '；']

/** A carrier on its own or in the middle of a complaint, with or without decoys beside it. */
export function surround(chance: Chance, carrier: string): [left: string, right: string] {
  const [before = '', after = ''] = carrier.split('{}')
  const piece = (): string => (chance.happens(0.4) ? chance.pick(decoys) : chance.happens(0.6) ? chance.pick(contexts) : '')
  const left = piece()
  const right = piece()
  return [left === '' ? before : `${left}${chance.pick(joins)}${before}`, right === '' ? after : `${after}${chance.pick(joins)}${right}`]
}
