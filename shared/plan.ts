/** A keyword plan (监测方案) of the district pack: what it listens for, when, and how loud an alert it may raise. */
import { z } from 'zod'
import { levels, type Level } from './alert.ts'
import { hourOfDay, toBeijingIso, type Instant } from './clock.ts'

const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a day of the year is written 05-21')
/** Days of the year from … to, both included; may run over the new year. */
const yearSpan = z.strictObject({ from: monthDay, to: monthDay })
const clockHour = z.number().int().min(0).max(24)

/** Terms in RE2 syntax (no backtracking), held against masked and folded text: NFKC, lower case, no white space. */
export const planSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Each must be found. May be empty where `sources` says enough. */
  all: z.array(z.string().min(1)),
  /** Any of them rules the posting out … */
  none: z.array(z.string().min(1)),
  /** … in postings of every channel, or only in crawled ones. */
  noneIn: z.enum(['all', 'crawled']).default('all'),
  /** Sources or channels; empty = any. */
  sources: z.array(z.string()),
  /** As the office states it, for people to read; `days`, `hours` and `raised` say the same to the machine. */
  season: z.string(),
  /** When it listens; empty = all year. */
  days: z.array(yearSpan).default([]),
  /** The hours in which a posting must be written, from (included) to (not), over midnight where from > to; null = any. */
  hours: z.strictObject({ from: clockHour, to: clockHour }).nullable().default(null),
  /** The highest level of an alert; null = 只入日报, it raises none. */
  ceiling: z.enum(levels).nullable(),
  /** Another ceiling in these days of the year (欠薪 before the new year). */
  raised: z.strictObject({ days: z.array(yearSpan).min(1), ceiling: z.enum(levels) }).nullable().default(null),
  /** Words that blame officials: they are counted for the office's own inspection and never raise anything. */
  criticism: z.boolean().default(false),
  popUp: z.boolean(),
  note: z.string(),
}).refine((plan) => plan.all.length + plan.sources.length > 0, { error: 'a plan needs a term or a source', path: ['all'] })
  .refine((plan) => !plan.criticism || (plan.ceiling === null && plan.raised === null), {
    error: 'criticism of officials raises no alert: its ceiling is null', path: ['ceiling'],
  })

export type Plan = z.infer<typeof planSchema>

/** Whether a plan listens to what was written at `at`: its days of the year and hours of the day, Beijing time. */
export function listensAt({ days, hours }: Pick<Plan, 'days' | 'hours'>, at: Instant): boolean {
  if (days.length > 0 && !isWithin(days, at)) return false
  if (hours === null) return true
  const hour = hourOfDay(at)
  return hours.from <= hours.to ? hour >= hours.from && hour < hours.to : hour >= hours.from || hour < hours.to
}

/** The highest level that a plan may reach at `at`; null = none. */
export const ceilingAt = ({ ceiling, raised }: Pick<Plan, 'ceiling' | 'raised'>, at: Instant): Level | null =>
  raised && isWithin(raised.days, at) ? raised.ceiling : ceiling

function isWithin(spans: readonly { from: string; to: string }[], at: Instant): boolean {
  const date = toBeijingIso(at).slice(5, 10)
  return spans.some(({ from, to }) => (from <= to ? date >= from && date <= to : date >= from || date <= to))
}
