import fc from 'fast-check'
import { expect, test } from 'vitest'
import { entriesOf, readLetter } from '../../../../crawlers/liuyan/letters.ts'
import { parseJson } from '../../../../crawlers/json.ts'
import { anyJson } from '../../../support/any-json.ts'

const at = Date.parse('2026-11-22T21:30:00+08:00')
const names = ['tid', 'subject', 'content', 'stateInfo', 'nickName', 'dateline', 'answers', 'answerId', 'answerContent', 'answerOrganization', 'answerDateline', 'id']

test('no entry, however it is shaped, throws; what has an id is one letter, and all that follows it are answers to it', () => {
  fc.assert(fc.property(anyJson(names), (value) => {
    const [letter, ...answers] = readLetter(parseJson(JSON.stringify(value)) ?? null, 'https://liuyan.people.com.cn/', at)
    if (!letter) return
    expect([letter.parent, letter.official, /^\d{1,20}$/.test(letter.id)]).toEqual([null, false, true])
    for (const { id, parent, official } of answers) expect([parent, official, id.startsWith(`${letter.id}#`)]).toEqual([letter.id, true, true])
  }), { numRuns: 500 })
})

test('only an answer that says of itself that it succeeded is believed', () => {
  fc.assert(fc.property(anyJson(['result', 'responseData', ...names]), (value) => {
    const entries = entriesOf(parseJson(JSON.stringify(value)) ?? null)
    if (entries !== null) expect(value).toMatchObject({ result: 'success' })
  }), { numRuns: 500 })
})
