import { expect, test } from 'vitest'
import { kindOfCode, readStyles } from '../../../../../../server/imports/tables/xlsx/styles.ts'

test.each([
  'yyyy"年"m"月"d"日"', 'yyyy年m月d日', '[$-804]yyyy"年"m"月"d"日"', '[$-F800]dddd, mmmm dd, yyyy', '[DBNum1][$-804]yyyy"年"m"月"d"日";@', 'yyyy\\-mm\\-dd', 'yyyy/m/d h:mm',
  'h:mm', 'mm:ss.0', 'YYYY-MM-DD HH:MM:SS', 'm/d/yy h:mm;@', '[Red]d-mmm;General', '上午/下午h"时"mm"分"', 'd/m/yyyy\\ h:mm AM/PM',
])('%s is a date', (code) => {
  expect(kindOfCode(code)).toBe('date')
})

test.each([
  'General', '0', '0.00', '#,##0', '#,##0.00_);[Red](#,##0.00)', '0%', '0.00E+00', '@', '"¥"#,##0.00', '0"d"', '0\\d', '[Red]0', '_ * #,##0_ ', '# ?/?', '0 "天"', '[>=100]0', '', 'Standard',
])('%s is no date', (code) => {
  expect(kindOfCode(code)).toBe('number')
})

test('elapsed time and padded digits are kinds of their own', () => {
  expect(['[h]:mm', '[hh]:mm:ss', '[mm]:ss', '[s]'].map(kindOfCode)).toEqual(['elapsed', 'elapsed', 'elapsed', 'elapsed'])
  expect(kindOfCode('000000')).toEqual({ digits: 6 })
})

test('cells name the formats of their own list, not of the named styles before it', () => {
  expect(readStyles(`<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>
    <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="57"/><xf numFmtId="46"/><xf/></cellXfs>
    <dxfs><dxf><xf numFmtId="14"/></dxf></dxfs></styleSheet>`)).toEqual(['number', 'date', 'date', 'date', 'elapsed', 'number'])
})
