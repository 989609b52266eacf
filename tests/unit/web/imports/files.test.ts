import { describe, expect, test } from 'vitest'
import { guessChannel, objectionTo, sizeWords } from '../../../../web/imports/files.ts'

const channels = [
  { id: 'hotline', name: '“12345”热线', totalsOnly: false }, { id: 'letterbox', name: '领导信箱', totalsOnly: false }, { id: 'petition', name: '阳光信访', totalsOnly: false },
  { id: 'water', name: '自来水报修', totalsOnly: false }, { id: 'gas', name: '管道燃气报修', totalsOnly: false }, { id: 'discipline', name: '阳光纪检', totalsOnly: true },
  { id: 'upper', name: '省市平台转办工单', totalsOnly: false }, { id: 'app', name: 'APP', totalsOnly: false },
]
const guess = (name: string, earlier: { name: string; channel: string }[] = []) => guessChannel(name, channels, earlier)

describe('the channel of a file', () => {
  test('is told by what offices call it', () => {
    expect(['2026年3月热线工单.xlsx', '区长信箱来信.csv', '信访件导出.xlsx', '自来水.csv', '天然气报修3月.xls', '纪检举报.csv', 'App诉求.json', '省平台派单.xlsx'].map((name) => guess(name)))
      .toEqual(['hotline', 'letterbox', 'petition', 'water', 'gas', 'discipline', 'app', 'upper'])
  })

  test('is left open where nothing or as much speaks for another', () => {
    expect(['导出.xlsx', '工单20260301.csv', '信访和纪检.csv'].map((name) => guess(name))).toEqual([null, null, null])
  })

  test('is not told by digits that stand within others', () => {
    expect([guess('20123456.csv'), guess('12345_3月.csv')]).toEqual([null, 'hotline'])
  })

  test('is that of an earlier file which is called the same but for its dates, and of the report of its errors', () => {
    const earlier = [{ name: '三科转来件2026年2月.xlsx', channel: 'water' }]
    expect([guess('三科转来件2026年3月.xlsx', earlier), guess('三科转来件2026年2月-错误表.xlsx', earlier), guess('四科转来件.xlsx', earlier)]).toEqual(['water', 'water', null])
  })

  test('is not that of an earlier file whose name was a date, nor one that cannot be imported', () => {
    expect([guess('2026年3月.xlsx', [{ name: '2026年2月.xlsx', channel: 'water' }]), guess('某科.csv', [{ name: '某科.csv', channel: 'forum' }])]).toEqual([null, null])
  })
})

describe('a file that cannot be imported', () => {
  test('is refused before it is sent, with what to do', () => {
    expect(objectionTo({ name: '工单.XLS', size: 9 })).toContain('另存为 .xlsx')
    expect(objectionTo({ name: '工单.xlsm', size: 9 })).toContain('不含宏')
    expect(objectionTo({ name: '照片.png', size: 9 })).toContain('只能导入')
    expect(objectionTo({ name: '没有扩展名', size: 9 })).toContain('只能导入')
    expect(objectionTo({ name: '工单.csv', size: 0 })).toBe('文件是空的')
  })

  test('is not one of those that can', () => {
    expect(['工单.csv', '工单.TXT', '工单.xlsx', 'a.b.json'].map((name) => objectionTo({ name, size: 1 }))).toEqual([null, null, null, null])
  })
})

test('sizes are said as people say them', () => {
  expect([sizeWords(12), sizeWords(310 * 1_024), sizeWords(12.4 * 1_048_576)]).toEqual(['12 字节', '310 KB', '12.4 MB'])
})
