/** Whose timeline it is: persons are never followed, so an account must prove itself an organisation before anything of it is read. */
import { decodeBody } from '../../shared/node/http/decode.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { field, membersAt, parseJson, textAt } from '../json.ts'

export interface Account {
  uid: string
  /** Container of its timeline. */
  containerid: string
  /** Weibo's `verified_type`: 1 government, 2 enterprise, 3 media, 4 school, 5 site, 6 application, 7 other organisation;
   * 0 a known person, below 0 nobody verified, from 200 persons again (达人). Null = not told. */
  verifiedType: number | null
}

/** What an answer to `getIndex?type=uid` says of the account; null where it is none. */
export function readAccount(page: Page): Account | null {
  const data = field(parseJson(decodeBody(page.bytes, page.headers['content-type']).text), 'data')
  const user = field(data, 'userInfo')
  const uid = textAt(user, 'id')
  if (!uid) return null
  const tab = membersAt(data, 'tabsInfo', 'tabs').find((each) => textAt(each, 'tab_type') === 'weibo' || textAt(each, 'tabKey') === 'weibo')
  const type = textAt(user, 'verified_type')
  return {
    uid,
    // The number of the timeline's container is fixed, should the tabs not name it.
    containerid: textAt(tab, 'containerid') ?? `107603${uid}`,
    verifiedType: type !== null && field(user, 'verified') !== false && Number.isInteger(Number(type)) ? Number(type) : null,
  }
}

/** Why an account is not read, in Chinese; null when it is an organisation. */
export function refusalOf({ uid, verifiedType }: Account, asked: string): string | null {
  if (uid !== asked) return `微博返回的账号是 ${uid}，不是登记的 ${asked}`
  if (verifiedType !== null && verifiedType >= 1 && verifiedType <= 7) return null
  return `账号 ${uid} 不是机构、媒体或政务认证账号（认证类型：${verifiedType ?? '无'}），按规定不采集个人账号`
}
