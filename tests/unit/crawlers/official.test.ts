import { expect, test } from 'vitest'
import { isOfficial } from '../../../crawlers/official.ts'

test.each(['区城管局回复', '12345坐席01', '洪泽12345', '区住建局', '高涧街道办事处回复', '洪泽区人民政府', '区供电公司客服', '洪泽区融媒体中心发布'])('%s speaks for an office', (name) => {
  expect(isOfficial(name)).toBe(true)
})
test.each(['湖边人', '等回复', '小区业主委员', '城南业主', 'hz_2023', '老中心', '老王发布', '匿名', '局外人', '蒋坝螺蛳', '', null])('%s does not', (name) => {
  expect(isOfficial(name)).toBe(false)
})
test('a source may list accounts whose name does not tell', () => { expect(isOfficial('湖城之声', ['湖城之声'])).toBe(true) })
