/** A thread of the forum, planned or written by a visitor, with everything that ever happens to it. */
import { hour, minute, type Instant } from '../../../../shared/clock.ts'
import { chanceOf, hashOf } from '../../chance.ts'
import { nicknameOf, userIdOf, type Person } from '../../people/people.ts'
import { boards } from '../../plan/ordinary.ts'
import type { Happening } from '../../plan/happening.ts'
import { compose } from '../../words/compose.ts'
import { firstPostOf, repliesTo } from '../../words/replies.ts'
import type { Notice } from '../../words/notices.ts'
import type { Written } from '../../written.ts'

/** A name with its user id; null where the forum shows 匿名. */
export type Author = { name: string; uid: number } | null

export interface Post {
  pid: number
  at: Instant
  author: Author
  text: string
  editedAt: Instant | null
  quotesFirst: boolean
  shielded: boolean
}

export interface Thread {
  tid: number
  /** Board in which it was opened. */
  board: number
  at: Instant
  author: Author
  pinned: boolean
  title: string
  /** When each post appears, the opening one first. */
  times: readonly Instant[]
  posts(): Post[]
  deletedAt: Instant | null
  moved: { at: Instant; to: number; stub: number } | null
}

/** Words that an author adds to an edited post. */
const additions = ['补充一下：今天又发生了。', '更新：还是没有人来处理。', '编辑：刚才有工作人员打电话了解情况。', '补充：照片发在二楼。']

export function plannedThread(seed: string, happening: Happening): Thread {
  const chance = chanceOf(seed, 'thread', happening.id)
  const { id, at } = happening
  const author: Author = chance.happens(0.03) ? null : personal(seed, happening.person)
  const deletedAt = chance.happens(0.012) ? at + Math.round((1 + 30 * chance.next()) * hour) : null
  const editedAt = chance.happens(0.04) ? at + Math.round((10 + 900 * chance.next()) * minute) : null
  const moves = deletedAt === null && chance.happens(0.012)
  const other = boards.find(({ fid }) => fid !== happening.board && fid !== 36)!.fid
  const replies = repliesTo(seed, happening)
  const addition = chance.pick(additions)
  let title: string | null = null
  return {
    tid: id, board: happening.board, at, author, pinned: false, deletedAt,
    get title() { return title ??= compose(seed, happening).title },
    times: [at, ...replies.map((reply) => reply.at)],
    moved: moves ? { at: at + Math.round((0.5 + 9 * chance.next()) * hour), to: other, stub: id * 10 + 9 } : null,
    posts: () => [
      {
        pid: firstPostOf(happening), at, author, editedAt, quotesFirst: false, shielded: false,
        text: editedAt === null ? compose(seed, happening).text : `${compose(seed, happening).text}\n${addition}`,
      },
      ...replies.map((reply): Post => ({
        pid: reply.pid, at: reply.at, text: reply.text, editedAt: null, quotesFirst: reply.quotesFirst, shielded: reply.shielded,
        author: reply.person === null ? official(reply.office!) : personal(seed, reply.person),
      })),
    ],
  }
}

export function writtenThread({ id, at, board, author, title, text }: Written): Thread {
  const signed = author === '' ? null : { name: author, uid: 900_000 + (hashOf(author) % 90_000) }
  return single({ tid: id, board, at, author: signed, pinned: false, title }, text)
}

export const noticeThread = ({ tid, board, title, text }: Notice, at: Instant): Thread =>
  single({ tid, board, at, author: { name: '12345坐席01', uid: 1 }, pinned: true, title }, text)

function single(thread: Pick<Thread, 'tid' | 'board' | 'at' | 'author' | 'pinned' | 'title'>, text: string): Thread {
  const opening: Post = { pid: thread.tid * 10, at: thread.at, author: thread.author, text, editedAt: null, quotesFirst: false, shielded: false }
  return { ...thread, times: [thread.at], deletedAt: null, moved: null, posts: () => [opening] }
}

const personal = (seed: string, person: Person): Author => ({ name: nicknameOf(seed, person), uid: userIdOf(person) })
const official = (name: string): Author => ({ name, uid: 10 + (hashOf(name) % 900) })

/** How often a thread has been looked at: rises for some days and never falls. */
export const viewsOf = (thread: Thread, now: Instant): number =>
  3 + Math.floor((60 + (hashOf('views', thread.tid) % 900)) * (1 - Math.exp(-(now - thread.at) / (30 * hour))))
