/**
 * The JSON that the pages of 2026 are drawn from. Known from the tests of public code only, not from a capture: every field may be
 * missing, an answer of another shape is an unknown page. It is read where a page or a cache hands it over; it is not asked for,
 * since the site wants such requests signed.
 */
import type { RawPosting } from '../../shared/posting.ts'
import { stateOfMessage } from '../discuz/message.ts'
import { blankPosting, emptyReading, type Reading } from '../source.ts'
import { readCount } from '../counts.ts'
import { field, membersAt, textAt, type Json } from '../json.ts'
import { absoluteOf, pageOf, replyUrl, threadUrl } from './address.ts'
import { isSet, pictureOf, readAuthor, readShown, type PageContext } from './shown.ts'

export function readAnswer(answer: Json, context: PageContext): Reading {
  const code = textAt(answer, 'error_code') ?? textAt(answer, 'no') ?? '0'
  const message = textAt(answer, 'error_msg') ?? textAt(answer, 'error')
  if (code !== '0') return emptyReading('message', stateOfMessage(message ?? ''), message ?? `error_code ${code}`)
  const users = new Map(membersAt(answer, 'user_list').map((user) => [textAt(user, 'id'), user]))
  const at = { ...context, users }
  const id = textAt(answer, 'thread', 'id') ?? textAt(answer, 'thread', 'tid')
  if (id && (field(answer, 'first_floor') !== null || Array.isArray(field(answer, 'post_list')))) return readThread(answer, id, at)
  for (const path of [['data', 'card_list'], ['thread_list'], ['data', 'thread_list']]) {
    if (Array.isArray(field(answer, ...path))) return readList(answer, membersAt(answer, ...path), at)
  }
  return emptyReading('unknown', 'unknown-page', message)
}

type AnswerContext = PageContext & { users: Map<string | null, Json> }

function readList(answer: Json, entries: Json[], context: AnswerContext): Reading {
  const threads = entries.map((entry) => field(entry, 'data') ?? entry)
    // Users and boards that fit the words stand among the threads.
    .filter((thread) => textAt(thread, 'title') !== null || textAt(thread, 'tid') !== null)
  const postings = threads.flatMap((thread): RawPosting[] => {
    const id = textAt(thread, 'tid') ?? textAt(thread, 'id')
    if (!id || !/^\d{1,20}$/.test(id)) return []
    const author = [field(thread, 'user'), field(thread, 'author'), context.users.get(textAt(thread, 'author_id')) ?? null]
    return [{
      ...blankPosting,
      id,
      url: threadUrl(context.root, id),
      title: textAt(thread, 'title'),
      ...readAuthor(author.flatMap(namesOf), context.officials),
      ...readShown(textAt(thread, 'create_time') ?? textAt(thread, 'time'), context.at),
      text: textAt(thread, 'content'),
      pinned: isSet(thread, 'is_top'),
      replies: readCount(field(thread, 'reply_num')) ?? readCount(field(thread, 'post_num')),
      lastReplyAt: readShown(textAt(thread, 'last_time_int'), context.at).time,
      state: 'partial',
    }]
  })
  if (threads.length > 0 && postings.length === 0) return emptyReading('thread-list', 'unknown-page', `${threads.length} 个主题都读不出`)
  const page = field(answer, 'page') ?? field(answer, 'data', 'page')
  const asked = pageOf(context.url)
  const more = isSet(page, 'has_more') || isSet(field(answer, 'data'), 'has_more')
  return {
    ...emptyReading('thread-list', 'ok'), postings, currentPage: readCount(field(page, 'current_page')),
    lastPage: readCount(field(page, 'total_page')) ?? (more ? asked + 1 : asked),
  }
}

function readThread(answer: Json, id: string, context: AnswerContext): Reading {
  const title = textAt(answer, 'thread', 'title')
  const first = field(answer, 'first_floor')
  const opening = textAt(first, 'id')
  const current = readCount(field(answer, 'page', 'current_page')) ?? pageOf(context.url)
  const floors = [first, ...membersAt(answer, 'post_list').filter((post) => textAt(post, 'id') !== opening)]
  const postings = floors.flatMap((floor, index): RawPosting[] => {
    const post = textAt(floor, 'id')
    if (!post || !/^\d{1,20}$/.test(post)) return []
    const opens = index === 0
    const content = membersAt(floor, 'content')
    const inParts = Array.isArray(field(floor, 'content'))
    const words = inParts ? content.filter(isWords).map((part) => textAt(part, 'text') ?? '').join('').trim() : textAt(floor, 'content')
    return [{
      ...blankPosting,
      id: post,
      parent: opens ? null : id,
      url: opens ? threadUrl(context.root, id) : replyUrl(context.root, id, post),
      title: opens ? title : null,
      ...readAuthor(namesOf(context.users.get(textAt(floor, 'author_id')) ?? field(floor, 'author')), context.officials),
      ...readShown(textAt(floor, 'time') ?? (opens ? textAt(answer, 'thread', 'create_time') : null), context.at),
      text: words,
      state: words === null ? 'shielded' : 'visible',
      replies: opens ? readCount(field(answer, 'thread', 'reply_num')) : readCount(field(floor, 'sub_post_number')),
      images: content.filter((part) => textAt(part, 'type') === '3')
        .flatMap((part) => pictureOf(absoluteOf(textAt(part, 'origin_src') ?? textAt(part, 'src'), context.url)) ?? []),
    }]
  })
  if (postings.length === 0) return emptyReading('thread', 'unknown-page', '帖子里一层也读不出')
  return {
    ...emptyReading('thread', 'ok'), postings, thread: { id, title, opening }, currentPage: current,
    lastPage: Math.max(current, readCount(field(answer, 'page', 'total_page')) ?? 1),
  }
}

/** Smileys (2) and pictures (3) are no words. */
const isWords = (part: Json): boolean => !['2', '3'].includes(textAt(part, 'type') ?? '0')
const namesOf = (user: Json): (string | null)[] => [textAt(user, 'name_show'), textAt(user, 'show_nickname'), textAt(user, 'name')]
