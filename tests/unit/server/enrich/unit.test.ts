import { describe, expect, test } from 'vitest'
import { createEnricher } from '../../../../server/enrich/enricher.ts'
import { learnModel } from '../../../../server/enrich/classify/learn.ts'
import type { TrainedModel } from '../../../../server/enrich/classify/trained.ts'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { blankOrder } from '../../../../shared/posting.ts'
import { createSegmenter } from '../../../../shared/node/segment.ts'
import { makeLessons } from '../../../support/lessons.ts'
import { makePosting } from '../../../support/postings.ts'

const pack = loadDistrict('320813')
const segmenter = createSegmenter(pack)
const lessons = makeLessons(240, segmenter)
const { model } = learnModel(pack, lessons, 0, () => undefined)
const enricher = createEnricher(pack, segmenter, () => model)
const read = (title: string, text: string) => enricher.enrich(makePosting({ externalId: '1', title, text }))

describe('with a trained model', () => {
  test('units come from history, with how many of how many', () => {
    const [first] = read('盛世华庭路灯不亮', '晚上一片漆黑').units
    expect(first).toMatchObject({ unit: 'zj' })
    expect(first!.reason).toMatch(/^以往.*同类诉求多由区住建局承办（(\d+)件中\1件）$/)
  })

  test('duty stands for a category that history does not know', () => {
    expect(read('东湖人家油烟', '楼下饭店油烟直排').units[0]).toMatchObject({ unit: 'cg', reason: '餐饮油烟的主办单位' })
  })

  test('a leaf without rows is still found by its seeds', () => {
    expect(read('天城一品电梯困人', '5号楼电梯困人，快来').category.code).toBe('0506')
  })

  test('what is like nothing is 未分类', () => {
    expect(read('你好', '在吗').category.code).toBeNull()
    expect(read('', '').category.code).toBeNull()
  })

  test('another model is taken up at the next posting', () => {
    let now: TrainedModel | null = null
    const renewed = createEnricher(pack, segmenter, () => now)
    const posting = makePosting({ externalId: '1', title: '盛世华庭路灯不亮', text: '晚上一片漆黑' })
    expect(renewed.enrich(posting).units[0]!.reason).not.toContain('以往')
    now = model
    expect(renewed.enrich(posting).units[0]!.reason).toContain('以往')
  })
})

test('a taught type of request is read where the posting has none of its own', () => {
  const taught = lessons.map((lesson) => ({ ...lesson, purpose: lesson.category === '1001' ? '举报' : '建议' }))
  const learnt = learnModel(pack, taught, 0, () => undefined).model
  const other = createEnricher(pack, segmenter, () => learnt)
  const posting = makePosting({ externalId: '1', title: '三河镇拖欠工资', text: '老板一直拖着工资不发，家里等着用钱' })
  expect(other.enrich(posting).purpose).toBe('举报')
  const workOrder = { ...blankOrder, orderNumber: '1', purpose: '咨询' }
  expect(other.enrich({ ...posting, workOrder }).purpose).toBe('咨询')
})
