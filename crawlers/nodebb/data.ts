/** The JSON of a NodeBB page, which is both the answer of its API and embedded whole in the page itself; read field by field, nothing taken for granted. */
import { z } from 'zod'

/** Ids are numbers, or text for what came from another server; a number that lost digits on its way names nothing. */
const id = z.union([z.string().min(1).max(500), z.number().refine(Number.isSafeInteger)]).transform(String)
const count = z.union([z.number(), z.string().regex(/^\d{1,9}$/).transform(Number)]).nullable().catch(null).default(null)
const text = z.string().nullable().catch(null).default(null)
/** Stored as 1, true or '1', by version. */
const flag = z.unknown().optional().transform((value) => value === true || Number(value) === 1)

const user = z.object({ uid: id.nullable().catch(null).default(null), username: text, displayname: text })
  .catch({ uid: null, username: null, displayname: null })
export type User = z.output<typeof user>

const topic = z.object({
  tid: id,
  title: text,
  /** The title before it was escaped; not in every version. */
  titleRaw: text,
  timestamp: count,
  timestampISO: text,
  lastposttime: count,
  lastposttimeISO: text,
  teaser: z.object({ timestampISO: text }).nullable().catch(null).default(null),
  /** The opening post counts. */
  postcount: count,
  viewcount: count,
  pinned: flag,
  deleted: flag,
  user,
})
export type Topic = z.output<typeof topic>

const post = z.object({
  pid: id,
  content: text,
  timestamp: count,
  timestampISO: text,
  /** When it was edited; 0 = never. */
  edited: count,
  editedISO: text,
  deleted: flag,
  /** Its place in the thread; 0 = it opened it. */
  index: count,
  upvotes: count,
  user,
})
export type Post = z.output<typeof post>

const listed = z.object({ topics: z.array(z.unknown()), topic_count: count })
const thread = z.object({ ...topic.shape, posts: z.array(z.unknown()), mainPid: id.nullable().catch(null).default(null) })
const pager = z.object({ pagination: z.object({ currentPage: count, pageCount: count }) })
  .catch({ pagination: { currentPage: null, pageCount: null } })
const frame = z.object({
  template: z.object({ name: text }).catch({ name: null }).default({ name: null }),
  error: text,
  message: text,
  site_title: text,
  status: z.object({ message: text }).catch({ message: null }).default({ message: null }),
})

export interface Shown {
  current: number
  last: number
}

/** What a page holds, by its own structure; `lost` entries had no id, or were none. */
export type Content =
  | { kind: 'thread-list'; topics: Topic[]; lost: number; shown: Shown }
  | { kind: 'thread'; topic: Topic; mainPid: string | null; posts: Post[]; lost: number; shown: Shown }
  | { kind: 'index' }
  | { kind: 'other'; template: string | null; message: string | null; maintenance: boolean }

/** @param data what JSON.parse gave; null where it is no object. */
export function readContent(data: unknown): Content | null {
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return null
  const { currentPage, pageCount } = pager.parse(data).pagination
  const shown = { current: currentPage ?? 1, last: pageCount ?? 1 }
  const opened = thread.safeParse(data)
  if (opened.success) {
    const { posts: entries, mainPid, ...of } = opened.data
    const posts = entries.flatMap((entry) => post.safeParse(entry).data ?? [])
    return { kind: 'thread', topic: of, mainPid, posts, lost: entries.length - posts.length, shown }
  }
  const list = listed.safeParse(data)
  if (list.success) {
    const topics = list.data.topics.flatMap((entry) => topic.safeParse(entry).data ?? [])
    return { kind: 'thread-list', topics, lost: list.data.topics.length - topics.length, shown }
  }
  if ('categories' in data && Array.isArray(data.categories)) return { kind: 'index' }
  const { template, error, message, status, site_title: site } = frame.parse(data)
  return { kind: 'other', template: template.name, message: message ?? error ?? status.message, maintenance: site !== null && message !== null }
}

/** JSON to a value; undefined where it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, '')) as unknown
  } catch {
    return undefined
  }
}
