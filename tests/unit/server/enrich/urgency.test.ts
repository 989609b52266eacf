/** Which sentences ask somebody to look soon, and which only sound like it. */
import { describe, expect, test } from 'vitest'
import { readPosting } from '../../../../server/enrich/reading.ts'
import { createUrgencyReader } from '../../../../server/enrich/urgency.ts'
import type { Urgency } from '../../../../shared/posting.ts'
import { makePosting } from '../../../support/postings.ts'

const read = createUrgencyReader()
const urgencyOf = (text: string): Urgency[] => read(readPosting(makePosting({ externalId: '1', title: '', text }), { cut: (body) => [body] }))

describe('danger to life', () => {
  test.each([
    '有人要跳楼，快来', '我不想活了，实在撑不下去', '我儿子想轻生，谁来救救他', '桥上有个女的要跳河', '有人落水了，快派人', '孩子掉进河里了', '电梯困人，天城一品3号楼', '我被困在电梯里半个小时了',
    '家里有很重的煤气味', '楼道里全是燃气味，不敢开灯', '天然气泄漏，味道刺鼻', '燃气泄露了', '路面塌陷，一辆车掉下去了', '人行道塌了一个大坑', '工地脚手架坍塌，有人被埋', '3号楼着火了，快来',
    '电动车起火', '化工厂爆炸了', '工人触电了，没有呼吸', '路灯杆漏电，狗被电死了', '导致学生食物中毒，十几个人住院', '一家人煤气中毒昏迷', '救命啊，救命', '堤坝管涌，快', '楼上掉下来玻璃砸伤人了', '有人持刀在学校门口',
    '八十岁老人走失一天了', '2026年11月20日晚有人落水，至今没找到', '快劝他别跳楼', '养殖场氨气泄漏，有人晕倒', '有人喝农药了',
  ])('%s', (text) => expect(urgencyOf(text)).toContain('danger'))

  test.each([
    '希望消除坍塌隐患', '学校组织火灾演练', '没有人被困', '无人被困', '并未起火', '未造成人员中毒', '气死了，累死了', '生意火爆得很', '房价爆炸式上涨', '防止溺水宣传', '预防煤气中毒小知识', '万一着火了怎么办',
    '一旦发生火灾，后果不堪设想', '消防通道被占，发生火灾消防车进不来怎么办', '着火了人都跑不出来', '怕孩子触电', '电线裸露容易触电', '落水管坏了没人修', '一直被困扰', '跳楼价甩卖', '游乐场跳楼机不安全', '信息爆炸的时代',
    '老板发起火来骂人', '这是救命钱', '简直晕倒', '会不会爆炸', '难道非要出了人命才管', '2008年烟花爆炸案的赔偿', '去年楼下着火没人管', '电影里跳楼的情节', '可能引发火灾', '轮胎漏气', '贫困人口补助', '减轻生活压力',
    '接触电子产品', '差点被砸到', '如何防止电梯困人', '危房随时倒塌', '这么年轻生命就没了',
  ])('is not in: %s', (text) => expect(urgencyOf(text)).not.toContain('danger'))
})

describe('the other signs', () => {
  test.each<[string, Urgency]>([
    ['几十人围堵工地大门', 'crowd'], ['业主拉横幅维权', 'crowd'], ['村民联名上书', 'crowd'], ['上百人聚集在售楼部', 'crowd'], ['出租车司机罢运', 'crowd'],
    ['再不解决就去信访局', 'petition'], ['准备进京上访', 'petition'], ['我要找记者曝光', 'media'], ['已经联系电视台', 'media'], ['只好请媒体介入', 'media'],
    ['全小区停水停电', 'outage'], ['家里没水两天了', 'outage'], ['我要和他们同归于尽', 'threat'], ['再不给钱我就放火', 'threat'], ['扬言要杀人', 'threat'],
  ])('%s: %s', (text, urgency) => expect(urgencyOf(text)).toContain(urgency))

  test.each([
    '举报后遭到打击报复', '旅游行业', '电梯经常罢工', '多媒体教室', '没有电梯', '没电话', '全班几十人', '北京路的路灯', '去北京旅游的客车', '杀人凶手', '拼命工作', '我没水平', '没有水果', '看媒体报道，政策变了', '灌溉渠没水',
  ])('none in: %s', (text) => expect(urgencyOf(text)).toEqual([]))
})
