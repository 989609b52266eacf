/** Places by gazetteer and by shape, in complaints as citizens of Hongze write them. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createEnricher } from '../../../../server/enrich/enricher.ts'
import { findShapedPlace } from '../../../../server/enrich/place-shape.ts'
import { readPosting } from '../../../../server/enrich/reading.ts'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { createSegmenter } from '../../../../shared/node/segment.ts'
import { makePosting } from '../../../support/postings.ts'

const pack = loadDistrict('320813')
const segmenter = createSegmenter(pack)
const enricher = createEnricher(pack, segmenter)
const placeOf = (title: string, text = ''): string | undefined => enricher.enrich(makePosting({ externalId: '1', title, text })).place?.name

describe('a name that no gazetteer holds', () => {
  test.each([
    ['今天污水处理厂工地半夜还在浇筑', '污水处理厂工地'],
    ['每到周末老酒厂门口堵得出不去', '老酒厂'],
    ['近段时间碧水花园的电梯天天坏', '碧水花园'],
    ['从昨天起碧水花园停水', '碧水花园'],
    ['司机师傅把钱包送到东九花园', '东九花园'],
    ['感谢区数据局及时处理共和路的积水', '共和路'],
    ['我们家住在晴川雅苑三号楼', '晴川雅苑'],
    ['关于南四街公厕的问题', '南四街'],
    ['东七道大货车半夜轰鸣', '东七道'],
    ['老子山水产市场水产摊缺斤少两', '老子山水产市场'],
    ['李滩村集体鱼塘发包不公', '李滩村'],
    ['丁庄村村里污水到处流', '丁庄村'],
    ['翠湖湾路灯不亮', '翠湖湾'],
    ['漫城一期电梯停运', '漫城一期'],
    ['三河钢管厂夜里冒烟', '三河钢管厂'],
    ['人民路家属院化粪池满了', '人民路家属院'],
    ['金色阳光12号楼电梯坏了', '金色阳光'],
    ['老子山温泉花园漏水', '老子山温泉花园'],
    ['朱坝镇前街托管班跑路', '朱坝镇前街'],
    ['反映育才实验学校食堂饭菜有异物', '育才实验学校'],
    ['丁滩村泵站坏了没人修', '丁滩村'],
    ['砚临河路积水', '砚临河路'],
    ['泉湖镇白鹤村养猪场臭气熏天', '白鹤村养猪场'],
    ['东盛大厦停车场乱收费', '东盛大厦'],
    ['张马河里全是死鱼', '张马河'],
    ['和平桥护栏断了', '和平桥'],
    ['文昌巷下水道堵了', '文昌巷'],
    ['御景华府物业不作为', '御景华府'],
    ['金辉广场门口摆摊', '金辉广场'],
    ['李庄村三组路灯不亮', '李庄村'],
  ])('%s → %s', (title, place) => {
    expect(placeOf(title)).toBe(place)
  })

  test.each(['有人飙摩托炸街', '托管班突然跑路', '信号灯坏了路口乱成一团', '垃圾影响小区形象', '地下通道积水', '砂石车夜里才上路', '台湾', '我们学校', '某公司欠薪', '在小区散步', '各大医院停车难', '薄弱学校', '全小区停电', '职能部门不管公司'])(
    'is not seen in %s', (title) => {
      expect(placeOf(title)).toBeUndefined()
    },
  )

  test.each([
    ['润园小区违建', 'glj', null],
    ['杨码社区润园小区违建', 'glj', '杨码社区'],
    ['惠民家园停水', 'glj', '惠民家园社区'],
    ['彭城村路灯坏了', 'jb', '彭城村'],
    ['陈向村旁边的鑫源养殖场臭', 'ch', '陈向村'],
    ['朱坝新修的碧水花园漏水', 'zb', null],
    ['高涧派出所附近路灯坏了', 'glj', null],
  ])('%s lies in township %s and community %s', (title, township, community) => {
    expect(enricher.enrich(makePosting({ externalId: '1', title, text: '' })).place).toMatchObject({ township, community })
  })

  test('is never longer than ten characters and goes over no mark, whatever the text', () => {
    const piece = fc.constantFrom('海棠', '花园', '小区', '村村', '路', '路灯', '，', '今天', '的', '工地', '碧水', '人民路', '一期', '村集体', '\n', '7')
    fc.assert(fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const reading = readPosting(makePosting({ externalId: '1', title: '', text: pieces.join('') }), segmenter)
      const found = findShapedPlace(reading, { known: new Set(), wide: new Set() }, 0)
      if (found === null) return
      expect(found.length).toBeLessThanOrEqual(10)
      expect(reading.body).toContain(found)
      expect(found).not.toMatch(/[，\n7的]|今天/)
    }), { numRuns: 500 })
  })
})
