import { expect, test } from 'vitest'
import { nameIn, readListTime, withoutLabel } from '../../../../crawlers/page/signed.ts'
import { unfoldRecords } from '../../../../crawlers/page/unfold.ts'

const now = Date.parse('2026-11-22T21:30:00+08:00')

test.each([
  ['来信人：张**', '张**'], ['发布时间：2026-11-20　来源：区住建局　浏览：12', '区住建局'], ['【来信人】王女士 【来信时间】2026-11-20', '王女士'], ['区水务局', '区水务局'], ['匿名', '匿名'],
  ['来源：', null], ['浏览次数：12', null], ['', null], [null, null],
])('the name in %j is %j', (text, name) => {
  expect(nameIn(text)).toBe(name)
})

test.each([
  ['[11-20]', '2026-11-20'], ['（2026年11月20日）', '2026-11-20'], ['20 2026-11', '2026-11-20'], ['202026.11', '2026-11-20'], ['11-20 2026', '2026-11-20'], ['· 2026/11/20', '2026-11-20'],
  ['12-30', '2025-12-30'], ['2026-11', '2026-11'], ['已答复', null],
])('the time in %j is %j', (text, time) => {
  expect(readListTime(text, now).time).toBe(time)
})

test('a label before the words is not one of them', () => {
  expect(withoutLabel('来信内容：路灯不亮')).toBe('路灯不亮')
  expect(withoutLabel('【处理结果】已修复')).toBe('已修复')
  expect(withoutLabel('内容很多：第一')).toBe('内容很多：第一')
})

test('rows that stand as data in a script are laid open, other scripts are not', () => {
  const rows = '<div><script type="text/xml"><datastore><recordset><record><![CDATA[<li>甲</li>]]></record><record><![CDATA[<li>乙</li>]]></record></recordset></datastore></script></div>'
  expect(unfoldRecords(rows)).toBe('<div><li>甲</li>\n<li>乙</li></div>')
  for (const other of ['<script>var a = "<![CDATA[x]]>"</script>', '<script type="text/xml"><![CDATA[cut', '<p>']) expect(unfoldRecords(other)).toBe(other)
})
