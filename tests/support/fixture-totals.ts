/** Totals and published figures of a fixture gateway: a year by month, one as a whole, some by unit, some that are not used; kept while it runs. */
import type { FastifyInstance } from 'fastify'
import { day, type Instant } from '../../shared/clock.ts'
import type { StatedRow, TotalRow } from '../../shared/figures.ts'
import { fixtureIndicators } from './fixture-figures.ts'

const channels = [
  { id: 'hotline', name: '“12345”热线' }, { id: 'discipline', name: '阳光纪检' }, { id: 'letterbox', name: '领导信箱' }, { id: 'petition', name: '阳光信访' }, { id: 'transfer', name: '其他热线咨询（三农咨询）' },
]
const units = [{ id: 'glj', name: '高良涧街道' }, { id: 'zj', name: '区住建局' }, { id: 'dsg', name: '东双沟镇' }]
const categories = [{ id: 'A01', name: '城乡养禽养畜污染' }]

const twoDigits = (value: number): string => String(value).padStart(2, '0')

function fixtureTotals(now: Instant): TotalRow[] {
  const total = (period: string, channel: string | null, count: number, more: Partial<TotalRow> = {}): TotalRow =>
    ({ period, channel, by: 'all', key: null, count, origin: 'entered', note: '', enteredBy: 'admin', enteredAt: now - 3 * day, ...more })
  return [
    ...Array.from({ length: 12 }, (_, month) => total(`2017-${twoDigits(month + 1)}`, 'hotline', 1_900 + ((month * 137) % 600), { note: '2017年月报' })),
    ...Array.from({ length: 9 }, (_, month) => total(`2017-${twoDigits(month + 1)}`, 'letterbox', 12 + month)),
    total('2017', 'transfer', 12_010, { note: '年报，未分月' }),
    ...Array.from({ length: 3 }, (_, month) => total(`2018-${twoDigits(month + 1)}`, 'discipline', 5 + month, { origin: 'counted', enteredBy: '导入' })),
    total('2018-03', 'hotline', 2_689),
    total('2016', null, 31_208, { note: '总量，未分渠道' }),
    total('2016', null, 1_890, { by: 'unit', key: 'glj' }),
  ]
}

/** Adds /api/totals and /api/stated to a gateway. */
export function serveTotals(app: FastifyInstance, now: Instant): void {
  let totals = fixtureTotals(now)
  let stated: StatedRow[] = [
    { period: '2018', indicator: 'received', by: null, key: null, value: 39_827, change: 0.18, changeIn: 'relative', note: '《2018年度情况通报》（2019年第1号），含“12345在线”论坛1480件', enteredBy: 'admin', enteredAt: now - day },
    { period: '2018', indicator: 'appeased', by: null, key: null, value: 0.85, change: 0.3, changeIn: 'unsaid', note: '《2018年度情况通报》：不满意件化解116件', enteredBy: 'admin', enteredAt: now - day },
  ]
  const unusedOf = ({ period, channel }: TotalRow): string | null => (period === '2018-03' && channel === 'hotline' ? '2018年3月“12345”热线已有记录，以记录为准' : null)

  app.get('/api/totals', async () => ({ asOf: now, totals: totals.map((total) => ({ ...total, unused: unusedOf(total) })), channels, units, categories }))
  app.post<{ Body: TotalRow }>('/api/totals', async ({ body }, reply) => {
    if (body.count > 1_000_000) return reply.code(400).send({ message: '件数过大，请核对' })
    totals = [...totals.filter((total) => sameTotal(total, body) === false), { ...body, origin: 'entered', enteredBy: 'admin', enteredAt: now }]
    return reply.code(201).send({})
  })
  app.delete<{ Querystring: Record<string, string> }>('/api/totals', async ({ query }, reply) => {
    totals = totals.filter((total) => !sameTotal(total, { period: query.period!, channel: query.channel ?? null, by: query.by as TotalRow['by'], key: query.key ?? null }))
    return reply.code(204).send()
  })
  app.get('/api/stated', async () => ({ asOf: now, stated, indicators: fixtureIndicators, channels, units }))
  app.post<{ Body: StatedRow }>('/api/stated', async ({ body }, reply) => {
    stated = [...stated, { ...body, enteredBy: 'admin', enteredAt: now }]
    return reply.code(201).send({})
  })
  app.delete<{ Querystring: { period: string; indicator: string } }>('/api/stated', async ({ query }, reply) => {
    stated = stated.filter(({ period, indicator }) => period !== query.period || indicator !== query.indicator)
    return reply.code(204).send()
  })
  // Files come raw; what reads them was added with the imports.
  app.post<{ Querystring: { save?: string } }>('/api/totals/file', async ({ query }) => {
    const rows = ['2017-10', '2017-11', '2017-12'].map((period, index): TotalRow => ({ period, channel: 'letterbox', by: 'all', key: null, count: 21 + index, note: '补录', origin: 'entered', enteredBy: 'admin', enteredAt: now }))
    if (query.save === 'true') totals = [...totals, ...rows]
    return {
      rows, notes: ['“合计”行没有读取'], saved: query.save === 'true' ? rows.length : null,
      problems: [{ sheet: '总量', row: 7, column: '件数（D列）', value: '约20', problem: '不是整数，请填写数字' }, { sheet: '总量', row: 9, column: '渠道（B列）', value: '热线二', problem: '没有这个渠道，请按渠道名称填写' }],
    }
  })
}

const sameTotal = (a: TotalRow, b: Pick<TotalRow, 'period' | 'channel' | 'by' | 'key'>): boolean => a.period === b.period && a.channel === b.channel && a.by === b.by && a.key === b.key
