import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalise } from '../../../crawlers/normalise.ts'
import { blankPosting, type Found } from '../../../crawlers/source.ts'
import { sourceSchema } from '../../../shared/district.ts'
import type { RawPosting } from '../../../shared/posting.ts'

const config = (id = 'forum') => sourceSchema.parse({ id, name: '论坛', adapter: 'discuz', channel: 'forum', url: 'http://x.test/', enabled: true, every: 60, delay: 0, local: true })
const receivedAt = Date.parse('2026-11-22T21:30:00+08:00')
const make = (raw: Partial<RawPosting>, found: Partial<Found> = {}, source = 'forum', key = 'k') =>
  normalise({ raw: { ...blankPosting, id: '1', ...raw }, kind: 'thread', externalId: '1', parent: null, ...found },
    { district: '320813', config: config(source), reporterKey: key, receivedAt, threadTitle: '路灯' })

describe('normalise', () => {
  test('keeps no name of a person, only a hash that differs by source and by key', () => {
    const posting = make({ author: '湖边人', text: '路灯不亮' })
    expect(JSON.stringify(posting)).not.toContain('湖边人')
    expect(posting.account).toBeNull()
    expect(posting.reporter).toMatch(/^[0-9a-f]{16}$/)
    expect(make({ author: '湖边人' }).reporter).toBe(posting.reporter)
    expect(make({ author: '湖边人' }, {}, 'other').reporter).not.toBe(posting.reporter)
    expect(make({ author: '湖边人' }, {}, 'forum', 'k2').reporter).not.toBe(posting.reporter)
  })

  test('knows a phone number again in any source, and writes it nowhere', () => {
    const posting = make({ author: 'phone:13900001234' })
    expect(posting.reporter).toBe(make({ author: 'phone:13900001234' }, {}, 'other').reporter)
    expect(JSON.stringify(posting)).not.toContain('13900001234')
  })

  test('keeps the name of an office and makes no reporter of it, nor of the anonymous', () => {
    expect(make({ author: '区城管局回复', official: true })).toMatchObject({ account: '区城管局回复', reporter: null })
    expect(make({ author: null, anonymous: true }).reporter).toBeNull()
  })

  test('takes a day for its start, an unknown time for the first sight, and never a time ahead', () => {
    expect(make({ time: '2026-11-20', precision: 'day' }).publishedAt).toBe(Date.parse('2026-11-20T00:00:00+08:00'))
    expect(make({ time: '2026-10', precision: 'month' }).publishedAt).toBe(Date.parse('2026-10-01T00:00:00+08:00'))
    expect(make({})).toMatchObject({ publishedAt: receivedAt, precision: 'none' })
    expect(make({ time: '2026-11-22T21:40:00+08:00', precision: 'second' }).publishedAt).toBe(receivedAt)
  })

  test('names a reply after its thread, and a posting without a title by its first words', () => {
    expect(make({ text: '我也看到了' }, { kind: 'reply', parent: '1' }).title).toBe('回复：路灯')
    expect(make({ text: '第一行\n第二行' }).title).toBe('第一行')
  })

  test('makes any text safe to keep', () => {
    const hostile = fc.array(fc.constantFrom('\u0000', '\ud800', '\u202e', '\u200b', '<script>', '=1+1', '\n', '路', ' ', '\u0007'), { maxLength: 60 }).map((parts) => parts.join(''))
    fc.assert(fc.property(hostile, (text) => {
      const posting = make({ text, title: text })
      for (const kept of [posting.text, posting.title]) {
        expect(kept.isWellFormed()).toBe(true)
        // Controls and invisible characters, line breaks aside.
        expect(/(?!\n)[\p{Cc}\p{Cf}]/u.test(kept)).toBe(false)
      }
    }))
  })
})
