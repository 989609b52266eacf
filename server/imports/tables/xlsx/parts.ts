/** The small parts of a workbook: what it holds, where its sheets are, and in what order. */
import { posix } from 'node:path'
import { SaxesParser } from 'saxes'
import { GiveUp } from '../../../../shared/errors.ts'
import { damagedZip, type Archive } from './archive.ts'
import { localName } from './scan.ts'

/** Attributes by their name without prefix. */
type Attributes = Record<string, string>

export interface WorkbookParts {
  /** Sheets of cells that are shown, in the order of their tabs. */
  sheets: { name: string; part: string }[]
  /** Null = there is none. */
  strings: string | null
  styles: string | null
  /** True where serial dates count from 1904. */
  from1904: boolean
}

/** @throws GiveUp when it is no workbook, one of another kind, or one with macros. */
export async function readParts(archive: Archive): Promise<WorkbookParts> {
  await refuseOthers(archive)
  const roots = await readRelations(archive, '')
  const workbook = [...roots.values()].find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const xml = await archive.readText(workbook)
  if (xml === null) throw new GiveUp('这个压缩包不是表格；请解压，再上传里面的表格文件')
  const relations = await readRelations(archive, workbook)
  const sheets: WorkbookParts['sheets'] = []
  let from1904 = false
  readTags(xml, (name, attributes) => {
    if (name === 'workbookPr') from1904 = attributes.date1904 === '1' || attributes.date1904 === 'true'
    if (name !== 'sheet' || (attributes.state ?? 'visible') !== 'visible') return
    const relation = relations.get(attributes.id ?? '')
    if (relation?.type === 'worksheet') sheets.push({ name: attributes.name ?? `Sheet${sheets.length + 1}`, part: relation.target })
  })
  const find = (type: string): string | null => [...relations.values()].find((relation) => relation.type === type && archive.has(relation.target))?.target ?? null
  return { sheets, strings: find('sharedStrings'), styles: find('styles'), from1904 }
}

const macros = '文件带有宏，不读取；请用 Excel 或 WPS 打开后另存为不带宏的 .xlsx 再上传'

async function refuseOthers(archive: Archive): Promise<void> {
  const { names } = archive
  if (names.some((name) => /vbaproject|vbadata|macrosheets\//i.test(name))) throw new GiveUp(macros)
  const types = await archive.readText('[Content_Types].xml')
  // The project may go by any name; its type may not.
  if (types && /macroEnabled|vbaProject|macrosheet/i.test(types)) throw new GiveUp(macros)
  const has = (pattern: RegExp): boolean => names.some((name) => pattern.test(name))
  if (has(/^xl\/workbook\.bin$/i)) throw new GiveUp('这是二进制工作簿（.xlsb），不能直接读取；请用 Excel 或 WPS 打开后另存为 .xlsx 再上传')
  if (has(/^content\.xml$/i)) throw new GiveUp('这是 OpenDocument 表格（.ods），不能直接读取；请打开后另存为 .xlsx 再上传')
  if (has(/^(?:word|ppt)\//i)) throw new GiveUp('这是文字或演示文件，不是表格；请上传 .xlsx、CSV 或 JSON')
  if (!types) throw new GiveUp('这个压缩包不是表格；请解压，再上传里面的表格文件')
}

/** Relations of a part (of the whole file: '') by their id, targets as names in the archive. */
async function readRelations(archive: Archive, part: string): Promise<Map<string, { type: string; target: string }>> {
  const folder = posix.dirname(part)
  const xml = await archive.readText(posix.join(folder, '_rels', `${posix.basename(part)}.rels`))
  const relations = new Map<string, { type: string; target: string }>()
  readTags(xml ?? '<Relationships/>', (name, { Id, Type, Target, TargetMode }) => {
    if (name !== 'Relationship' || !Id || !Type || !Target || TargetMode === 'External') return
    relations.set(Id, { type: Type.slice(Type.lastIndexOf('/') + 1), target: posix.join('/', Target.startsWith('/') ? '' : folder, Target).slice(1) })
  })
  return relations
}

/** Tells every tag of a small document. @throws GiveUp when it is not well-formed or has a document type. */
export function readTags(xml: string, tell: (name: string, attributes: Attributes) => void, close: (name: string) => void = () => {}): void {
  const parser = new SaxesParser()
  parser.on('doctype', () => { throw new GiveUp(`${damagedZip}（含文档类型声明）`) })
  parser.on('error', (error) => { throw new GiveUp(damagedZip, { cause: error }) })
  parser.on('opentag', ({ name, attributes }) => {
    tell(localName(name), Object.fromEntries(Object.entries(attributes).map(([key, value]) => [localName(key), value])))
  })
  parser.on('closetag', ({ name }) => close(localName(name)))
  parser.write(xml).close()
}
