import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openSource } from '../../../../crawlers/configured.ts'
import type { Ask } from '../../../../crawlers/source.ts'
import { minute } from '../../../../shared/clock.ts'
import { sourceSchema } from '../../../../shared/district.ts'
import { answer, midAt, pageOf, walkVisit, type Written } from '../../../support/weibo.ts'
import { noWatch } from '../../../support/watch.ts'

const start = Date.parse('2026-11-22T08:00:00+08:00')
const open = (queries: string[]) => openSource(sourceSchema.parse({
  id: 'w', name: '微博', adapter: 'weibo-search', channel: 'weibo', url: 'https://m.weibo.cn/', enabled: true, every: 900, delay: 5_000, local: false,
  options: { queries, pages: 50 },
}), noWatch)

const failures = ['login', 'risk', 'silence', 'captcha', 'changed'] as const
/** What happens at one request: postings that come in right before it, and how it fails, if it does. */
const step = fc.record({ written: fc.nat({ max: 6 }), long: fc.boolean(), fails: fc.option(fc.constantFrom(...failures), { freq: 4 }) })

test('whatever comes in between two pages and wherever a visit is broken off, every posting is handed on, and none twice', () => {
  const questions = fc.constantFrom<string[]>(['湖城'], ['湖城', '老山'])
  fc.assert(fc.property(questions, fc.nat({ max: 35 }), fc.array(fc.array(step, { maxLength: 8 }), { maxLength: 6 }), (queries, before, visits) => {
    const source = open(queries)
    let clock = start
    const written: Written[] = []
    const write = (count: number, long: boolean) => {
      for (let nth = 0; nth < count; nth++) {
        clock += minute
        written.push({ id: midAt(clock), text: '湖城 停水', ...(long && nth === 0 ? { whole: '湖城 停水，全文' } : {}) })
      }
    }
    const fail = (ask: Ask, how: (typeof failures)[number]) => {
      if (how === 'silence') return null
      if (how === 'risk') return answer({}, ask.url, clock, 432)
      if (how === 'changed') return answer({ ok: 1, data: {} }, ask.url, clock)
      return answer({ ok: -100, url: how === 'login' ? 'https://passport.weibo.com/sso/signin' : 'https://m.weibo.cn/captcha?scene=limit' }, ask.url, clock)
    }
    const reply = (ask: Ask) => {
      if (ask.role === 'long-text') return answer({ ok: 1, data: { longTextContent: written.find(({ id }) => id === ask.key)?.whole ?? '' } }, ask.url, clock)
      return answer(pageOf(written, Number(new URL(ask.url).searchParams.get('page'))), ask.url, clock)
    }

    write(before, true)
    const handed: string[] = []
    let cursor: unknown = null
    const visit = (steps: (typeof visits)[number]) => {
      const left = [...steps]
      const walked = walkVisit(source, cursor, clock, (ask) => {
        const now = left.shift()
        write(now?.written ?? 0, now?.long ?? false)
        return now?.fails ? fail(ask, now.fails) : reply(ask)
      })
      cursor = walked.cursor
      handed.push(...walked.found.map(({ externalId }) => externalId))
    }
    for (const steps of visits) visit(steps)
    // Two calm visits: after a long text that never came the first asks for none.
    visit([])
    visit([])
    expect(new Set(handed).size).toBe(handed.length)
    expect(handed.toSorted()).toEqual(written.map(({ id }) => id).toSorted())
  }), { numRuns: 100 })
})
