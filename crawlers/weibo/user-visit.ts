/** One visit to the timeline of a registered account: whether it may be read, whose it is, then what is new on it. */
import { z } from 'zod'
import { day, type Instant } from '../../shared/clock.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import type { RawPosting } from '../../shared/posting.ts'
import type { Ask, Visit } from '../source.ts'
import { instantOf } from '../times.ts'
import { readAccount, refusalOf } from './account.ts'
import { accountAsk, timelineAsk } from './asks.ts'
import { freshListCursor, listCursor, readLists, type Listing } from './listing.ts'

export const userCursor = listCursor.extend({
  /** The account as it last proved itself an organisation. */
  account: z.strictObject({ uid: z.string(), containerid: z.string(), at: z.number() }).nullable(),
})
export type UserCursor = z.infer<typeof userCursor>

export interface UserPlan {
  site: string
  uid: string
  /** Last day, in Beijing time, on which the account may be read: 2026-12-31. */
  until: string
  pages: number
  days: number
  longTexts: number
  now: Instant
}

/** An account may lose its verification; it is looked at this often. */
const checkEvery = day

export function visitUser(kept: UserCursor | null, { site, uid, until, pages, days, longTexts, now }: UserPlan): Visit {
  const before = kept ?? { ...freshListCursor, account: null }
  const ends = (instantOf(until) ?? 0) + day
  if (now >= ends) {
    return { next: () => null, take: () => [], cursor: () => kept, trouble: () => `已到期：该账号的采集批准于 ${until} 到期，如需继续请重新审批` }
  }
  let account = before.account?.uid === uid && now - before.account.at < checkEvery ? before.account : null
  let trouble: string | null = null
  const first: Ask[] = account ? [] : [accountAsk(site, uid)]
  const open = (containerid: string): Listing => readLists(before, {
    lists: [timelineAsk(site, uid, containerid)], pages, since: now - days * day, belongs: (posting) => isBy(posting, uid), longTexts,
  })
  let listing = account && open(account.containerid)

  function takeAccount(page: Page): void {
    const told = readAccount(page)
    trouble = told ? refusalOf(told, uid) : '微博没有返回账号资料，页面结构可能已变'
    account = told && !trouble ? { uid, containerid: told.containerid, at: now } : null
    listing = account && open(account.containerid)
  }

  return {
    next: () => first.shift() ?? listing?.next() ?? null,
    take(ask, reading, page) {
      if (ask.role === 'account') {
        if (reading.state === 'ok') takeAccount(page)
        return []
      }
      const emptied = ask.role === 'list' && ask.page === 1 && reading.state === 'ok' && reading.postings.length === 0
      if (emptied && before.marks[uid] !== undefined) trouble = '账号原有微博，现在一条也读不出'
      return listing?.take(ask, reading) ?? []
    },
    cursor: (): UserCursor => ({ ...(listing?.cursor() ?? before), account }),
    trouble: () => trouble,
  }
}

/** A timeline also shows what its owner liked or was paid to show. */
const isBy = ({ url }: RawPosting, uid: string): boolean => url?.startsWith(`https://weibo.com/${uid}/`) ?? false
