/** Rows of a hotline's CSV export to postings with their work orders. */
import { parse } from 'csv-parse/sync'
import type { Instant } from '../../shared/clock.ts'
import { blankOrder, type RawPosting } from '../../shared/posting.ts'
import { blankPosting } from '../source.ts'
import { instantOf, readTime } from '../times.ts'

/** Columns by header; the first that an export has is taken. */
const columns = {
  id: ['工单编号', '工单号', '编号'],
  time: ['来电时间', '受理时间', '登记时间'],
  purpose: ['诉求类型', '工单类型'],
  title: ['标题', '工单标题'],
  text: ['诉求内容', '工单内容', '内容'],
  phone: ['来电号码', '联系电话'],
  unit: ['承办单位', '主办单位'],
  status: ['状态', '工单状态'],
  result: ['办理结果', '答复内容'],
  closed: ['办结时间'],
  due: ['到期时间', '办理时限'],
  satisfied: ['是否满意', '满意度'],
  returns: ['退单次数'],
} as const

type Row = Partial<Record<string, string>>

/** Longest row: a work order has some hundred characters; an unclosed quote would swallow the file. */
const longestRow = 200_000

export interface Rows {
  postings: RawPosting[]
  /** What could not be read, in Chinese; null when all was. */
  trouble: string | null
}

/** Null when the text has no such columns, so that an error page is never taken for an empty export. */
export function readRows(text: string, url: string, at: Instant): Rows | null {
  const body = text.replace(/^\ufeff/, '')
  const head = body.slice(0, 4_096).split(/\r?\n/)[0] ?? ''
  if (!columns.id.some((name) => head.includes(name)) || !columns.text.some((name) => head.includes(name))) return null
  // The end marker of a CSV is its last line break: a row without one may be half a row.
  const whole = /\n\s*$/.test(body)
  const rows = parse<Row>(whole ? body : body.slice(0, body.lastIndexOf('\n') + 1), {
    columns: (names: string[]) => names.map((name) => name.trim()),
    skip_empty_lines: true, skip_records_with_error: true, relax_column_count: true, relax_quotes: true, max_record_size: longestRow, trim: true,
  })
  const postings = rows.flatMap((row) => readRow(row, url, at) ?? [])
  const trouble = !whole ? '导出文件不完整，最后一行未采用' : postings.length < rows.length ? `${rows.length - postings.length} 行没有工单编号` : null
  return { postings, trouble }
}

function readRow(row: Row, url: string, at: Instant): RawPosting | null {
  const cell = (name: keyof typeof columns) => columns[name].map((header) => row[header]).find((value) => value !== undefined && value !== '') ?? null
  const orderNumber = cell('id')
  if (!orderNumber) return null
  const instant = (name: 'due' | 'closed') => instantOf(readDueTime(cell(name), at))
  const phone = cell('phone')?.replace(/[\s-]/g, '') ?? ''
  return {
    ...blankPosting,
    id: orderNumber,
    url,
    title: cell('title'),
    // Only for the keyed hash; a number with blanked digits tells nobody from anybody.
    author: /^\+?\d{5,15}$/.test(phone) ? `phone:${phone.replace(/^\+?86(?=1\d{10}$)/, '')}` : null,
    ...readTime(cell('time'), at),
    text: cell('text') ?? '',
    workOrder: {
      ...blankOrder,
      orderNumber,
      purpose: cell('purpose'),
      unit: cell('unit'),
      dueAt: instant('due'),
      closedAt: instant('closed'),
      status: cell('status'),
      result: cell('result'),
      satisfied: satisfaction(cell('satisfied')),
      returns: Number(/^\d{1,4}$/.exec(cell('returns') ?? '')?.[0] ?? 0),
    },
  }
}

/** Due times lie ahead, where a time of posting would be refused. */
const readDueTime = (text: string | null, at: Instant): string | null => readTime(text, at + 3_650 * 86_400_000).time

function satisfaction(text: string | null): boolean | null {
  if (!text) return null
  if (/^(?:否|不满意|非常不满意|0|false)$/i.test(text)) return false
  return /^(?:是|满意|非常满意|基本满意|1|true)$/i.test(text) ? true : null
}
