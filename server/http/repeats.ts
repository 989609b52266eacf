/** /api/repeats: what comes back, in three figures, with what they count. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { day, startOfDay, week, type Instant } from '../../shared/clock.ts'
import type { Rules } from '../../shared/district.ts'
import { fewestShown } from '../../shared/people.ts'
import { repeatKeys, type RepeatFigures, type RepeatKey, type RepeatKind, type RepeatReport } from '../../shared/repeat.ts'
import { countRepeats } from '../archive/repeats.ts'
import { concentratedPeople, fewestForRate } from '../issues/repeats.ts'
import { namesOf } from '../sections/names.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const longestPeriod = 400 * day
const mostRows = 200

/** A day of Beijing time, as the instant at which it begins. */
const beijingDay = z.iso.date().transform((text): Instant => Date.parse(`${text}T00:00:00+08:00`))
const query = z.object({ from: beijingDay.optional(), to: beijingDay.optional(), by: z.enum(repeatKeys).default('unit') })

export function repeatRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const names = namesOf(pack)
  const places = new Map(pack.places.map((place) => [place.id, place.name]))
  const townships = new Map(pack.townships.map((township) => [township.id, township.name]))
  const nameOf: Record<RepeatKey, (key: string) => string> = {
    unit: (key) => names.unit(key) ?? key, category: (key) => names.category(key), purpose: (key) => key, place: (key) => places.get(key) ?? key,
    township: (key) => townships.get(key) ?? key, channel: (key) => names.channel(key), month: (key) => key,
  }

  api.get('/repeats', { preHandler: gate.person }, async (request, reply): Promise<RepeatReport> => {
    const { by, ...asked } = query.parse(request.query)
    const now = clock.now()
    const to = (asked.to ?? startOfDay(now)) + day
    const from = asked.from ?? to - week
    if (from >= to) return reply.code(400).send({ message: '开始日期晚于结束日期' })
    if (to - from > longestPeriod) return reply.code(400).send({ message: '一次最多统计400天' })
    const { total, rows } = await countRepeats(db, pack, from, to, by)
    const named = rows.map((row) => ({ ...row, name: row.key === null ? '未知' : nameOf[by](row.key) }))
    return { asOf: now, from, to, by, total, rows: named.toSorted((a, b) => weigh(b) - weigh(a)).slice(0, mostRows), basis: sayBasis(pack.rules) }
  })
}

/** For the order of rows only: what is never summed on screen. */
const weigh = ({ repeat, concentrated, rebound }: RepeatFigures): number =>
  [repeat, concentrated, rebound].reduce((sum, { count }) => sum + count.registered + count.crawled, 0)

/** 口径 of each figure. */
function sayBasis({ repeat, rebound }: Rules): Record<RepeatKind, string> {
  const common = `统计期按诉求提出时间、北京时间整日计；咨询、建议、表扬和不计数的帖文不在内；登记诉求（件）与网帖（条）分列、不相加；`
    + `不足${fewestForRate}件（条）不计算比例，不足${fewestShown}人不显示人数。`
  return {
    repeat: `重复诉求：同一人就同一事项在${repeat.days}天内再次提出的诉求，跨渠道合并判断，首次不计，首次可在统计期之前；分母为统计期内可识别诉求人的诉求。${common}`,
    concentrated: `集中诉求：统计期内有${concentratedPeople}人及以上反映的同一事项的全部诉求，未留身份的每件计一人；分母为统计期内全部诉求。${common}`,
    rebound: `反弹诉求：事项全部工单办结后${rebound.days}天内又提出的诉求，办结时间以工单最近一次办结为准；分母为统计期内全部诉求。${common}`,
  }
}
