/** Sources that their address alone names: Tieba, Weibo, the leaders' message board of People's Daily Online. No page is fetched for them. */
import type { Proposal } from '../../shared/errand.ts'
import { forumOf } from '../liuyan/address.ts'
import { describeSource, type Known } from './source-of.ts'

interface Found {
  adapter: string
  url: string
  name: string
  options: Record<string, unknown>
  because: string
  warning: string
}

const weiboWarning = '微博需要运营人员导入登录会话，请求须放慢（间隔不少于 5 秒）'

/** What the address says; empty where it is of no such site. */
export function proposeByAddress(address: string, known: Known, titles: (adapter: string) => string | null): Proposal[] {
  return (read(new URL(address)) ?? []).flatMap(({ adapter, because, warning, ...rest }) => {
    const title = titles(adapter)
    return title === null ? [] : [{ source: describeSource({ adapter, ...rest, document: null }, known), title, because, sample: [], warning }]
  })
}

function read(url: URL): Found[] | null {
  const host = url.hostname.replace(/^www\./, '')
  if (host === 'tieba.baidu.com') return tieba(url)
  if (host === 'weibo.com' || host.endsWith('.weibo.com') || host.endsWith('weibo.cn')) return weibo(url, host)
  return host === 'liuyan.people.com.cn' ? liuyan(url) : null
}

/** Only with the number of a leader's or an office's board: the whole country's is nothing that a district follows. */
function liuyan(url: URL): Found[] | null {
  const forum = forumOf(url.href)
  return forum === null ? null : [{
    adapter: 'liuyan', url: url.href, name: `人民网领导留言板 ${forum}`, options: { forums: [forum] }, because: `地址是人民网“领导留言板”的留言对象 ${forum}`,
    warning: '试读没有请求该站；请核对留言对象是本地区的，保存后在采集源状态中查看是否读出',
  }]
}

function tieba(url: URL): Found[] | null {
  const bar = url.searchParams.get('kw')?.trim() ?? ''
  if (bar === '') return null
  return [{
    adapter: 'tieba', url: `https://tieba.baidu.com/f?kw=${encodeURIComponent(bar)}`, name: `百度贴吧 ${bar}吧`, options: {},
    because: `地址是百度贴吧“${bar}吧”`, warning: '试读没有请求贴吧；贴吧常要求安全验证，届时采集源会显示“需人工验证”',
  }]
}

function weibo(url: URL, host: string): Found[] {
  const uid = /^\/(?:u|profile|p)\/(?:100505|100206)?(\d{5,20})(?:\/|$)/.exec(url.pathname)?.[1] ?? /^\/(\d{8,20})(?:\/|$)/.exec(url.pathname)?.[1]
  if (uid !== undefined) {
    return [{
      adapter: 'weibo-user', url: 'https://m.weibo.cn/', name: `微博账号 ${uid}`, options: { uid, account: 'government', approvedBy: '', until: '' },
      because: `地址是微博账号 ${uid} 的主页`,
      warning: `只可关注已认证的政府、媒体或机构账号，不得关注个人：保存前须填写批准人（approvedBy）、截止日期（until）和账号类别（account）。${weiboWarning}`,
    }]
  }
  if (/\/(?:top\/summary|ajax\/side\/hotSearch)/.test(url.pathname)) {
    return [{ adapter: 'weibo-hot', url: 'https://weibo.com/ajax/side/hotSearch', name: '微博热搜', options: {}, because: '地址是微博热搜榜', warning: weiboWarning }]
  }
  const asked = (url.searchParams.get('q') ?? new URLSearchParams(url.searchParams.get('containerid')?.replace(/^\d+/, '')).get('q') ?? '').trim()
  const page = host === 's.weibo.com'
  return [{
    adapter: 'weibo-search', url: page ? 'https://s.weibo.com/' : 'https://m.weibo.cn/', name: asked ? `微博检索 ${asked}` : '微博检索',
    options: { mode: page ? 'page' : 'mobile', ...(asked && asked.length >= 2 && asked.length <= 40 ? { queries: [asked] } : {}) },
    because: asked ? `地址是微博检索“${asked}”` : '地址在微博，可按本区名称和关键词方案检索',
    warning: `试读没有请求微博；检索词不得指向个人。${weiboWarning}`,
  }]
}
