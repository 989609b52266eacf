/** Rows of a hotline's CSV export as the crawler reads them. */
import { expect, test } from 'vitest'
import { readRows } from '../../../../crawlers/export/rows.ts'
import { blankOrder } from '../../../../shared/posting.ts'

const now = Date.parse('2026-11-22T12:00:00+08:00')
const at = (text: string) => Date.parse(`${text.replace(' ', 'T')}+08:00`)
const read = (...lines: string[]) => readRows(`\ufeff${lines.join('\r\n')}\r\n`, 'http://a/day.csv', now)

test('reads whatever headers an import reads, and every field of an order', () => {
  const rows = read(
    '流水号,来电时间,信访目的,反映内容,联系电话,主办单位,办理状态,签收时间,办理方式,延期至,办结日期,回访时间,是否有效回访,是否解决,满意度,退回次数,三级分类,备注',
    'A1,2026-11-20 08:30,求决,路灯坏了,13800000001,城管局,已办结,2026/11/20 9:00,转派,2026-11-27,2026年11月21日 10时,2026-11-22 09:00,有效,已解决,基本满意,1,路灯亮化,急',
  )
  expect(read('')).toBeNull()
  expect(rows?.trouble).toBeNull()
  expect(rows?.postings).toEqual([expect.objectContaining({
    id: 'A1', url: 'http://a/day.csv', title: '路灯坏了', text: '路灯坏了', author: 'phone:13800000001', time: '2026-11-20T08:30+08:00', precision: 'minute',
    workOrder: {
      ...blankOrder, orderNumber: 'A1', purpose: '求助', category: '路灯亮化', unit: '城管局', status: '已办结', handling: 'transferred', signedAt: at('2026-11-20 09:00:00'), extended: true,
      extendedTo: at('2026-11-27 23:59:59') + 999, closedAt: at('2026-11-21 10:00:00'), calledBackAt: at('2026-11-22 09:00:00'), reached: true, resolved: true, satisfied: true, returns: 1,
    },
  })])
})

test('a cell that cannot be read is left out and told; the rest of the row counts', () => {
  const rows = read(
    '工单编号,受理时间,诉求内容,办结时间,退单次数,办理时限',
    'A1,2026-11-20,路灯,昨天,很多,2026-11-27', 'A2,不详,停水,2026-11-21,0,5个工作日', 'A3,2026-11-20,停电,2026-11-01,0,', ',2026-11-20,无号,,0,', 'A4,2028-01-01,将来,,0,',
  )
  expect(rows?.postings.map(({ id, time, precision, workOrder }) => [id, time, precision, workOrder?.closedAt, workOrder?.returns])).toEqual([
    ['A1', '2026-11-20', 'day', null, 0], ['A2', null, 'none', at('2026-11-21 00:00:00'), 0], ['A3', '2026-11-20', 'day', null, 0], ['A4', null, 'none', null, 0],
  ])
  expect(rows?.postings[1]?.workOrder?.dueAt).toBeNull()
  expect(rows?.trouble).toBe('1 行没有工单编号；2 行的办结时间读不懂，未采用；1 行的退单次数读不懂，未采用；2 行的受理时间读不懂，未采用')
})

test('an error page, a list of something else and an empty file are no exports; a header alone is one without orders', () => {
  expect(readRows('<!doctype html><html><title>工单编号，诉求内容</title></html>\n', '', now)).toBeNull()
  expect(read('姓名,性别', '张三,男')).toBeNull()
  expect(readRows('', '', now)).toBeNull()
  expect(read('工单编号,受理时间,诉求内容')).toEqual({ postings: [], trouble: null })
})
