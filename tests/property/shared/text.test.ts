import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cleanText, cleanTitle, foldText, longestText, shorten } from '../../../shared/text.ts'

/** Anything that UTF-16 can hold, lone surrogates and controls included. */
const hostile = fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)), maxLength: 200 })

test('clean text is well-formed, has no control or invisible character, and cleaning it again changes nothing', () => {
  fc.assert(fc.property(hostile, (text) => {
    const clean = cleanText(text)
    expect(clean.isWellFormed()).toBe(true)
    expect(clean).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u)
    expect(cleanText(clean)).toBe(clean)
  }), { numRuns: 500 })
})

test('a title is one line, and nothing outgrows its length', () => {
  fc.assert(fc.property(hostile, fc.integer({ min: 1, max: 50 }), (text, length) => {
    expect(cleanTitle(text)).not.toContain('\n')
    expect(Array.from(shorten(text.toWellFormed(), length)).length).toBeLessThanOrEqual(length)
  }))
})

test('a million characters are cut in well under a second, never in the middle of a character', () => {
  const clean = cleanText('𠮷'.repeat(1_000_000))
  expect(clean.length).toBeLessThanOrEqual(longestText)
  expect(clean.isWellFormed()).toBe(true)
})

test('emoji and rare characters stay, bidirectional overrides go', () => {
  expect(cleanText('太气人了😡㐂𠮷')).toBe('太气人了😡㐂𠮷')
  expect(cleanText('a\u202Egnp.exe')).toBe('agnp.exe')
})

test('full width and half width are the same when compared', () => {
  expect(foldText('Ａ区 １２号')).toBe('a区12号')
})
