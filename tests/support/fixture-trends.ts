/** Trends of a fixture gateway: of every kind, rising and falling, of many and of few, with the longest names that are to be expected. */
import type { FastifyInstance } from 'fastify'
import { hour } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import { shownPeople } from '../../shared/people.ts'
import { trendHours } from '../../shared/trend.ts'
import type { SubjectKind } from '../../shared/trend.ts'
import type { TrendRow, TrendTable } from '../../shared/trend-view.ts'
import { hostileTitle } from './fixture-wall.ts'

/** Name, and what it brought in 24 hours: seen, people, band, score. */
type Day = [name: string, seen: number, people: number, low: number, high: number, score: number]

const days: Record<SubjectKind, Day[]> = {
  issue: [
    ['大庆路渣土车夜间扰民', 9, 6, 2, 6, 0.991],
    ['停泊区道路坑洼积水', 19, 15, 1, 5, 1],
    ['高良涧街道某某花园小区二期东门口道路施工围挡占用人行道并且夜间噪音扰民多次反映至今无人处理', 1_219, 1_016, 111, 215, 1],
    ['润园小区楼顶违建', 11, 1, 0, 3, 0.71],
    ['岔河镇养猪场粪便直排河道', 2, 2, 0, 2, 0.88],
    [hostileTitle, 1, 1, 0, 1, 0.9],
    ['卫校小区车库无电', 0, 0, 0, 1, 0],
  ],
  category: [['“道路坑洼”类诉求', 31, 27, 12, 27, 0.989], ['“占道经营”类诉求', 14, 13, 9, 22, 0.41]],
  place: [['停泊区诉求', 22, 17, 2, 8, 1], ['润园小区诉求', 3, 3, 0, 4, 0.82]],
  township: [['高良涧街道诉求', 96, 80, 58, 84, 0.999], ['朱坝街道诉求', 12, 12, 20, 38, 0.001]],
  unit: [['淮安洪泽经济开发区管理委员会承办的诉求', 22, 20, 9, 24, 0.9], ['区城管局承办的诉求', 41, 37, 30, 52, 0.5]],
  channel: [['“12345”热线渠道的诉求', 187, 160, 150, 215, 0.6]],
  plan: [],
  negative: [['全区负面诉求', 17, 15, 6, 18, 0.96]],
}

function rowOf(kind: SubjectKind, [name, seen, people, low, high, score]: Day, index: number, now: Instant): TrendRow {
  return {
    subject: { kind, id: kind === 'issue' ? String(500 + index) : `${kind}${index}` },
    name,
    windows: trendHours.map((hours) => {
      const scale = hours / 24
      const [more, most] = [Math.round(seen * scale), Math.ceil(high * scale)]
      return {
        hours, seen: more, people: shownPeople(Math.round(people * scale)),
        // As where counting began a month ago: no past yet to hold thirty days against.
        usual: hours === 720 ? null : { expected: (low + high) / 2 * scale, low: Math.floor(low * scale), high: most, score: more === 0 ? 0 : score, small: high * scale < 6 },
      }
    }),
    burst: score === 1 ? { since: now - (index + 5) * hour, seen, expected: low / 3, score: 0.99 } : null,
  }
}

/** The table at `now`; the same instant gives the same table. */
export const fixtureTrends = (now: Instant): TrendTable => ({
  asOf: now,
  rows: (Object.keys(days) as SubjectKind[]).flatMap((kind) => days[kind].map((each, index) => rowOf(kind, each, index, now))),
})

/** Adds /api/trends to a gateway. @returns what changes its answer. */
export function serveTrends(app: FastifyInstance, now: Instant): (table: TrendTable | null) => void {
  let table: TrendTable | null = fixtureTrends(now)
  app.get('/api/trends', async (_request, reply) => table ?? reply.code(404).send({ message: '走势还没有统计出来，请稍后再看' }))
  return (next) => {
    table = next
  }
}
