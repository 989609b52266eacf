/** Makes postings for tests: plain defaults, everything else given. */
import type { Posting } from '../../shared/posting.ts'

export const district = '320813'

export function makePosting(given: Partial<Posting> & { externalId: string }): Posting {
  return {
    district, source: 'test', channel: 'forum', local: true, kind: 'thread', parent: null, repostOf: null, url: null,
    title: '润园小区楼顶违建无人管', text: '润园小区5幢楼顶有人搭建阳光房，多次反映无人处理。', account: null, reporter: 'aaaa',
    publishedAt: Date.UTC(2026, 10, 22, 2), precision: 'minute', receivedAt: Date.UTC(2026, 10, 22, 2, 1), official: false, pinned: false,
    counts: { views: null, replies: null, reposts: null, likes: null }, images: [], state: 'visible', workOrder: null, ...given,
  }
}

/** Many different complaints, deterministic: places × problems × wordings, so that grouping has real work. */
export function makeComplaints(count: number, startAt: number, stepMs: number): Posting[] {
  const places = ['润园小区', '盛世华庭', '东湖人家', '海棠晴园', '天城一品', '苏源绿洲', '惠民家园', '中兴名都', '巴黎花园', '钱码小区', '人民南路', '洪泽湖大道',
    '三河镇', '岔河镇', '朱坝街道', '黄集街道', '蒋坝镇', '老子山镇', '西顺河镇', '东双沟镇']
  const problems = [
    ['路灯不亮', '晚上一片漆黑，老人出门容易摔倒，已经坏了半个多月，报修电话打了几次都说在安排'],
    ['夜间施工噪音', '工地每天施工到凌晨一点，打桩声和搅拌车的声音很大，孩子根本没法睡觉，影响很大'],
    ['道路坑洼', '路面破损严重，下雨就积水，电动车骑过去溅一身泥，前几天还有人摔伤，希望尽快修补'],
    ['停水', '从昨天下午开始没有水，没有看到任何通知，家里老人小孩做饭洗澡都成问题，什么时候来水'],
    ['养鸡养鸭', '有人在绿化带里圈养鸡鸭，味道很大，苍蝇很多，早上四点就开始叫，多次和物业反映没有结果'],
    ['车位收费', '物业把绿化改成停车位再收费，没有征求业主意见，收费标准也不公示，请问是否合理'],
    ['垃圾清运', '垃圾桶满了好几天没有人清运，污水流到路上，气味难闻，经过的人都要绕着走'],
    ['拖欠工资', '在这里的工地干了三个月，工程已经结束，老板一直拖着工资不发，家里等着用钱'],
  ] as const
  const openings = ['我是这里的居民，', '您好，想反映一个问题：', '请有关部门重视，', '市民来电反映，', '又来反映了，']
  return Array.from({ length: count }, (_, index) => {
    const place = places[(index * 7) % places.length]!
    const [problem, words] = problems[(index * 3 + Math.floor(index / 20)) % problems.length]!
    return makePosting({
      externalId: String(index + 1), title: `${place}${problem}`,
      text: `${openings[index % openings.length]}${place}附近${words}。第${(index * 13) % 29 + 1}幢这边情况${index % 2 ? '尤其严重' : '比较严重'}。`,
      reporter: `r${(index * 31) % 977}`, publishedAt: startAt + index * stepMs, receivedAt: startAt + index * stepMs + 1_000,
      channel: index % 5 === 0 ? 'hotline' : 'forum', kind: index % 5 === 0 ? 'work-order' : 'thread',
    })
  })
}
