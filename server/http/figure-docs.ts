/** What /api/docs tells of the indicators: the answer's shape, held to the type that the server itself uses. */
import type { FastifySchema } from 'fastify'
import { z } from 'zod'
import { figureKeys, figureKeyNames, type Figure, type FigureReport, type FigureRow } from '../../shared/figures.ts'
import { documented, refusal, tokenRefusals } from './api-docs.ts'

const instant = z.number().meta({ type: 'integer', description: '时刻，1970 年以来的毫秒数' })
const rest = z.enum(['records', 'totals', 'mixed', 'none']).meta({ description: '数据来源：records 逐件记录，totals 登记的总量，mixed 两者都有，none 没有数据' })
const share = (description: string) => z.number().nullable().meta({ description })

const change = z.object({
  was: share('对比期的数或率；null 为不详'), change: share('变化；数为相对变化，率为百分点（0.03 即 3 个百分点）'), rest,
  doubt: z.string().nullable().meta({ description: '为何不足以比较，如基数不足' }),
})

const figure: z.ZodType<Figure> = z.object({
  count: share('数，或率的分子；null 为不详，不是 0'), of: share('率的分母；数为 null'), rate: share('率，0–1；分母太小不计算，为 null'),
  interval: z.tuple([z.number(), z.number()]).nullable().meta({ description: '率的 95% 置信区间' }), rest,
  yearBefore: change.nullable().meta({ description: '同比' }), before: change.nullable().meta({ description: '环比' }),
  stated: z.object({
    value: share('公布值'), change: share('公布的同比'), changeIn: z.enum(['relative', 'points', 'unsaid']).nullable(), note: z.string().meta({ description: '出处和口径' }),
  }).nullable().meta({ description: '公布值，口径可能不同' }),
})
const figures = z.record(z.string(), figure).meta({ description: '按指标编号（见 indicators）' })

const row: z.ZodType<FigureRow> = z.object({
  key: z.string().nullable().meta({ description: '编号、代码或月份；null 为不详' }), name: z.string(),
  peers: z.string().nullable().meta({ description: '单位的组别；率只在同组内比较' }), figures,
})

const reportSchema: z.ZodType<FigureReport> = z.object({
  asOf: instant, period: z.string(), from: instant, to: instant, by: z.enum(figureKeys).nullable(),
  indicators: z.array(z.object({
    id: z.string(), name: z.string(), kind: z.enum(['count', 'rate']), measure: z.enum(['件', '条']), basis: z.string().meta({ description: '口径' }),
  })),
  total: figures, rows: z.array(row).meta({ description: '分组的各行；不分组时为空' }),
  notes: z.array(z.string()).meta({ description: '引用这些数之前应知道的' }),
}).meta({ description: '指标；诉求以件计、网帖以条计，两者不相加' })

/** @param question what the route judges its query with. */
export const documentFigures = (question: z.ZodType): FastifySchema => ({
  ...documented('指标'), summary: '查询一个时期的指标', querystring: question,
  description: `period 写作 2018、2018-03、2018-Q1 或 2018-01-05..2018-01-11；by 可选：${figureKeys.map((key) => `${key}（${figureKeyNames[key]}）`).join('、')}。`,
  response: { 200: reportSchema, 400: refusal('时期或分组写得不对'), ...tokenRefusals },
})
