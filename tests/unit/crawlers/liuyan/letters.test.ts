import { expect, test } from 'vitest'
import { readLetter } from '../../../../crawlers/liuyan/letters.ts'
import type { Json } from '../../../../crawlers/json.ts'

const at = Date.parse('2026-11-22T21:30:00+08:00')
const read = (entry: Record<string, Json>) => readLetter({ tid: '9000001', ...entry }, 'https://liuyan.people.com.cn/', at)

test('words are kept as they were written, whether the site sends them as text or as markup', () => {
  expect(read({ content: '屋里温度<16，a<b\n夜里更冷' })[0]?.text).toBe('屋里温度<16，a<b\n夜里更冷')
  expect(read({ content: '<p>屋里冷&nbsp;</p>夜里更冷<script>alert(1)</script>' })[0]?.text).toBe('屋里冷\n夜里更冷')
  expect(read({ content: '' })[0]).toMatchObject({ text: null, state: 'partial' })
})

test('a name of which the site leaves the first character is nobody\'s', () => {
  expect(read({ nickName: '陈***' })[0]).toMatchObject({ author: null, anonymous: true })
  expect(read({ nickName: '柳岸居民' })[0]).toMatchObject({ author: '柳岸居民', anonymous: false })
  expect(read({})[0]).toMatchObject({ author: null, anonymous: false })
})

test('several answers are several replies, each by its office', () => {
  const [, ...answers] = read({ content: '请修。', answers: [{ id: 5, content: '已收到', organization: '区住建局', dateline: 1_763_179_200 }, { answerContent: '已修好' }], forumName: '区委书记' })
  expect(answers.map(({ id, author, text, time }) => [id, author, text, time])).toEqual([
    ['9000001#5', '区住建局', '已收到', '2025-11-15T12:00:00+08:00'], ['9000001#2', '区委书记', '已修好', null],
  ])
})
