/** Figures of a fixture gateway: a year in the shape of the bulletin of 2018, small bases, unknowns and totals, fifty units, nothing at all. */
import type { FastifyInstance } from 'fastify'
import { day, type Instant } from '../../shared/clock.ts'
import type { Change, Figure, FigureKey, FigureRecord, FigureRecords, FigureReport, FigureRow, IndicatorView, Rest } from '../../shared/figures.ts'

const common = '统计期按诉求提出时间、北京时间整日计；登记诉求（件）与网帖（条）分列、不相加。'
const count = (id: string, name: string, measure: '件' | '条', basis: string): IndicatorView => ({ id, name, kind: 'count', measure, basis: `${basis}${common}` })
const rate = (id: string, name: string, basis: string): IndicatorView => ({ id, name, kind: 'rate', measure: '件', basis: `${basis}不足30件不计算比率。${common}` })

export const fixtureIndicators: IndicatorView[] = [
  count('received', '受理量', '件', '统计期内提出的登记诉求，一件工单计一次，并单、退单均计入；阳光纪检只有总量，已计入合计。'),
  count('posts', '网帖量', '条', '统计期内采集到的涉洪网帖，转载、重复帖不计。'),
  count('direct', '直办', '件', '由值班人员当场答复办结的诉求。'),
  count('transferred', '转办', '件', '交由承办单位办理的诉求。'),
  rate('directRate', '直办率', '直办的工单，占记有办理方式的工单，含咨询；'),
  rate('signed', '签收率', '已签收的转办工单占全部转办工单；'),
  rate('onTime', '按时办结率', '限期内办结的工单占应予办结的工单，限期按工作日计，经批准的延期以延期后的限期为准；咨询、不予受理的不在内。'),
  rate('returned', '退单率', '被退回过的转办工单占全部转办工单，多次退单计一次；'),
  count('calledBack', '有效回访', '件', '回访时联系上并得到答复的工单，含咨询；'),
  rate('reachedRate', '有效回访率', '有效回访的工单，占回访过的工单；'),
  rate('satisfied', '满意率', '回访满意的占有效回访；联系不上、拒绝评价的不在内。'),
  rate('resolved', '解决率', '回访认为已解决的占有效回访。'),
  rate('appeased', '不满意化解率', '回访不满意后经再次办理转为满意的占回访不满意的。'),
  ...[['repeat', '重复诉求', '同一人就同一事项在30天内再次提出的诉求'], ['concentrated', '集中诉求', '有3人及以上反映的同一事项的诉求'], ['rebound', '反弹诉求', '办结后15天内又提出的诉求']]
    .flatMap(([id, name, what]) => [count(id!, name!, '件', `${what!}。`), rate(`${id!}Rate`, `${name!}占比`, `${what!}，占全部诉求。`)]),
]

const change = (was: number | null, by: number | null, rest: Rest = 'records', doubt: string | null = null): Change => ({ was, change: by, rest, doubt })
const unknownFigure: Figure = { count: null, of: null, rate: null, interval: null, rest: 'none', yearBefore: change(null, null, 'none'), before: change(null, null, 'none'), stated: null }

const shares: Record<string, number> = { direct: 0.55, transferred: 0.45, posts: 0.06, signed: 0.99, onTime: 0.93, returned: 0.04, satisfied: 0.882, resolved: 0.81, appeased: 0.85, calledBack: 0.08, directRate: 0.55, reachedRate: 0.8, repeat: 0.08, concentrated: 0.11, rebound: 0.03, repeatRate: 0.08, concentratedRate: 0.11, reboundRate: 0.03 }
const outOf: Record<string, number> = { signed: 0.45, onTime: 0.4, returned: 0.45, satisfied: 0.08, resolved: 0.08, appeased: 0.01, reachedRate: 0.1 }

/** A figure of a place that received `size`. */
function figureOf({ id, kind }: IndicatorView, size: number, rest: Rest): Figure {
  const doubt = size < 30 ? '基数不足30件' : size > 30_000 ? '只按两期都有数据的渠道比较，不含阳光纪检、微信、APP；上年同期为总量，口径可能不同' : null
  if (kind === 'count') {
    const own = Math.round(size * (shares[id] ?? 1))
    const [year, before] = [Math.round(own * 1.0256), Math.round(own * 0.93)]
    return {
      ...unknownFigure, count: own, rest, yearBefore: year === 0 ? change(0, null) : change(year, (own - year) / year, 'totals', doubt),
      before: before === 0 ? change(0, null) : change(before, (own - before) / before, 'records', doubt),
    }
  }
  if (rest === 'totals') return unknownFigure
  const of = Math.round(size * (outOf[id] ?? 1))
  const own = Math.round(of * (shares[id] ?? 1))
  const share = of < 30 ? null : own / of
  const margin = share === null ? 0 : 1.96 * Math.sqrt((share * (1 - share)) / of)
  return {
    ...unknownFigure, count: own, of, rate: share, rest, interval: share === null ? null : [Math.max(0, share - margin), Math.min(1, share + margin)],
    yearBefore: change(null, null, 'none'), before: share === null ? change(null, null, 'none') : change(share - 0.012, 0.012, 'records', doubt),
  }
}
const figuresOf = (size: number, rest: Rest): Record<string, Figure> => Object.fromEntries(fixtureIndicators.map((each) => [each.id, figureOf(each, size, rest)]))

const channels: [string, string, number][] = [
  ['hotline', '“12345”热线', 0.81], ['transfer', '其他热线咨询（三农咨询）', 0.145], ['letterbox', '领导信箱', 0.0042], ['discipline', '阳光纪检', 0.0007],
  ['petition', '阳光信访', 0.0003], ['upper', '省市平台转办工单', 0.038],
]
const peers = ['镇街', '部门', '公用', null]
const unitNames = ['高良涧街道', '区住建局', '洪泽自来水有限公司', '淮安洪泽经济开发区管理委员会', '东双沟镇', '市公安局洪泽分局', '国网淮安市洪泽区供电公司', '区国有资产经营公司']

function rowsOf(by: FigureKey, size: number, period: string): FigureRow[] {
  switch (by) {
    case 'channel': return channels.map(([key, name, share]) => ({ key, name, peers: null, figures: figuresOf(Math.round(size * share), key === 'discipline' ? 'totals' : 'records') }))
    case 'unit': return [
      ...Array.from({ length: 49 }, (_, index): FigureRow => ({
        key: `u${index}`, name: index < unitNames.length ? unitNames[index]! : `承办单位第${index + 1}号`, peers: peers[index % peers.length]!,
        figures: figuresOf(Math.round((size * 0.06) / (index * 0.7 + 1)), 'records'),
      })),
      { key: null, name: '未知', peers: null, figures: Object.fromEntries(fixtureIndicators.map(({ id }) => [id, unknownFigure])) },
    ]
    case 'month': return Array.from({ length: 12 }, (_, index) => `${period.slice(0, 4)}-${String(index + 1).padStart(2, '0')}`)
      .filter((key) => key.startsWith(period) || period.length === 4 || !/^\d{4}-\d\d$/.test(period))
      .map((key, index): FigureRow => ({
        key, name: `${Number(key.slice(5))}月`, peers: null,
        figures: index === 4 ? Object.fromEntries(fixtureIndicators.map(({ id }) => [id, unknownFigure])) : figuresOf(Math.round((size / 12) * (1 + Math.sin(index) / 3)), index < 3 ? 'totals' : 'records'),
      }))
    default: return ['咨询', '求助', '投诉', '举报', '建议', '表扬'].map((name, index) => ({ key: name, name, peers: null, figures: figuresOf(Math.round((size * 0.5) / (index + 1) ** 2), 'records') }))
  }
}

const sizes: Record<string, number> = { '2018': 38_287, '2016': 0 }
const sizeOf = (period: string): number => sizes[period] ?? (period.length === 4 ? 20_000 : /^\d{4}-\d\d$/.test(period) ? 1_640 : 380)

/** What the bulletin of 2018 said, beside what is counted. */
function withStated(total: Record<string, Figure>): Record<string, Figure> {
  const said = (id: string, value: number, by: number | null, changeIn: 'relative' | 'unsaid', note: string): Record<string, Figure> =>
    ({ [id]: { ...total[id]!, stated: { value, change: by, changeIn: by === null ? null : changeIn, note } } })
  return {
    ...total,
    ...said('received', 39_827, 0.18, 'relative', '《2018年度情况通报》（2019年第1号），含“12345在线”论坛1480件，各渠道合计；同比的上年口径未说明。'),
    ...said('satisfied', 0.975, null, 'relative', '《2018年度情况通报》：热线电话实名回访满意率。'),
    ...said('appeased', 0.85, 0.3, 'unsaid', '《2018年度情况通报》：不满意件116件化解。'),
    posts: unknownFigure,
  }
}

export function fixtureReport(period: string, by: FigureKey | null, now: Instant): FigureReport {
  const size = sizeOf(period)
  const total = figuresOf(size, period === '2018' ? 'mixed' : 'records')
  return {
    asOf: now, period, from: now - 30 * day, to: now, by, indicators: fixtureIndicators,
    total: period === '2016' ? Object.fromEntries(fixtureIndicators.map(({ id }) => [id, unknownFigure])) : period === '2018' ? withStated(total) : total,
    rows: by === null || period === '2016' ? [] : rowsOf(by, size, period),
    notes: period === '2018'
      ? ['2018年1月至3月没有记录，受理量据总量；各比率只按4月至12月的记录计算。', '公布的受理量39,827件含论坛1,480件，与本系统“件”“条”分列的口径不同，两者同比不能互换引用。', '阳光纪检只有总量，没有逐件记录。']
      : [],
  }
}

const mostRecords = 160
const recordOf = (index: number, now: Instant): FigureRecord => ({
  posting: 9_000 + index, issue: index % 5 === 4 ? null : 500 + (index % 4), orderNumber: `HZ2018${String(100_000 + index)}`, channel: 'hotline', unit: index % 7 === 6 ? null : unitNames[index % 8]!,
  title: `反映人民南路${index + 1}号附近路灯不亮，晚上出行不便，联系电话1**********`, receivedAt: now - index * day, dueAt: now - index * day + 5 * day, closedAt: index % 3 === 0 ? null : now - index * day + 3 * day,
  status: index % 3 === 0 ? '办理中' : '已办结', satisfied: index % 3 === 0 ? null : index % 4 !== 1,
})

/** Adds /api/figures to a gateway. */
export function serveFigures(app: FastifyInstance, now: Instant): void {
  app.get<{ Querystring: { period: string; by?: FigureKey } }>('/api/figures', async ({ query }, reply) =>
    (query.period.startsWith('2099') ? reply.code(400).send({ message: '统计期还没有开始' }) : fixtureReport(query.period, query.by ?? null, now)))
  app.get<{ Querystring: { period: string; by?: FigureKey; key?: string; indicator: string; part: 'count' | 'of'; offset: string } }>('/api/figures/records', async ({ query }): Promise<FigureRecords> => {
    const report = fixtureReport(query.period, query.by ?? null, now)
    const figures = query.key === undefined ? report.total : report.rows.find(({ key }) => (key ?? '') === query.key)?.figures
    const total = Math.min(mostRecords, figures?.[query.indicator]?.[query.part] ?? 0)
    const [from, to] = [Number(query.offset), Math.min(total, Number(query.offset) + 50)]
    return { asOf: now, total, records: Array.from({ length: to - from }, (_, index) => recordOf(from + index, now)), next: to < total ? to : null }
  })
}
