import { deflateRawSync } from 'node:zlib'
import { readdirSync, rmSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openTable } from '../../../../../server/imports/tables/open.ts'
import { GiveUp } from '../../../../../shared/errors.ts'
import { makeWorkbook, writeZipBomb, type WorkbookOptions } from '../../../../support/spreadsheets.ts'
import { gather, gatherFile, withFile } from '../../../../support/spreadsheets/gather.ts'
import { ZipWriter } from '../../../../support/spreadsheets/zip.ts'

const folder = mkdtempSync(join(tmpdir(), 'tinghu-open-'))
afterAll(() => { rmSync(folder, { recursive: true, force: true }) })

/** The sentence with which a file is refused. */
async function refusal(opened: Promise<unknown>): Promise<string> {
  const error = await opened.then(() => null, (thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(GiveUp)
  return (error as GiveUp).message
}

const plain = [{ name: '工单', rows: [['编号', '标题'], ['HZ1', '路灯不亮']] }]
const workbook = (options: WorkbookOptions = {}): Uint8Array => makeWorkbook(plain, options)

test.each<[what: string, bytes: Uint8Array | string, name: string, words: RegExp]>([
  ['an old or locked workbook', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), '工单.xls', /旧式 \.xls.*密码.*另存为 \.xlsx/],
  ['a locked workbook by its new name', Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), '工单.xlsx', /密码.*另存为 \.xlsx/],
  ['a web page called .xls', '\ufeff\n<html><table><tr><td>编号</td></tr></table></html>', '工单.xls', /网页.*另存为 \.xlsx/],
  ['a bare table called .xls', '<table><tr><td>编号</td></tr></table>', '工单.xls', /网页.*另存为 \.xlsx/],
  ['a spreadsheet of 2003', '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>', '工单.xls', /2003.*另存为 \.xlsx/],
  ['a page saved with its pictures', 'MIME-Version: 1.0\nX-Document-Type: Workbook\n', '工单.xls', /网页存档/],
  ['a PDF', '%PDF-1.7\n', '工单.pdf', /PDF/],
  ['a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), '工单.csv', /图片/],
  ['an archive', Buffer.from('Rar!\x1a\x07\x00', 'latin1'), '工单.rar', /压缩包.*解压/],
  ['bytes of no kind', Buffer.from([1, 2, 3, 0, 200, 7, 0, 0]), '工单.csv', /认不出/],
  ['an empty file', '', '工单.csv', /空的/],
  ['a CSV of blank lines', '\r\n,,\r\n\r\n', '工单.csv', /没有数据/],
  ['a workbook with macros by its name', workbook(), '工单.xlsm', /宏.*另存为不带宏的 \.xlsx/],
  ['a template with macros by its name', workbook(), '工单.XLTM', /宏/],
  ['a workbook with a project of macros', workbook({ macro: 'vba' }), '工单.xlsx', /带有宏/],
  ['a workbook with a macro sheet', workbook({ macro: 'macrosheet' }), '工单.xlsx', /带有宏/],
  ['a workbook whose macros go by another name', workbook({
    parts: { '[Content_Types].xml': '<Types><Override PartName="/xl/a.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>', 'xl/a.bin': 'x' },
  }), '工单.xlsx', /带有宏/],
  ['a workbook with a document type', workbook({ doctype: true }), '工单.xlsx', /DOCTYPE/],
  ['a workbook whose list of sheets has a document type', workbook({
    parts: { 'xl/workbook.xml': '<!DOCTYPE a [<!ENTITY b "c">]><workbook><sheets><sheet name="&b;"/></sheets></workbook>' },
  }), '工单.xlsx', /文档类型声明/],
  ['a text document', workbook({ parts: { 'word/document.xml': '<a/>' } }), '工单.xlsx', /文字或演示文件/],
  ['a binary workbook', workbook({ parts: { 'xl/workbook.bin': 'x' } }), '工单.xlsb', /xlsb.*另存为 \.xlsx/],
  ['an OpenDocument table', workbook({ parts: { 'content.xml': '<a/>' } }), '工单.ods', /OpenDocument/],
  ['a workbook cut off in the middle', workbook().subarray(0, 700), '工单.xlsx', /损坏/],
  ['a sheet cut off in the middle', workbook({ parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row><c><v>1</v>' } }), '工单.xlsx', /损坏/],
  ['a workbook without a row', makeWorkbook([{ name: '工单', rows: [] }]), '工单.xlsx', /没有数据/],
  ['a workbook whose only rows are hidden', makeWorkbook([{ name: '工单', rows: [['编号']], hidden: true }]), '工单.xlsx', /没有数据.*隐藏/],
  ['a workbook with more columns than there are', makeWorkbook([{ name: '工单', rows: [[{ xml: '<c r="XFE1"><v>1</v></c>' }]] }]), '工单.xlsx', /第1行.*位置不对/],
  ['a workbook of rows that are nothing but wide', makeWorkbook([{ name: '工单', rows: [] }], {
    parts: { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${'<row><c r="XFD1"><v>1</v></c></row>'.repeat(300)}</sheetData></worksheet>` },
  }), '工单.xlsx', /超过1000列.*删去/],
  ['a JSON of a thousand fields and more', JSON.stringify([Object.fromEntries(Array.from({ length: 1_001 }, (_, at) => [`k${at}`, 1]))]), '工单.json', /字段超过1000个/],
  ['a workbook with more rows than there are', workbook({
    parts: { 'xl/worksheets/sheet1.xml': '<worksheet><sheetData><row r="1048577"><c><v>1</v></c></row></sheetData></worksheet>' },
  }), '工单.xlsx', /行号不对/],
])('%s is refused in words that say what to do', async (_what, bytes, name, words) => {
  expect(await refusal(gather(bytes, name))).toMatch(words)
})

test('a file that is not there, and a folder, are refused', async () => {
  expect(await refusal(openTable(join(folder, '没有.csv')))).toMatch(/找不到文件/)
  expect(await refusal(openTable(folder))).toMatch(/不是文件/)
})

test('a zip bomb of 2 GB is refused before anything is unpacked', async () => {
  const path = join(folder, 'bomb.xlsx')
  writeZipBomb(path)
  expect(await refusal(openTable(path))).toMatch(/压缩炸弹/)
})

test('a zip bomb that lies about its size is refused as soon as it is larger than it says, zeros or rows alike', async () => {
  for (const rows of [false, true]) {
    const path = join(folder, `lying-${rows}.xlsx`)
    writeZipBomb(path, { lying: true, rows })
    expect(await refusal(gatherFile(path))).toMatch(/压缩炸弹/)
  }
})

test('a workbook whose parts lie over one another, or stand in it twice, is refused', async () => {
  const path = join(folder, 'twice.xlsx')
  const zip = new ZipWriter(path)
  for (const name of ['xl/workbook.xml', 'XL/workbook.xml']) zip.addPacked(name, [deflateRawSync('<workbook/>')], { crc: 0, size: 11 })
  zip.close()
  expect(await refusal(openTable(path))).toMatch(/重复/)
  const bytes = Buffer.from(workbook())
  // The first entry of the directory says that its packed bytes are nearly the whole file.
  bytes.writeUInt32LE(bytes.length - 100, bytes.indexOf('PK\x01\x02') + 20)
  expect(await refusal(gather(bytes))).toMatch(/压缩炸弹|损坏/)
})

test('an encrypted part is refused with the way to undo it', async () => {
  const bytes = Buffer.from(workbook())
  for (let at = bytes.indexOf('PK\x01\x02'); at >= 0; at = bytes.indexOf('PK\x01\x02', at + 4)) bytes.writeUInt16LE(bytes.readUInt16LE(at + 8) | 1, at + 8)
  expect(await refusal(gather(bytes))).toMatch(/密码/)
})

test('a file is what it is, whatever it is called', async () => {
  expect((await gather(workbook(), '工单.csv')).format).toBe('xlsx')
  expect((await gather('编号,标题\nHZ1,路灯', '工单.xlsx')).format).toBe('csv')
  expect((await gather('[{"编号":"HZ1"}]', '工单.txt')).format).toBe('json')
  expect((await gather('[编号],标题\nHZ1,路灯', '工单.csv')).format).toBe('csv')
})

test('the one sheet of a CSV bears the name by which its owner knows the file', async () => {
  await withFile('编号\nHZ1\n', 'upload-17', async (path) => {
    const table = await openTable(path, { name: '十一月工单.csv' })
    expect(table.sheets).toEqual([{ name: '十一月工单', merges: [] }])
    await table.close()
  })
})

test('a workbook can be closed while its rows are waited for by nobody, and is not read any more', async () => {
  await withFile(makeWorkbook([{ name: '工单', rows: Array.from({ length: 20_000 }, (_, at) => [`HZ${at}`, at]) }]), '工单.xlsx', async (path) => {
    const table = await openTable(path)
    const rows = table.rows('工单')[Symbol.asyncIterator]()
    expect((await rows.next()).value).toMatchObject({ row: 1 })
    await table.close()
    await table.close()
    expect(await refusal((async () => { while (!(await rows.next()).done); })())).toMatch(/已关闭/)
    expect(await refusal(table.rows('工单')[Symbol.asyncIterator]().next())).toMatch(/已关闭/)
  })
})

test.runIf(process.platform === 'linux')('rows left early, refused files and closed tables leave no file open', async () => {
  const csv = join(folder, 'long.csv')
  const xlsx = join(folder, 'long.xlsx')
  const json = join(folder, 'long.ndjson')
  writeFileSync(csv, '编号,标题\n'.repeat(200_000))
  writeFileSync(xlsx, makeWorkbook([{ name: '工单', rows: Array.from({ length: 20_000 }, (_, at) => [`HZ${at}`, at]) }]))
  writeFileSync(json, '{"编号":"HZ1","标题":"路灯不亮了"}\n'.repeat(50_000))
  const before = new Set(openFiles())
  for (const path of [csv, xlsx, json]) {
    const table = await openTable(path)
    for await (const { row } of table.rows(table.sheets[0]!.name)) if (row >= 3) break
    await table.close()
  }
  await refusal(gather(workbook({ macro: 'vba' })))
  await refusal(gatherFile(join(folder, 'lying-true.xlsx')))
  await expect.poll(() => openFiles().filter((file) => !before.has(file))).toEqual([])
})

const openFiles = (): string[] => readdirSync('/proc/self/fd')
