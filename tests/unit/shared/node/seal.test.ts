import { expect, test } from 'vitest'
import { seal, unseal } from '../../../../shared/node/seal.ts'

test('what is sealed comes back with the same key at the same place only, and never looks the same twice', () => {
  const sealed = seal('key', '320813/a.cn', '登录信息')
  expect(unseal('key', '320813/a.cn', sealed)).toBe('登录信息')
  expect(sealed.includes('登录信息')).toBe(false)
  expect(seal('key', '320813/a.cn', '登录信息').equals(sealed)).toBe(false)
  expect(() => unseal('other', '320813/a.cn', sealed)).toThrow('320813/a.cn 的密封内容打不开')
  expect(() => unseal('key', '320813/b.cn', sealed)).toThrow('打不开')
})

test('any byte that is changed, cut or added is noticed', () => {
  const sealed = seal('key', 'p', 'text')
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed)
    changed[at] = (changed[at] ?? 0) ^ 1
    expect(() => unseal('key', 'p', changed)).toThrow('打不开')
    expect(() => unseal('key', 'p', sealed.subarray(0, at))).toThrow('打不开')
  }
  expect(() => unseal('key', 'p', Buffer.concat([sealed, Buffer.from('x')]))).toThrow('打不开')
})
