/** One posting of an answer in JSON (`mblog`), and what may be wrong with it. */
import type { Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { absolute } from '../html.ts'
import { blankPosting } from '../source.ts'
import { readCount } from '../counts.ts'
import { readCreated } from './created.ts'
import { field, membersAt, textAt, type Json } from '../json.ts'
import { bidOf, isMid } from './mid.ts'
import { isCut, wordsOf } from './words.ts'

/** A posting that was read, or why it was not: its shape, or a date that its own number contradicts. */
export type ReadPosting = { posting: RawPosting } | { broken: 'shape' } | { broken: 'time'; id: string; written: string }

export interface ReadingContext {
  at: Instant
  /** Accounts that speak for an office, by configuration. */
  officials: readonly string[]
}

/** `verified_type` of accounts that speak for an authority. */
const government = '1'

/**
 * Reads a posting. Where it passes another one on, that one is named by its id only: it is its writer's, not this account's.
 * The region (“发布于 江苏”) tells about a person and is left alone.
 */
export function readMblog(mblog: Json, { at, officials }: ReadingContext): ReadPosting {
  const id = [textAt(mblog, 'mid'), textAt(mblog, 'idstr'), textAt(mblog, 'id')].find(isMid)
  const markup = field(mblog, 'text')
  if (!id || typeof markup !== 'string') return { broken: 'shape' }
  const written = textAt(mblog, 'created_at')
  const created = readCreated(id, written, at)
  if (!created) return { broken: 'time', id, written: written ?? '' }
  const user = field(mblog, 'user')
  const author = textAt(user, 'screen_name')
  const text = wordsOf(markup)
  const retweeted = field(mblog, 'retweeted_status')
  return {
    posting: {
      ...blankPosting,
      id,
      url: postingUrl(textAt(user, 'id'), id, textAt(mblog, 'bid')),
      author,
      ...created,
      text,
      pinned: isPinned(mblog),
      edited: field(mblog, 'edit_config', 'edited') === true,
      official: textAt(user, 'verified_type') === government || (author !== null && officials.includes(author)),
      replies: readCount(field(mblog, 'comments_count')),
      reposts: readCount(field(mblog, 'reposts_count')),
      likes: readCount(field(mblog, 'attitudes_count')),
      images: imagesOf(mblog),
      repostOf: [textAt(retweeted, 'mid'), textAt(retweeted, 'idstr'), textAt(retweeted, 'id')].find(isMid) ?? null,
      state: field(mblog, 'isLongText') === true || isCut(text) ? 'partial' : 'visible',
    },
  }
}

/** The address of a posting; of one whose writer is not told, the one that needs no writer. */
export function postingUrl(uid: string | null, mid: string, bid: string | null = null): string {
  const letters = bid && /^[0-9A-Za-z]{5,12}$/.test(bid) ? bid : bidOf(mid)
  return uid && /^\d{1,20}$/.test(uid) ? `https://weibo.com/${uid}/${letters}` : `https://m.weibo.cn/detail/${mid}`
}

/** Pinned postings stand on top whatever their age; some accounts have two. */
function isPinned(mblog: Json): boolean {
  return textAt(mblog, 'isTop') === '1' || field(mblog, 'isTop') === true || textAt(mblog, 'mblogtype') === '2'
    || (textAt(mblog, 'title', 'text')?.includes('置顶') ?? false) || (textAt(mblog, 'profile_type_id')?.startsWith('proweibotop') ?? false)
}

function imagesOf(mblog: Json): string[] {
  const shown = membersAt(mblog, 'pics').map((picture) => textAt(picture, 'large', 'url') ?? textAt(picture, 'url'))
  return [...new Set(shown.flatMap((address) => absolute(address, 'https://weibo.com/') ?? []))]
}
