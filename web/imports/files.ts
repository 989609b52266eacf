/** Files before they are sent: which cannot be imported and what to do instead, and which channel a file is likely of. */
import type { ImportList, ImportView } from '../../shared/import-view.ts'
import { channelName } from '../ui/words.ts'

/** What the file dialog offers. */
export const acceptedFiles = '.csv,.txt,.tsv,.xlsx,.json'

const instead: Record<string, string> = {
  xls: '这是旧版 Excel 文件（.xls），请在 Excel 或 WPS 中打开，另存为 .xlsx 后再导入',
  et: '这是 WPS 表格文件（.et），请在 WPS 中打开，另存为 .xlsx 后再导入',
  xlsm: '文件含宏（.xlsm），为安全起见不接收，请另存为不含宏的 .xlsx 后再导入',
  zip: '这是压缩包，请先解压，再导入里面的表格', rar: '这是压缩包，请先解压，再导入里面的表格', '7z': '这是压缩包，请先解压，再导入里面的表格',
  doc: '这是 Word 文档，只能导入表格', docx: '这是 Word 文档，只能导入表格', pdf: '这是 PDF 文档，只能导入表格',
}
const taken = ['csv', 'txt', 'tsv', 'xlsx', 'json']

/** Why a file is not worth sending, in Chinese, with what to do; null = nothing against it. */
export function objectionTo(file: Pick<File, 'name' | 'size'>): string | null {
  const ending = /\.([a-z0-9]{1,8})$/i.exec(file.name)?.[1]?.toLowerCase() ?? ''
  if (instead[ending] !== undefined) return instead[ending]
  if (!taken.includes(ending)) return '只能导入 CSV、XLSX 和 JSON 文件'
  return file.size === 0 ? '文件是空的' : null
}

/** What offices call the exports of a channel, besides its own name. */
const synonyms: Record<string, string[]> = {
  hotline: ['12345', '热线', '来电', '电话'], letterbox: ['信箱', '区长信箱', '书记信箱', '来信'], petition: ['信访'], discipline: ['纪检', '纪委'],
  water: ['自来水', '供水', '水务', '水费'], power: ['电力', '供电', '停电'], gas: ['燃气', '天然气'], transfer: ['转接', '三农'],
  upper: ['上级', '省平台', '市平台', '省市', '省级', '市级', '国务院'], wechat: ['微信', '公众号'], app: ['app', '客户端'],
}

/** A name without what changes from one export to the next: dates, numbers, brackets, the ending, and that it is a report of errors. */
const stemOf = (name: string): string =>
  name.toLowerCase().replace(/\.[a-z0-9]{1,8}$/, '').replace(/错误表|错误报告|待改正|导出|工单|副本/g, '').replace(/[\d年月日号周\s._\-()（）【】[\]]/g, '')

/** Of a word with digits in it (12345) the digits count as well: a date is not torn apart for it. */
const holds = (name: string, word: string): boolean => (/^\d+$/.test(word) ? new RegExp(`(?<!\\d)${word}(?!\\d)`).test(name) : name.includes(word))

/**
 * The channel a file is of, after its name: that of an earlier file of the same name but for its dates, else the one whose
 * longest word stands in it. Null where nothing or as much speaks for another.
 */
export function guessChannel(name: string, channels: ImportList['channels'], earlier: readonly Pick<ImportView, 'name' | 'channel'>[]): string | null {
  const stem = stemOf(name)
  const same = stem === '' ? undefined : earlier.find((each) => stemOf(each.name) === stem && channels.some(({ id }) => id === each.channel))
  if (same) return same.channel
  const lower = name.toLowerCase()
  const found = channels.map(({ id, name: own }) => {
    const words = [own.toLowerCase(), channelName(own).toLowerCase(), ...(synonyms[id] ?? [])]
    return { id, length: Math.max(0, ...words.filter((word) => holds(lower, word)).map((word) => word.length)) }
  }).filter(({ length }) => length > 0).toSorted((a, b) => b.length - a.length)
  const [first, second] = found
  return first && first.length !== second?.length ? first.id : null
}

/** 12.4 MB, 310 KB. */
export const sizeWords = (bytes: number): string =>
  (bytes < 1_024 ? `${bytes} 字节` : bytes < 1_048_576 ? `${Math.round(bytes / 1_024)} KB` : `${(bytes / 1_048_576).toFixed(1)} MB`)
