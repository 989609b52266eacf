import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { chanceOf, poisson, weighted } from '../../../../crawlers/sample-town/chance.ts'
import { idRanges, instantOfId, number, type Draft } from '../../../../crawlers/sample-town/plan/happening.ts'
import { ordinary } from '../../../../crawlers/sample-town/plan/ordinary.ts'
import { bankCard, idCard, mobile } from '../../../../crawlers/sample-town/people/numbers.ts'
import { phoneOf } from '../../../../crawlers/sample-town/people/people.ts'
import { escapeHtml } from '../../../../crawlers/sample-town/sites/answer.ts'
import { encodeGbk } from '../../../../crawlers/sample-town/sites/forum/frame.ts'
import { compose } from '../../../../crawlers/sample-town/words/compose.ts'
import { opened } from '../../../support/open-town.ts'

const key = fc.string({ maxLength: 20 })
const channel = fc.constantFrom('hotline', 'forum', 'letters')
const at = fc.integer({ min: opened - 365 * 86_400_000, max: opened })

test('whatever is told has a title and a text, no slot left open, and names its place where it complains', () => {
  fc.assert(fc.property(key, channel, at, (words, where, when) => {
    const happening = { ...ordinary('seed', words, where, when), id: 1 }
    const { title, text } = compose('seed', happening)
    expect(title.trim()).not.toBe('')
    expect(text.trim()).not.toBe('')
    expect(title + text).not.toMatch(/\{[a-z]\}|undefined|，，|。。/)
    if (happening.topic.type === 'problem') {
      expect(title).toContain(happening.place.name)
      expect(text).toContain(happening.place.name)
    }
    expect(compose('seed', happening)).toEqual({ title, text })
  }), { numRuns: 500 })
})

test('identity cards and bank cards carry valid check digits, phones eleven digits', () => {
  fc.assert(fc.property(key, (seed) => {
    const card = idCard(chanceOf(seed))
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1]
    const sum = [...card].reduce((total, digit, index) => total + weights[index]! * (digit === 'X' ? 10 : Number(digit)), 0)
    expect(card).toMatch(/^3208(?:29|13)\d{11}[\dX]$/)
    expect(sum % 11).toBe(1)
    const luhn = [...bankCard(chanceOf(seed))].reverse().map(Number).reduce((total, digit, index) =>
      total + (index % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2), 0)
    expect(luhn % 10).toBe(0)
    expect(mobile(chanceOf(seed))).toMatch(/^1[3-9]\d{9}$/)
  }))
})

test('a person keeps the same phone for ever', () => {
  fc.assert(fc.property(key, fc.nat(14_000), (seed, person) => {
    expect(phoneOf(seed, person)).toBe(phoneOf(seed, person))
    expect(phoneOf(seed, person)).toMatch(/^(?:1\d{10}|0517-87\d{6})$/)
  }))
})

test('ids stay within their range, are never given twice and tell their second', () => {
  fc.assert(fc.property(fc.array(fc.integer({ min: opened, max: opened + 3_000 }), { maxLength: 150 }), (instants) => {
    const drafts = instants.map((instant) => ({ ...ordinary('seed', 'x', 'forum', instant), at: instant }) satisfies Draft)
    const numbered = number(drafts, idRanges.live)
    expect(new Set(numbered.map(({ id }) => id)).size).toBe(instants.length)
    for (const { id, at: instant } of numbered) {
      expect(id % 100).toBeGreaterThanOrEqual(idRanges.live[0])
      expect(id % 100).toBeLessThanOrEqual(idRanges.live[1])
      expect(instantOfId(id)).toBe(Math.floor(instant / 1_000) * 1_000)
    }
  }))
})

test('any text comes through GBK unharmed: what GBK lacks as a numeric reference', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
    const decoded = iconv.decode(Buffer.from(encodeGbk(text)), 'gbk').replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    fc.pre(!text.includes('&#'))
    expect(decoded).toBe(text)
  }))
})

test('escaped text holds no mark of HTML and comes back whole', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
    const escaped = escapeHtml(text)
    expect(escaped).not.toMatch(/[<>"']|&(?!#\d+;)/)
    expect(escaped.isWellFormed()).toBe(true)
    fc.pre(text.isWellFormed())
    expect(escaped.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))).toBe(text)
  }))
})

test('chance is even, weights are kept and counts have their mean', () => {
  const chance = chanceOf('even')
  const mean = Array.from({ length: 20_000 }, () => chance.next()).reduce((sum, value) => sum + value, 0) / 20_000
  expect(Math.abs(mean - 0.5)).toBeLessThan(0.01)
  const choose = weighted(['a', 'b', 'c'], (item) => ({ a: 1, b: 0, c: 3 })[item] ?? 0)
  const chosen = Array.from({ length: 4_000 }, () => choose(chance))
  expect(chosen).not.toContain('b')
  expect(chosen.filter((item) => item === 'a').length / 4_000).toBeCloseTo(0.25, 1)
  for (const wanted of [0.3, 4, 120]) {
    const counts = Array.from({ length: 4_000 }, () => poisson(chance, wanted))
    expect(Math.abs(counts.reduce((sum, count) => sum + count, 0) / 4_000 - wanted)).toBeLessThan(0.05 * wanted + 0.05)
  }
  expect(() => chance.pick([])).toThrow(RangeError)
})
