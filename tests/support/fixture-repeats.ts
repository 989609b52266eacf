/** Repeats of a fixture gateway: figures that grow with the days asked for, with and without a rate, with few people and with many. */
import type { FastifyInstance } from 'fastify'
import { day } from '../../shared/clock.ts'
import { repeatKinds } from '../../shared/repeat.ts'
import type { RepeatFigure, RepeatFigures, RepeatKey, RepeatReport } from '../../shared/repeat.ts'

const names: Record<RepeatKey, string[]> = {
  unit: ['区城管局', '区住建局', '区交通运输局', '市公安局洪泽分局', '洪泽生态环境局', '淮安洪泽经济开发区管理委员会', '东双沟镇', '区水利局'],
  category: ['占道经营', '夜间施工噪音', '道路坑洼', '养禽养畜', '未分类'],
  purpose: ['投诉', '求助', '举报'],
  place: ['润园小区', '停泊区', '大庆路', '岔河镇'],
  township: ['高良涧街道', '朱坝街道', '岔河镇'],
  channel: ['“12345”热线', '“12345在线”论坛'],
  month: ['2026-09', '2026-10', '2026-11'],
}

const share = (part: number, whole: number): number | null => (whole < 30 ? null : part / whole)

function figureOf(registered: number, crawled: number, days: number): RepeatFigure {
  const of = { registered: registered * 4 + days, crawled: crawled * 3 }
  const people = Math.round((registered + crawled) / 2)
  return { count: { registered, crawled }, of, rate: { registered: share(registered, of.registered), crawled: share(crawled, of.crawled) }, issues: Math.ceil(registered / 3), people: people < 3 ? null : people }
}

const figuresOf = (size: number, days: number): RepeatFigures =>
  Object.fromEntries(repeatKinds.map((kind, index) => [kind, figureOf(Math.floor(size / (index + 1)), Math.floor(size / (index + 3)), days)])) as RepeatFigures

/** Adds /api/repeats to a gateway. */
export function serveRepeats(app: FastifyInstance): void {
  app.get<{ Querystring: { from: string; to: string; by: RepeatKey } }>('/api/repeats', async (request, reply) => {
    const [from, to] = [Date.parse(`${request.query.from}T00:00:00+08:00`), Date.parse(`${request.query.to}T00:00:00+08:00`) + day]
    if (from >= to) return reply.code(400).send({ message: '开始日期晚于结束日期' })
    const days = (to - from) / day
    const rows = names[request.query.by].map((name, index) => ({ key: name, name, ...figuresOf(Math.floor((days * 3) / (index + 1)), days) }))
    const common = '统计期按诉求提出时间、北京时间整日计；咨询、建议、表扬不在内；登记诉求（件）与网帖（条）分列、不相加；不足30件（条）不计算比例，不足3人不显示人数。'
    const report: RepeatReport = {
      asOf: Date.now(), from, to, by: request.query.by, total: figuresOf(days * 9, days), rows,
      basis: {
        repeat: `重复诉求：同一人就同一事项在30天内再次提出的诉求，跨渠道合并判断，首次不计；分母为可识别诉求人的诉求。${common}`,
        concentrated: `集中诉求：统计期内有3人及以上反映的同一事项的全部诉求；分母为统计期内全部诉求。${common}`,
        rebound: `反弹诉求：事项全部工单办结后15天内又提出的诉求；分母为统计期内全部诉求。${common}`,
      },
    }
    return report
  })
}
