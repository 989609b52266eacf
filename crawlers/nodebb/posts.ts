/** Postings of a NodeBB page from its JSON: rows of a board, posts of a thread. */
import type { RawPosting } from '../../shared/posting.ts'
import type { Instant } from '../../shared/clock.ts'
import { lineOfHtml, loadHtml } from '../html.ts'
import { isOfficial } from '../official.ts'
import { blankPosting } from '../source.ts'
import { readTime } from '../times.ts'
import { postUrl, topicUrl } from './address.ts'
import type { Post, Topic, User } from './data.ts'
import { readWords } from './words.ts'

export interface PageContext {
  /** What relative addresses count from. */
  base: string
  root: string
  at: Instant
  officials: readonly string[]
}

export function rowOf(topic: Topic, context: PageContext): RawPosting {
  return {
    ...blankPosting,
    id: topic.tid,
    url: topicUrl(context.root, topic.tid),
    title: topic.deleted ? null : titleOf(topic),
    ...signed(topic.user, context.officials),
    ...readTime(topic.timestampISO ?? stamp(topic.timestamp), context.at),
    pinned: topic.pinned,
    replies: repliesOf(topic),
    views: topic.viewcount,
    lastReplyAt: readTime(topic.lastposttimeISO ?? topic.teaser?.timestampISO ?? stamp(topic.lastposttime), context.at).time,
    state: topic.deleted ? 'gone' : 'visible',
  }
}

/** @param opens whether this post opened the thread. */
export function postOf(post: Post, topic: Topic, opens: boolean, context: PageContext): RawPosting {
  const gone = post.deleted || /^\[\[topic:post[-_]is[-_]deleted\]\]$/.test(post.content ?? '')
  const $ = loadHtml(gone ? '' : post.content ?? '')
  const content = $.root().get(0)
  const words = content && !gone && post.content !== null ? readWords($, content, context.base) : { text: null, images: [] }
  return {
    ...blankPosting,
    id: post.pid,
    parent: opens ? null : topic.tid,
    url: opens ? topicUrl(context.root, topic.tid) : postUrl(context.root, post.pid),
    title: opens ? titleOf(topic) : null,
    ...signed(post.user, context.officials),
    ...readTime(post.timestampISO ?? stamp(post.timestamp), context.at),
    ...words,
    edited: (post.edited ?? 0) > 0 || Boolean(post.editedISO),
    replies: opens ? repliesOf(topic) : null,
    views: opens ? topic.viewcount : null,
    likes: post.upvotes,
    state: gone ? 'gone' : 'visible',
  }
}

/** Translation keys (`[[global:guest]]`) stand where there is no name: of a guest, whose uid is 0, or of an account that is gone. */
export function signed(user: User, officials: readonly string[]): Pick<RawPosting, 'author' | 'anonymous' | 'official'> {
  const name = lineOfHtml(user.username ?? user.displayname ?? '')
  const author = name === '' || name.startsWith('[[') ? null : name
  return { author, anonymous: author === null && user.uid === '0', official: isOfficial(author, officials) }
}

export const titleOf = (topic: Topic): string | null => topic.titleRaw?.replace(/\s+/g, ' ').trim() || lineOfHtml(topic.title ?? '') || null

const repliesOf = ({ postcount }: Topic): number | null => (postcount === null ? null : Math.max(0, postcount - 1))
const stamp = (at: number | null): string | null => (at === null || at <= 0 ? null : String(at))
