/** What the enricher makes of complaints as citizens of Hongze write them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEnricher } from '../../../../server/enrich/enricher.ts'
import { blankOrder, type Posting, type WorkOrder } from '../../../../shared/posting.ts'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { createSegmenter } from '../../../../shared/node/segment.ts'
import { makePosting } from '../../../support/postings.ts'

const pack = loadDistrict('320813')
const enricher = createEnricher(pack, createSegmenter(pack))
const leafNames = new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf.name] as const)))
const read = (title: string, text: string, more: Partial<Posting> = {}) =>
  enricher.enrich(makePosting({ externalId: '1', title, text, ...more }))
const order = (more: Partial<WorkOrder>): WorkOrder => ({ ...blankOrder, orderNumber: 'HZ1', ...more })

describe('category, place and unit', () => {
  test.each([
    ['润园小区楼顶违建没人管', '又有人在楼顶搭建阳光房，多次反映没有结果', '违法建设', '润园小区', 'cg'],
    ['卫校小区车库没电', '车库一直无电，电动车没法充电', '车库楼道用电', '卫校小区', 'gd'],
    ['渣土车半夜扰民', '东三街每天夜里11点后渣土车一辆接一辆，吵得睡不着觉', '渣土车夜间噪音', '东三街', 'cg'],
    ['', '黄集街道良河村养猪场粪水直排沟渠，臭气熏天', '规模养殖粪污', '良河村养猪场', 'ny'],
    ['路灯不亮', '老子山镇长山村路灯坏了两个月了没人修', '路灯亮化', '长山村', 'zj'],
    ['海棠晴园工地夜间施工', '凌晨一点还在浇筑混凝土，孩子明天要高考', '夜间施工噪音', '海棠晴园', 'cg'],
    ['盛世华庭有人养鸡', '楼下邻居养鸡，每天早上打鸣，味道难闻', '居民区养禽养鸽', '盛世华庭', 'glj'],
    ['停水了', '双沟镇严渡村从昨天开始停水，到现在没有恢复', '农村供水', '严渡村', 'ncgs'],
    ['', '电梯困人！天城一品5号楼电梯里有人被困，快来救', '电梯故障困人', '天城一品', 'sj'],
    ['拖欠工资', '我们在洪泽开发区工地干活，包工头拖欠工资8万多', '拖欠工资', '洪泽经济开发区', 'rs'],
    ['苏源绿洲毁绿', '业主私自毁绿浇筑水泥地坪修建停车位', '毁绿改车位', '苏源绿洲', 'cg'],
    ['学校食堂', '东双沟中学食堂饭菜里有虫子，多名学生腹泻', '食堂校园餐', '东双沟中学', 'jy'],
    ['退卡', '水釜城健身房跑路了，办的年卡退不了', '预付卡退费', '水釜城', 'sj'],
    ['黄集花园油烟', '楼下饭店油烟直排', '餐饮油烟', '黄集花园', 'cg'],
    ['淮宝村路灯', '整条路的路灯都不亮', '路灯亮化', '淮宝村', 'zj'],
    ['公交', '洪泽到老子山的公交车班次太少，等了一个多小时', '公交线路班次', '老子山镇', 'gj'],
    ['幸福里小区物业不作为', '物业费收了，保洁没人打扫', '物业服务与费用', '幸福里小区', 'zj'],
  ])('%s|%s → %s, %s, %s', (title, text, leaf, place, unit) => {
    const got = read(title, text)
    expect(leafNames.get(got.category.code ?? '')).toBe(leaf)
    expect(got.place?.name).toBe(place)
    expect(got.units[0]?.unit).toBe(unit)
  })

  test('nothing to go by is 未分类 without a place, and says nothing it does not know', () => {
    const nothing = { category: { code: null }, place: null, units: [], urgency: [], sentiment: 0, purpose: '其他' }
    expect(read('你好', '在吗')).toMatchObject(nothing)
  })

  test('gives at most three units, the likeliest first, each with a reason', () => {
    const { units } = read('朱坝镇养猪场臭', '养猪场粪便直排，住建局和城管局都说不归他们管，生态环境局也不管')
    expect(units).toHaveLength(3)
    expect(units.every((guess) => guess.reason !== '')).toBe(true)
    expect(units).toEqual(units.toSorted((a, b) => b.confidence - a.confidence))
  })

  test.each([
    ['路灯亮化', '0302'], ['城乡建设/市政设施/路灯亮化', '0302'], ['市政设施-路灯亮化-路灯不亮', '0302'], ['0302', '0302'], ['小广告（牛皮癣）', '0104'],
  ])('a registered category that names a leaf is it: %s', (category, code) => {
    expect(read('停水了', '小区停水两天', { workOrder: order({ category }) }).category).toEqual({ code, confidence: 1 })
  })

  test('a registered branch keeps the guess within it, and words of another taxonomy change nothing', () => {
    const category = (registered: string | null) => read('停水了', '小区停水两天，停水没有通知，自来水停了，水压也低，路灯坏了，路灯不亮', { workOrder: order({ category: registered }) }).category
    const [free, own] = [category(null), category('城乡建设/市政设施')]
    expect(free.code).toBe('0302')
    expect(own).toEqual(free)
    expect(category('公共设施类')).toEqual(free)
    expect(leafNames.get(category('水电气通信').code ?? '')).toBe('停水报修')
    expect(category('教育').code).toBeNull()
  })

  test('the unit of the work order comes first, under whatever name it is registered', () => {
    const firstFor = (unit: string) => read('路灯不亮', '路灯坏了', { workOrder: order({ unit }) }).units[0]
    expect(firstFor('洪泽区住房和城乡建设局')).toMatchObject({ unit: 'zj', confidence: 1 })
    expect(firstFor('城管局')).toMatchObject({ unit: 'cg', confidence: 1 })
  })

  test('a dissolved unit stands for its successor from its end on, not before', () => {
    const workOrder = order({ unit: '环保分局' })
    expect(read('', '异味', { workOrder, publishedAt: Date.UTC(2018, 5, 1) }).units[0]?.unit).toBe('hbfj')
    expect(read('', '异味', { workOrder, publishedAt: Date.UTC(2026, 5, 1) }).units[0]?.unit).toBe('hb')
  })

  test('short names are found as words only', () => {
    expect(read('润园楼顶搭棚', '').place?.name).toBe('润园小区')
    expect(read('', '这家滋润园林公司噪音大').place?.id ?? null).toBeNull()
  })
})

describe('purpose, sentiment and urgency', () => {
  test('a registered type is taken as it is', () => {
    expect(read('请问医保', '', { workOrder: order({ purpose: '投诉举报' }) }).purpose).toBe('投诉')
  })

  test('asking when it will be mended is no consultation', () => {
    expect(read('请问居民医保什么时候缴费', '标准是多少').purpose).toBe('咨询')
    expect(read('惠民家园停水', '什么时候能恢复').purpose).not.toBe('咨询')
  })

  test('thanks are kinder than complaints, and a denied complaint is none', () => {
    const thanks = read('表扬', '工作人员热情耐心，非常感谢').sentiment
    const complaint = read('太过分', '噪音扰民，忍无可忍').sentiment
    expect(thanks).toBeGreaterThan(0.5)
    expect(complaint).toBeLessThan(-0.5)
    expect(read('', '现在施工没有扰民').sentiment).toBeGreaterThanOrEqual(0)
  })

  test.each([
    ['有人要跳楼，快来', ['danger']], ['电梯困人，天城一品', ['danger']], ['希望消除坍塌隐患', []], ['学校组织火灾演练', []],
    ['没有人被困', []], ['并未起火', []],
    ['几十人围堵工地大门', ['crowd']], ['再不解决就去信访局上访', ['petition']], ['我要找记者曝光', ['media']],
    ['全小区停水停电', ['outage']], ['我要和他们同归于尽', ['threat']],
  ])('%s', (text, expected) => {
    expect(read('', text).urgency).toEqual(expected)
  })
})

describe('what counts', () => {
  test.each<[string, Partial<Posting>, string | null]>([
    ['a reply', { kind: 'reply' }, '跟帖回复'], ['official words', { official: true }, '官方'],
    ['a pinned notice', { pinned: true }, '置顶'], ['a channel of totals', { channel: 'discipline' }, '只计总数'], ['a thread', {}, null],
  ])('%s', (_name, more, because) => {
    const got = read('路灯不亮', '坏了', more)
    expect(got.counted).toBe(because === null)
    expect(got.uncountedBecause ?? '').toContain(because ?? '')
  })

  test.each([
    ['洪泽润园小区那个违建到底拆不拆', true], ['岔河镇的路太烂了', false], ['淮安岔河镇的路太烂了', true], ['三河古镇两日游', false], ['洪泽湖大闸蟹礼盒包邮', false],
    ['洪泽招聘保安', false], ['洪泽人民路门店招聘摊位占道，走不了路', true], ['今天天气真好', false], ['洪泽湖的日落太美了', false], ['洪泽湖的日落太美了，可是岸边垃圾没人管', true], ['双沟大曲真好喝', false],
  ])('on Weibo: %s', (text, counted) => {
    const got = read('', text, { channel: 'weibo', local: false, kind: 'weibo' })
    expect(got.counted, got.uncountedBecause ?? '').toBe(counted)
  })

  test.each([
    ['老街三河古镇两日游', '合肥肥西那边的旅游攻略', false], ['急招缝纫工', '招聘，包吃住', false], ['有没有一起打羽毛球的', '周三晚上缺人', true],
    ['工资', '招聘的时候说好的，拖欠工资三个月', true],
  ])('in the forum, where only noise is kept out: %s', (title, text, counted) => {
    expect(read(title, text).counted).toBe(counted)
  })

  test.each([
    ['洪泽湖大闸蟹礼盒包邮', '大闸蟹礼盒包邮'], ['洪泽湖大闸蟹现捞现发，一箱八只，全国顺丰包邮', '大闸蟹现…顺丰包邮'],
  ])('what speaks against “%s” is told in its own words, not as a pattern', (text, words) => {
    expect(read('', text, { channel: 'weibo', local: false, kind: 'weibo' }).uncountedBecause).toBe(`与本区诉求无关：含“${words}”，且未提及本区具体地点`)
  })

  test('the district’s own channels need no name of the district', () => {
    expect(read('岔河镇的路太烂了', '招聘', { channel: 'hotline' }).counted).toBe(true)
  })
})

describe('any posting', () => {
  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.constantFrom('', '\0', '\ud800', '<script>alert(1)</script>', '=1+1', '‮abc', '路'.repeat(500)),
  )

  test('is read without an error, the same each time, within the bounds of its type', () => {
    fc.assert(fc.property(hostile, hostile, fc.constantFrom('forum', 'weibo', 'nowhere'), (title, text, channel) => {
      const got = read(title, text, { channel })
      expect(read(title, text, { channel })).toEqual(got)
      expect(Math.abs(got.sentiment)).toBeLessThanOrEqual(1)
      expect(got.category.confidence).toBeGreaterThanOrEqual(0)
      expect(got.category.confidence).toBeLessThanOrEqual(1)
      expect(got.units.length).toBeLessThanOrEqual(3)
      expect(got.counted).toBe(got.uncountedBecause === null)
    }), { numRuns: 1_000 })
  })

  test('gives away no phone anywhere in what it adds', () => {
    fc.assert(fc.property(fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }), (phone) => {
      expect(JSON.stringify(read(`东三街${phone}小区`, `联系${phone}路，微信${phone}`))).not.toContain(String(phone))
    }), { numRuns: 300 })
  })

  test('of the greatest length takes milliseconds, not seconds', () => {
    const text = '润园小区3号楼路灯不亮，请问什么时候修？电话13812345678。'.repeat(800)
    read('', text)
    const start = performance.now()
    read('', text)
    expect(performance.now() - start).toBeLessThan(250)
  })
})
