/** What a sentence asks for, and how bitter it is. */
import { describe, expect, test } from 'vitest'
import { createPurposeReader } from '../../../../server/enrich/purpose.ts'
import { readPosting } from '../../../../server/enrich/reading.ts'
import { createSentimentReader } from '../../../../server/enrich/sentiment.ts'
import { loadDistrict } from '../../../../shared/node/district.ts'
import { createSegmenter } from '../../../../shared/node/segment.ts'
import { makePosting } from '../../../support/postings.ts'

const segmenter = createSegmenter(loadDistrict('320813'))
const readSentiment = createSentimentReader()
const readPurpose = createPurposeReader()
function read(title: string, text: string) {
  const posting = makePosting({ externalId: '1', title, text })
  const reading = readPosting(posting, segmenter)
  const sentiment = readSentiment(reading)
  return { sentiment, purpose: readPurpose(posting, reading, { code: null, confidence: 0 }, sentiment) }
}

describe('the type of request', () => {
  test.each([
    ['建议外迁高速城区段', '车流噪音巨大，严重扰民，污染也大', '建议'],
    ['对红绿灯路口的几点建议', '高峰时左拐弯车辆排长队', '建议'],
    ['关于医保缴费的咨询', '请问今年缴多少', '咨询'],
    ['公租房申请条件？', '请教一下，月工资三千多能申请吗', '咨询'],
    ['二期居民楼下违法开饭店', '半夜油烟扰民，噪音严重，请问政策是怎么定的，怎么没人管', '投诉'],
    ['小区经常停水', '多次反映无人处理，严重影响生活，请问标准是什么', '投诉'],
    ['希望提升规划水平', '热心市民为你们点赞，但是污染严重扰民', '投诉'],
    ['新天路项目损害群众利益', '服务好的口号喊得响，违规拆迁没人管，严重影响生活', '投诉'],
    ['请在区政府附近规划公交站', '只有这里没有', '求助'],
    ['宽带断网', '请问这事归谁管？能不能尽快抢修？', '求助'],
    ['感谢社区网格员', '独居老人摔倒后第一时间送医', '表扬'],
    ['整治后环境好多了', '河水清了，感谢大家', '表扬'],
    ['举报夜间偷排', '污水直排河里', '举报'],
  ])('%s|%s → %s', (title, text, purpose) => expect(read(title, text).purpose).toBe(purpose))
})

describe('sentiment', () => {
  test.each(['噪音特别严重', '对处理结果不满意', '气死人了，天天堵车', '臭气熏天，苦不堪言'])('%s is bitter', (text) => {
    expect(read('', text).sentiment).toBeLessThan(-0.3)
  })

  test.each(['请给一个满意的答复', '为了方便老人出行，请增加站点', '办事窗口几点开门'])('%s is neither', (text) => {
    expect(Math.abs(read('', text).sentiment)).toBeLessThan(0.3)
  })

  test.each(['工作人员热情耐心', '非常满意，衷心感谢'])('%s is grateful', (text) => {
    expect(read('', text).sentiment).toBeGreaterThan(0.4)
  })
})
