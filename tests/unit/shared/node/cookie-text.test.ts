import { describe, expect, test } from 'vitest'
import { readCookies } from '../../../../shared/node/cookie-text.ts'
import { siteOf } from '../../../../shared/node/http/site.ts'
import { messageOf } from '../../../../shared/errors.ts'

const secretValue = 'S3cretVa1ue'
const shown = (text: string, site: string | null = null) =>
  readCookies(text, site).map(({ host, cookie }) => [host, cookie.key, cookie.value, cookie.domain, cookie.path, cookie.secure, cookie.httpOnly, cookie.expires])
const complaint = (text: string, site: string | null = null): string => {
  try {
    readCookies(text, site)
    return ''
  } catch (error) {
    return messageOf(error)
  }
}
const columns = (...parts: string[]) => parts.join('\t')

describe('a Cookie header', () => {
  test('is read for the site that is named, with or without its name in front', () => {
    const expected = [
      ['weibo.cn', 'SUB', 'a=b', 'weibo.cn', '/', false, false, 'Infinity'], ['weibo.cn', 'SUBP', 'x y', 'weibo.cn', '/', false, false, 'Infinity'],
    ]
    expect(shown('SUB=a=b; SUBP=x y;', 'm.weibo.cn')).toEqual(expected)
    expect(shown('cookie:  SUB=a=b;SUBP=x y', 'weibo.cn')).toEqual(expected)
  })
  test('of an address or a bare name belongs to it alone', () => {
    expect(shown('a=1', '127.0.0.1')).toEqual([['127.0.0.1', 'a', '1', null, '/', false, false, 'Infinity']])
  })
  test('without a site, or with a part that is no pair, is refused by its place', () => {
    expect(complaint('SUB=1')).toContain('请填写站点')
    expect(complaint(`SUB=1; ${secretValue}; b=2`, 'weibo.cn')).toBe('第 2 项：不是“名称=值”')
  })
})

describe('a Netscape file', () => {
  test('tells hosts below from this host, secure and HttpOnly, and when a cookie ends', () => {
    const text = [
      '# Netscape HTTP Cookie File', '', columns('.example.com', 'TRUE', '/', 'TRUE', '1800000000', 'auth', 'v'),
      columns('#HttpOnly_bbs.example.com', 'FALSE', '/forum', 'FALSE', '0', 'sid', ''),
    ].join('\r\n')
    expect(shown(text)).toEqual([
      ['example.com', 'auth', 'v', 'example.com', '/', true, false, new Date(1_800_000_000_000)],
      ['bbs.example.com', 'sid', '', null, '/forum', false, true, 'Infinity'],
    ])
  })
  test('a line that does not fit is named by its number, comments and blank lines counted', () => {
    const good = columns('.example.com', 'TRUE', '/', 'TRUE', '0', 'auth', 'v')
    expect(complaint(`# Netscape\n${good}\n\n${columns('.example.com', 'TRUE', secretValue)}`)).toBe('第 4 行：应有 7 列（以制表符分隔），实际 3 列')
    expect(complaint(columns('.example.com', 'TRUE', '/', 'TRUE', 'soon', 'auth', secretValue))).toBe('第 1 行：域名、路径、到期时间或名称不对')
  })
})

describe('the JSON of a browser extension', () => {
  test('is read as EditThisCookie and Cookie-Editor write it', () => {
    const editThisCookie = { domain: '.example.com', expirationDate: 1_800_000_000.5, hostOnly: false, httpOnly: true, name: 'auth', path: '/', sameSite: 'unspecified', secure: true, session: false, storeId: '0', value: 'v', id: 1 }
    const cookieEditor = { domain: 'bbs.example.com', hostOnly: true, httpOnly: false, name: 'sid', path: '/', sameSite: null, secure: false, session: true, storeId: null, value: 'w' }
    expect(shown(JSON.stringify([editThisCookie, cookieEditor], null, 4))).toEqual([
      ['example.com', 'auth', 'v', 'example.com', '/', true, true, new Date(1_800_000_000_500)], ['bbs.example.com', 'sid', 'w', null, '/', false, false, 'Infinity'],
    ])
  })
  test('an entry that does not fit is named by its number and field', () => {
    expect(complaint(JSON.stringify([{ name: 'a', value: '1', domain: 'x.cn' }, { value: secretValue, domain: 'x.cn' }]))).toBe('第 2 条：name 缺失或格式不对')
    expect(complaint('{"a":1}')).toContain('列表')
  })
})

test('no complaint repeats a value, whatever is wrong with the text', () => {
  const wrong: [string, string | null][] = [
    [`[{"name":"a","value":"${secretValue}"`, null], [`[{"name":"a","value":"${secretValue}","domain":"a b"}]`, null], [`[{"name":"a","value":"${secretValue}\\n","domain":"a.cn"}]`, null],
    [`a=${secretValue}; =${secretValue}`, 'a.cn'], [`a=${secretValue}\r\nX-Other: 1`, 'a.cn'], [`a=${secretValue}中`, 'a.cn'], [columns('a.cn', 'TRUE', '/', 'TRUE', '0', 'a', secretValue, 'more'), null],
    [columns('', 'TRUE', '/', 'TRUE', '0', 'a', secretValue), null], [columns('a.cn/x', 'TRUE', '/', 'TRUE', '0', 'a', secretValue), null], [`[${secretValue}]`, null],
  ]
  for (const [text, site] of wrong) {
    const said = complaint(text, site)
    expect(said).not.toBe('')
    expect(said).not.toContain(secretValue)
  }
})

test('the site of a host is its registrable domain, or itself where it has none', () => {
  expect(['m.weibo.cn', 'www.hongze.gov.cn', 'X.COM.', '127.0.0.1', 'localhost:80', 'intranet', '10.0.0.1:8080'].map(siteOf))
    .toEqual(['weibo.cn', 'hongze.gov.cn', 'x.com', '127.0.0.1', 'localhost', 'intranet', '10.0.0.1'])
})
