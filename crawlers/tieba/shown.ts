/** What Tieba shows beside its words: times without a year or a day, page numbers, names. */
import type { CheerioAPI } from 'cheerio/slim'
import { day, minute, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { isOfficial } from '../official.ts'
import { instantOf, readTime, type ReadTime } from '../times.ts'
import type { Reading } from '../source.ts'
import { hasClass } from '../walk.ts'
import { field, type Json } from '../json.ts'
import { pageOfRow } from './address.ts'

export interface PageContext {
  url: string
  root: string
  at: Instant
  officials: readonly string[]
}

/** How far a site's clock may run ahead of ours. */
const ahead = 10 * minute

/**
 * `7-6` is of this year or the last, `02:38` of today, or of yesterday on a page that was made before midnight, `2020-05` a month;
 * as exact as it is written. What would still lie in the future is no time.
 */
export function readShown(written: string | null | undefined, at: Instant): ReadTime {
  const read = readTime(written, at)
  const early = (time: ReadTime) => (instantOf(time.time) ?? 0) <= at + ahead
  if (early(read)) return read
  const before = readTime(written, at - day)
  return early(before) ? before : { time: null, precision: 'none' }
}

/** The name that readers see; the account's own name where it has none. Who is marked as anonymous has none at all. */
export function readAuthor(
  names: (string | null)[], officials: readonly string[], anonymous = false,
): Pick<RawPosting, 'author' | 'anonymous' | 'official'> {
  const author = anonymous ? null : names.find((name) => name !== null) ?? null
  return { author, anonymous, official: isOfficial(author, officials) }
}

/** 1, `"1"` and true are yes; null, 0 and whatever else is no. */
export function isSet(value: Json | undefined, name: string): boolean {
  const found = field(value, name)
  return typeof found !== 'object' && Number(found) > 0
}

/**
 * The address of a picture itself: as it is shown, it carries a size and two signatures, one of which changes with each look;
 * kept, they would make each look a revision.
 */
export function pictureOf(shown: string | null): string | null {
  const name = /\/([0-9a-f]{20,64}\.(?:jpe?g|png|gif|webp))(?:$|\?)/i.exec(shown ?? '')?.[1]
  if (!shown || !name || !/\/sign=|[?&]tbpicau=/.test(shown)) return shown
  return `${new URL(shown).origin}/forum/pic/item/${name}`
}

export type Shown = Pick<Reading, 'currentPage' | 'lastPage'>

/**
 * The page that a list shows of itself, which past its end is the first one. The pager of a board counts rows in its links, the one of
 * a search pages. Without a pager there is one page.
 */
export function readListPager($: CheerioAPI): Shown {
  const pager = $('#frs_list_pager, .pager-search').first()
  const current = numberOf(pager.find('.pagination-current, .cur').first().text()) ?? 1
  const linked = pager.find('a[href]').toArray().map((link) => {
    const pn = numberOf(/[?&]pn=(\d{1,9})/.exec(link.attribs.href ?? '')?.[1]) ?? 0
    return hasClass('pagination-item')(link) ? pageOfRow(pn) : pn
  })
  return { currentPage: current, lastPage: Math.max(current, ...linked) }
}

export function readThreadPager($: CheerioAPI): { current: number; last: number } {
  const current = numberOf($('.pb_list_pager .tP').first().text()) ?? 1
  const stated = numberOf($('.l_reply_num .red').eq(1).text()) ?? numberOf($('[max-page]').first().attr('max-page'))
  return { current, last: Math.max(current, stated ?? 1) }
}

export function numberOf(text: string | undefined): number | null {
  const found = /\d{1,9}/.exec(text ?? '')
  return found ? Number(found[0]) : null
}
