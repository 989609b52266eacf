/** Names and dates as lists and details of local sites write them: with labels, in brackets, the day apart from the month. */
import type { Instant } from '../../shared/clock.ts'
import { readTime, type ReadTime } from '../times.ts'

const labels = '来信人|写信人|留言人|提交人|咨询人|反映人|诉求人|姓名|昵称|网友|信息来源|文章来源|稿件来源|稿源|来源|发布单位|发布机构|发布部门|供稿单位|供稿|作者'
  + '|[答回]复(?:单位|部门|机构|人)|办理(?:单位|部门)|处理(?:单位|部门)|承办(?:单位|部门)|受理(?:单位|部门)'
const labelled = new RegExp(`(?:${labels})\\s{0,4}[:：】]\\s{0,4}([^\\s|｜:：,，;；【】]{1,40})`, 'u')
const emptyLabel = new RegExp(`^(?:${labels})?\\s{0,4}[:：】]?\\s{0,4}$`, 'u')

/** The name in `来信人：张**`, `来源：区住建局 发布时间：…` or a bare name; null where there is none. */
export function nameIn(text: string | null): string | null {
  const line = text?.slice(0, 400).trim() ?? ''
  if (emptyLabel.test(line)) return null
  const found = labelled.exec(line)?.[1]
  if (found !== undefined) return /^(?:发布|时间|日期|浏览|点击|阅读|字体|编辑)/.test(found) ? null : found
  // What holds other facts, or more than a line, names nobody.
  return line.length > 60 || /[:：\n]/.test(line) ? null : line
}

/** Words without the label that they begin with: `来信内容：`, `处理结果：`. */
export const withoutLabel = (text: string): string =>
  text.replace(/^【?(?:来信|信件|写信|留言|问题|咨询|投诉|诉求|反映|答复|回复|办理|处理|反馈)?(?:内容|描述|结果|情况|意见)】?\s{0,4}[:：】]\s{0,4}/u, '')

/** The time in a row of a list: also `[11-20]`, and the day apart from year and month (`20` over `2026-11`, `11-20` over `2026`). */
export function readListTime(text: string, at: Instant): ReadTime {
  const plain = text.slice(0, 200).replace(/[[\]()（）【】〔〕<>《》]/g, ' ').replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+/u, '').trim()
  const dayFirst = /^(\d{1,2})日? ?((?:19|20)\d{2}) ?[-/.年] ?(\d{1,2})月?$/.exec(plain)
  if (dayFirst) return readTime(`${dayFirst[2]}-${dayFirst[3]}-${dayFirst[1]}`, at)
  const yearLast = /^(\d{1,2}) ?[-/.月] ?(\d{1,2})日? ?((?:19|20)\d{2})年?$/.exec(plain)
  return readTime(yearLast ? `${yearLast[3]}-${yearLast[1]}-${yearLast[2]}` : plain, at)
}
