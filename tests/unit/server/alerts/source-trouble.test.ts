import { describe, expect, test } from 'vitest'
import { judgeSource } from '../../../../server/alerts/index.ts'
import { day, hour, minute } from '../../../../shared/clock.ts'
import { sourceStates, type SourceHealth } from '../../../../shared/source.ts'
import { context, judgedAt as at } from '../../../support/judging.ts'

const judge = (more: Partial<SourceHealth>) => judgeSource({
  source: 's', name: '洪泽论坛', channel: 'web', state: 'OK', since: at - day, reason: null, lastGoodAt: at - minute, newestAt: null, every: 300, demo: false, until: null,
  failures: 0, ...more,
}, context)[0]!
const sentence = (more: Partial<SourceHealth>): string | null => {
  const verdict = judge(more)
  return verdict.raise ? verdict.sentence : null
}

describe('a source in trouble', () => {
  test('is raised in every state that a person should know of, with what to do, and not before two of its cycles', () => {
    for (const state of sourceStates.filter((each) => !['OK', 'OK_EMPTY', 'DISABLED'].includes(each))) {
      const reason = '站点转到了登录页；请在“采集”页导入该站点的登录会话'
      expect(judge({ state, since: at - 5 * minute, lastGoodAt: at - 5 * minute, reason })).toMatchObject({ raise: false })
      expect(sentence({ state, since: at - 20 * minute, lastGoodAt: state === 'STALE' || state === 'DEGRADED' ? at : at - 20 * minute, reason }))
        .toMatch(/^采集源洪泽论坛：已20分钟.+，站点转到了登录页；请在“采集”页导入该站点的登录会话，期间数据可能不全。$/)
    }
  })

  test('that fails in another way each time is raised by its failures in a row', () => {
    expect(judge({ state: 'RATE_LIMITED', since: at - minute, lastGoodAt: at - minute, failures: 2 })).toMatchObject({ raise: false })
    expect(judge({ state: 'RATE_LIMITED', since: at - minute, lastGoodAt: at - hour, failures: 3 })).toMatchObject({ raise: true })
  })
})

describe('a source that was well', () => {
  test('and that nobody visits any more is raised: silence is not calm', () => {
    expect(sentence({ lastGoodAt: at - 3 * hour })).toBe('采集源洪泽论坛：已3小时没有采集，请检查采集程序是否在运行，期间数据可能不全。')
    expect(sentence({ state: 'OK_EMPTY', lastGoodAt: at - 3 * hour })).not.toBeNull()
    expect(sentence({ lastGoodAt: at - hour })).toBeNull()
  })
  test('is not missed within its own rhythm, its quiet hours, when it is disabled, or once it was taken out', () => {
    expect(sentence({ every: 3_600, lastGoodAt: at - 19 * hour })).toBeNull()
    expect(sentence({ lastGoodAt: at - 8 * hour, until: at - hour })).toBeNull()
    expect(sentence({ state: 'DISABLED', lastGoodAt: at - 3 * hour })).toBeNull()
    expect(sentence({ lastGoodAt: at - 10 * day })).toBeNull()
  })
})
