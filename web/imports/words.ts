/** What the page of imports says: what will happen, how far it is, what came of it. */
import type { ImportCounts, ImportList, ImportPreview, ImportResult, ImportState, ImportView } from '../../shared/import-view.ts'
import type { OrderField } from '../../shared/orders/mapping.ts'
import { channelName, figure } from '../ui/words.ts'

export type ImportChannel = ImportList['channels'][number]

export const stateNames: Record<ImportState, string> = { draft: '待确认', waiting: '排队中', running: '导入中', done: '已完成', failed: '未能导入', cancelled: '已取消' }
export const doorNames: Record<ImportView['door'], string> = { console: '值班台', command: '命令行', api: '接口' }
export const formatNames: Record<ImportPreview['format'], string> = { csv: 'CSV', xlsx: 'Excel（XLSX）', json: 'JSON' }

/** Required fields without which nothing can be imported: an order without a number is known by its other words. */
export const blockingOf = ({ missing }: Pick<ImportPreview, 'missing'>): OrderField[] => missing.filter((field) => field !== 'orderNumber')

/** What will happen when the button is pressed, a sentence each. */
export function forecastOf(preview: ImportPreview, channel: Pick<ImportChannel, 'name' | 'totalsOnly'>): string[] {
  const called = channelName(channel.name)
  const taken = preview.sheets.filter((sheet) => sheet.taken)
  const used = preview.columns.filter(({ field }) => field !== null).length
  const from = preview.format === 'xlsx' ? `${taken.map(({ name }) => `“${name}”`).join('、')}${taken.length > 1 ? `共 ${taken.length} 张工作表` : ''}` : '这个文件'
  const said = channel.totalsOnly
    ? [`将统计${from}中各月的件数，计入“${called}”的月度总量；只留总数，工单内容、人员和电话一律不保存。`]
    : [`将导入${from}中的工单，记入“${called}”；用到 ${used} 列，其余 ${preview.columns.length - used} 列不读取。`]
  if (!channel.totalsOnly) said.push('编号已有的工单只更新变化的内容并保留变化记录，同一文件重复导入不会重复计数；电话只用于识别同一诉求人，不保存。')
  if (!channel.totalsOnly && preview.missing.includes('orderNumber')) said.push('没有找到工单编号列：将按时间、电话、标题和内容辨认同一件工单，内容改动过的会当作新工单。有编号列的，请在下表中指出。')
  if (preview.recognised) said.push('这些列以前导入过，沿用上次的对应。')
  said.push(preview.bad === 0
    ? `先看了前 ${figure(preview.looked)} 行，都可以导入。`
    : `先看了前 ${figure(preview.looked)} 行，其中 ${figure(preview.bad)} 行有错，这些行将不导入，列入错误表，改好后可再导入。`)
  return said
}

/** 新增 1,203 · 更新 40 · 无变化 7 · 有错未导入 2. */
export const countWords = (counts: ImportCounts): string =>
  [['新增', counts.new], ['更新', counts.changed], ['无变化', counts.same], ['有错未导入', counts.bad]].map(([name, count]) => `${name} ${figure(Number(count))}`).join(' · ')

/** What came of it, in one sentence, for whoever dropped the file. */
export function outcomeOf(result: ImportResult, totalsOnly: boolean): string {
  const held = result.bad === 0 ? '没有出错的行' : `有 ${figure(result.bad)} 行因内容有错没有导入`
  if (totalsOnly) return `共读取 ${figure(result.rows)} 行，已计入 ${figure(result.months)} 个月的总量，${held}。`
  if (result.rows === 0) return '文件中没有可以导入的行。'
  if (result.same === result.rows) return `共 ${figure(result.rows)} 行，与已有工单完全相同，没有任何变化。`
  return `共读取 ${figure(result.rows)} 行：新增 ${figure(result.new)} 件，更新 ${figure(result.changed)} 件，无变化 ${figure(result.same)} 件，${held}。`
}

/** 3 秒, 2 分 5 秒. */
export const secondsWords = (seconds: number): string =>
  (seconds < 1 ? '不到 1 秒' : seconds < 60 ? `${Math.round(seconds)} 秒` : `${Math.floor(seconds / 60)} 分 ${Math.round(seconds % 60)} 秒`)

/** 37%; never 100 before the end. */
export const shareWords = (share: number): string => `${Math.min(99, Math.floor(share * 100))}%`

/** What the history says of one import. */
export function briefOf({ state, result, progress, failure }: ImportView): string {
  switch (state) {
    case 'draft': return '已上传，尚未确认导入'
    case 'waiting': return '等待导入'
    case 'running': return progress ? `${shareWords(progress.share)} · ${countWords(progress)}` : '正在开始'
    case 'done': return result ? (result.months > 0 ? `${figure(result.months)} 个月的总量` : countWords(result)) : ''
    case 'failed': return failure ?? '原因不明'
    case 'cancelled': return result || progress ? `取消前已导入：${countWords((result ?? progress)!)}` : '没有导入内容'
  }
}
