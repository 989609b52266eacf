import { lookup } from 'node:dns'
import { describe, expect, test } from 'vitest'
import { checkUrl, guardLookup, isInside } from '../../../../../shared/node/http/guard.ts'

describe('isInside', () => {
  test.each([
    '127.0.0.1', '127.255.0.3', '0.0.0.0', '10.1.2.3', '172.16.0.1', '172.31.255.255', '192.168.1.1', '169.254.169.254', '100.64.0.1', '198.18.0.1',
    '224.0.0.1', '255.255.255.255', '::1', '::', 'fe80::1', 'fe80::1%eth0', 'fc00::1', 'fd12:3456::1', 'ff02::1', '::ffff:127.0.0.1', '::ffff:7f00:1',
    '::ffff:10.0.0.1', '0:0:0:0:0:ffff:c0a8:0101', '::127.0.0.1', '64:ff9b::7f00:1', '2002:7f00:1::', '3fff::1', '5f00::1', 'localhost', '',
  ])('%s is inside', (address) => { expect(isInside(address)).toBe(true) })

  test.each(['8.8.8.8', '172.32.0.1', '172.15.255.255', '192.169.0.1', '11.0.0.1', '100.128.0.1', '2400:3200::1', '::ffff:8.8.8.8'])(
    '%s is outside', (address) => { expect(isInside(address)).toBe(false) },
  )
})

describe('checkUrl', () => {
  const check = (url: string, allowed: string[] = []) => checkUrl(new URL(url), allowed)

  test.each([
    'http://127.0.0.1/', 'http://0x7f.1/', 'http://2130706433/', 'http://017700000001/', 'http://[::1]:80/', 'http://[::ffff:127.0.0.1]/',
    'http://169.254.169.254/latest/meta-data/', 'file:///etc/passwd', 'ftp://example.com/', 'http://user:secret@example.com/',
  ])('%s is refused', (url) => { expect(() => check(url)).toThrow() })

  test('an allowed host is allowed at its own port only', () => {
    expect(check('http://127.0.0.1:8090/x', ['127.0.0.1:8090'])).toEqual({ mayBeInside: true })
    expect(() => check('http://127.0.0.1:6379/', ['127.0.0.1:8090'])).toThrow('在内网')
  })

  test('a name is left to the lookup', () => { expect(check('https://bbs.example.com/')).toEqual({ mayBeInside: false }) })
})

test('a name that resolves to this machine is refused when the connection is made', async () => {
  const error = await new Promise((resolve) => { guardLookup(lookup)('localhost', { all: true }, resolve) })
  expect(String(error)).toMatch(/内网地址/)
})
