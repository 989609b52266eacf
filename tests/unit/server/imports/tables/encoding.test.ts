import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { tellEncoding } from '../../../../../server/imports/tables/encoding.ts'
import { withFile } from '../../../../support/spreadsheets/gather.ts'

const tell = (bytes: Uint8Array): Promise<{ encoding: string; note: string | null }> => withFile(bytes, '工单.csv', tellEncoding)

test('a mark at the head tells the encoding', async () => {
  expect(await tell(iconv.encode('编号', 'utf-8', { addBOM: true }))).toEqual({ encoding: 'utf-8', note: null })
  expect(await tell(iconv.encode('编号', 'utf-16le', { addBOM: true }))).toEqual({ encoding: 'utf-16le', note: '按UTF-16读取' })
  expect(await tell(iconv.encode('编号', 'utf-16be', { addBOM: true }))).toEqual({ encoding: 'utf-16be', note: '按UTF-16读取' })
})

test('the whole file decides, not its head: GB18030 may come after a megabyte of plain ASCII', async () => {
  const ascii = Buffer.from('HZ1,1\n'.repeat(200_000))
  expect(await tell(ascii)).toEqual({ encoding: 'utf-8', note: null })
  expect(await tell(Buffer.concat([ascii, iconv.encode('路灯不亮', 'gb18030')]))).toEqual({ encoding: 'gb18030', note: '按GB18030读取' })
  expect(await tell(Buffer.concat([ascii, Buffer.from('路灯不亮')]))).toEqual({ encoding: 'utf-8', note: null })
})

test('a character that lies across two pieces of the file is no fault', async () => {
  for (let shift = 0; shift < 4; shift += 1) {
    const bytes = Buffer.from('a'.repeat((1 << 18) - shift) + '路😀灯'.repeat(10))
    expect(await tell(bytes)).toEqual({ encoding: 'utf-8', note: null })
  }
})

test('a few damaged bytes do not turn a UTF-8 file into other words', async () => {
  const bytes = Buffer.from('反映小区路灯不亮，希望尽快维修。'.repeat(20))
  bytes[100] = 0xff
  const { encoding, note } = await tell(bytes)
  expect(encoding).toBe('utf-8')
  expect(note).toMatch(/^按UTF-8读取，有[1-3]处字节已损坏/)
})

test('a file cut in the middle of its last character is still UTF-8', async () => {
  expect((await tell(Buffer.from('反映小区路灯不亮，希望尽快维修。'.repeat(20)).subarray(0, -1))).encoding).toBe('utf-8')
})
