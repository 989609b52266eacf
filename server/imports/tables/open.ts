/** Opens a file of rows: tells by its bytes what it is, reads CSV, XLSX and JSON, and says of anything else what to do. */
import { stat } from 'node:fs/promises'
import { basename, extname } from 'node:path'
import { GiveUp } from '../../../shared/errors.ts'
import { openCsv } from './csv/csv.ts'
import { readHead } from './encoding.ts'
import { openJson } from './json/json.ts'
import type { TableFile } from './table.ts'
import { openXlsx } from './xlsx/xlsx.ts'

/**
 * @param options.name the file's name as its owner knows it, where `path` is only where it was put.
 * @throws GiveUp in Chinese, with what is wrong and what to do, for whatever cannot be read.
 */
export async function openTable(path: string, { name = basename(path) }: { name?: string } = {}): Promise<TableFile> {
  const found = await stat(path).catch((error: unknown) => {
    throw new GiveUp('找不到文件；请检查路径', { cause: error })
  })
  if (!found.isFile()) throw new GiveUp('这不是文件；请选择一个 .xlsx、CSV 或 JSON 文件')
  if (found.size === 0) throw new GiveUp('文件是空的（0 字节）；请重新导出')
  const extension = extname(name).toLowerCase()
  if (/^\.xl(?:sm|tm|am)$/.test(extension)) {
    throw new GiveUp(`这是带宏的工作簿（${extension}），不读取；请用 Excel 或 WPS 打开后另存为不带宏的 .xlsx 再上传`)
  }
  const head = await readHead(path)
  const packed = head.subarray(0, 4).toString('latin1')
  if (packed === 'PK\x03\x04' || packed === 'PK\x05\x06' || packed === 'PK\x07\x08') return openXlsx(path)
  refuseBinary(head)
  const text = startOf(head)
  refuseMarkup(text)
  const sheet = basename(name, extname(name)) || name
  return looksJson(text) ? openJson(path, sheet) : openCsv(path, sheet)
}

const kinds: [magic: string, words: string][] = [
  ['\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', '这是旧式 .xls 文件，或加了密码的 .xlsx，不能直接读取；请用 Excel 或 WPS 打开（有密码的先去掉密码），另存为 .xlsx 再上传'],
  ['%PDF', '这是 PDF，不是表格；请从原系统导出 .xlsx 或 CSV'],
  ['\x89PNG', '这是图片，不是表格；请从原系统导出 .xlsx 或 CSV'],
  ['\xff\xd8\xff', '这是图片，不是表格；请从原系统导出 .xlsx 或 CSV'],
  ['GIF8', '这是图片，不是表格；请从原系统导出 .xlsx 或 CSV'],
  ['Rar!', '这是压缩包；请解压，再上传里面的表格文件'],
  ['7z\xbc\xaf\x27\x1c', '这是压缩包；请解压，再上传里面的表格文件'],
  ['\x1f\x8b', '这是压缩包；请解压，再上传里面的表格文件'],
  ['{\\rtf', '这是文字文件（RTF），不是表格；请从原系统导出 .xlsx 或 CSV'],
]

function refuseBinary(head: Buffer): void {
  const latin = head.subarray(0, 16).toString('latin1')
  const kind = kinds.find(([magic]) => latin.startsWith(magic))
  if (kind) throw new GiveUp(kind[1])
  const wide = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)
  // No text holds NUL or many control characters; UTF-16, which does, says so by its mark.
  const controls = head.reduce((sum, byte) => sum + (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 ? 1 : 0), 0)
  if (!wide && (head.includes(0) || controls * 20 > head.length)) {
    throw new GiveUp('认不出这个文件，不像表格；请上传 .xlsx、CSV（UTF-8 或 GB18030）或 JSON')
  }
}

/** The head as far as it is ASCII, which all encodings but UTF-16 have in common; its blanks in front are left out. */
function startOf(head: Buffer): string {
  const wide = head[0] === 0xff && head[1] === 0xfe ? head.toString('utf16le') : head[0] === 0xfe && head[1] === 0xff ? swapped(head).toString('utf16le') : null
  return (wide ?? head.toString('latin1').replace(/^\xef\xbb\xbf/, '')).replace(/^\ufeff/, '').trimStart()
}

const swapped = (head: Buffer): Buffer => Buffer.from(head.subarray(0, head.length & ~1)).swap16()

function refuseMarkup(text: string): void {
  if (/^MIME-Version:/i.test(text)) throw new GiveUp('这是网页存档，不是真正的表格；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传')
  if (!/^<[a-z!?]/i.test(text)) return
  if (/urn:schemas-microsoft-com:office:spreadsheet/i.test(text)) {
    throw new GiveUp('这是 Excel 2003 的 XML 表格，不能直接读取；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传')
  }
  throw new GiveUp('这是网页（HTML），只是名字像表格；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传')
}

/** `{"`, `{}`, `[{`, `[[` and `[]`, with any blanks between: no line of a CSV begins so. */
const looksJson = (text: string): boolean => /^(?:\{\s*["}]|\[\s*[[{\]])/.test(text)
