/** What whoever imported should know of how it went, in Chinese. */
import type { UnknownWord } from '../../shared/import-view.ts'
import type { Layout } from './columns.ts'
import { mostReported } from './held-back.ts'
import { fieldName, tellPassed, type PassedOver } from './rows.ts'
import type { TableFile } from './tables/table.ts'

interface Told {
  table: TableFile
  layout: Layout
  passed: PassedOver
  repeated: number
  reopened: number
  bad: number
  unknown?: readonly UnknownWord[]
}

/** Unknown words that are told, the most frequent first. */
const mostWords = 10

export function tellNotes({ table, layout, passed, repeated, reopened, bad, unknown = [] }: Told): string[] {
  const { mapping, taken, leftOut } = layout
  return [
    ...(table.note ? [table.note] : []),
    ...(taken.length > 1 ? [`导入了 ${taken.length} 张工作表：${taken.map(({ sheet }) => sheet.name).join('、')}`] : []),
    ...[...leftOut].map(([sheet, because]) => `工作表“${sheet}”没有导入：${because}`),
    ...tellLacking(layout),
    ...(mapping.columns.orderNumber === undefined ? ['没有工单编号列：受理时间、来电号码、标题、内容都相同的算同一件'] : []),
    ...tellPassed(passed),
    ...unknown.toSorted((a, b) => b.times - a.times).slice(0, mostWords).map(({ field, word, times }) =>
      `“${fieldName(field)}”列有不认识的词“${word}”（${times} 行），${field === 'purpose' ? '按原词登记' : '按未填写登记'}；要让它有意义，请在列对应里翻译后再导入一次`),
    ...(repeated > 0 ? [`${repeated} 行的编号在后面再次出现，以最后一行为准`] : []),
    ...(reopened > 0 ? [`${reopened} 件此前已办结，现在没有办结时间；如果先导入过更新的表格，请把那张再导入一次`] : []),
    ...(bad > mostReported ? [`有问题的行超过 ${mostReported} 行，错误表只含前 ${mostReported} 行；改正后请重新导入整张表`] : []),
  ]
}

/** Columns that some sheets have and others do not. */
function tellLacking({ taken, mapping }: Layout): string[] {
  return taken.flatMap(({ sheet, columns }) => {
    const lacking = (Object.keys(mapping.columns) as (keyof typeof mapping.columns)[]).filter((field) => columns[field] === undefined)
    return lacking.length > 0 ? [`工作表“${sheet.name}”没有这些列：${lacking.map((field) => `“${mapping.columns[field]!}”（${fieldName(field)}）`).join('、')}，相应内容保持不变`] : []
  })
}
