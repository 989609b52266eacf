import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pageStates } from '../../../../crawlers/source.ts'
import { readAnswer } from '../../../../crawlers/tieba/answer.ts'
import { instantOf } from '../../../../crawlers/times.ts'
import { parseJson } from '../../../../crawlers/json.ts'
import { day } from '../../../../shared/clock.ts'
import { anyJson } from '../../../support/any-json.ts'

const at = Date.parse('2026-11-22T21:30:00+08:00')
const names = ['error_code', 'no', 'data', 'card_list', 'thread_list', 'thread', 'id', 'tid', 'title', 'first_floor', 'post_list', 'user_list', 'content', 'text', 'type', 'page', 'total_page',
  'author_id', 'has_more', 'time', 'last_time_int']

test('no answer, however it is shaped, throws, or gives an id that is none; one that did not prove itself gives nothing', () => {
  fc.assert(fc.property(anyJson(names), (value) => {
    const reading = readAnswer(parseJson(JSON.stringify(value)) ?? null, { url: 'https://tieba.baidu.com/f?kw=x&pn=0', root: 'https://tieba.baidu.com', at, officials: [] })
    expect(pageStates).toContain(reading.state)
    if (reading.state !== 'ok') expect(reading.postings).toEqual([])
    for (const { id, time, precision } of reading.postings) {
      expect(id).toMatch(/^\d{1,20}$/)
      expect(time === null).toBe(precision === 'none')
      expect(instantOf(time) ?? at).toBeLessThan(at + day)
    }
  }), { numRuns: 500 })
})
