/**
 * What a source is: one file exporting `defineSource(…)` and one line in sources/index.ts.
 *
 * `parse` is pure and offline: stored bytes in, what is on them out; every capture can be run through it (`evaluate -- parse`).
 * `visit` decides what to fetch next from what was read so far; it never fetches, decodes, waits or records itself.
 */
import { z } from 'zod'
import type { Instant } from '../shared/clock.ts'
import { Fatal } from '../shared/errors.ts'
import type { Plan, SourceConfig } from '../shared/district.ts'
import type { PostingKind, RawPosting } from '../shared/posting.ts'
import type { Page } from '../shared/node/http/fetch.ts'

/** What a page turned out to be, told before anything on it is believed. Only `ok` and `not-modified` prove that a source is well. */
export const pageStates = [
  'ok', 'not-modified', 'login-required', 'password-required', 'forbidden', 'not-found', 'gone', 'moved', 'blocked', 'challenge', 'captcha',
  'login-failed', 'rate-limited', 'robot-refused', 'site-closed', 'server-error', 'not-a-feed', 'incomplete', 'unknown-page',
  // Not fetched by our own decision: the SSRF guard, a size cap.
  'refused',
] as const
export type PageState = (typeof pageStates)[number]

export type PageKind = 'thread-list' | 'thread' | 'feed' | 'list' | 'detail' | 'exports' | 'export' | 'index' | 'message' | 'unknown'

/** What one page says. */
export interface Reading {
  kind: PageKind
  state: PageState
  /** The site's own words, where it says why. */
  message: string | null
  /** The page number shown, which is not always the one asked for. */
  currentPage: number | null
  lastPage: number | null
  postings: RawPosting[]
  /** Of a thread page: the thread, and the posting that opened it where it is on this page. */
  thread: { id: string; title: string | null; opening: string | null } | null
  /** Pages that this one leads to: details of a list, files of an export page, the next page. */
  links: string[]
  /** Set when only a part could be read, e.g. a feed that was cut. */
  degraded: string | null
  /** True when the same request, with the cookies just set, is worth one more try. */
  again: boolean
  /** Least milliseconds that this page asks us to leave the source alone (risk control: hours); null = as its state has it. */
  pauseMs: number | null
}

/** A reading with nothing on it. */
export const emptyReading = (kind: PageKind, state: PageState, message: string | null = null): Reading => ({
  kind, state, message, currentPage: null, lastPage: null, postings: [], thread: null, links: [], degraded: null, again: false, pauseMs: null,
})

/** A request that a visit wants made. */
export interface Ask {
  url: string
  /** The same page in another form, asked for instead where robots.txt does not allow `url`. */
  otherwise?: string
  /** What it is asked for: `list`, `thread`, `feed` … */
  role: string
  /** Which one: board, thread, file. */
  key: string
  /** The page number asked for. */
  page: number
  /** True when the visit means nothing without it; a failure of any other page is only a degraded visit. */
  essential: boolean
  validators?: { etag: string | null; lastModified: string | null }
  /** A form to send; absent = a plain GET. */
  form?: Record<string, string>
  /** What this site expects of its own pages' requests (Referer, X-Requested-With); never User-Agent or Cookie, which belong to the session. */
  headers?: Record<string, string>
}

/** A posting on its way to normalise, with its identity in the source. */
export interface Found {
  raw: RawPosting
  kind: PostingKind
  externalId: string
  /** The externalId of the thread it replies to. */
  parent: string | null
}

/** What the district listens for: sources that search take their questions from it. */
export interface Watch {
  /** Names that no other place bears: 洪泽, 老子山. */
  names: readonly string[]
  plans: readonly Plan[]
}

/** One visit in progress. */
export interface Visit {
  /** What to fetch next; null when the visit is done. */
  next(): Ask | null
  /** Takes what was read on a page that was asked for. */
  take(ask: Ask, reading: Reading, page: Page): Found[]
  /** Where a later visit can go on; true of everything taken so far, so that it may be stored with it. */
  cursor(): unknown
  /** In Chinese, what shows that pages have changed their shape; null when nothing does. */
  trouble(): string | null
}

/** Settings that every source understands. */
export const commonOptions = {
  /** Encoding of the site where it lies about it. */
  encoding: z.string().optional(),
  /** `ignore` only with the site's consent; it is logged at each start. */
  robots: z.enum(['obey', 'ignore']).default('obey'),
  /** Name of the robot sent as User-Agent instead of ours. */
  userAgent: z.string().optional(),
  /** Fetch with the browser: for sites that show nothing without scripts. */
  browser: z.boolean().default(false),
  /** Accounts that speak for an office, besides those whose name says so. */
  officials: z.array(z.string()).default([]),
  /** Most requests a day (Beijing time) to a host; sources of one host share the count. Absent = as many as the pauses allow. */
  budget: z.number().int().min(1).optional(),
  /** Hours of the day (Beijing time) in which the site is left alone, e.g. { from: 23, to: 6 }. */
  quiet: z.strictObject({ from: z.number().int().min(0).max(23), to: z.number().int().min(0).max(24) }).optional(),
}
export type CommonOptions = z.infer<z.ZodObject<typeof commonOptions>>

export interface SourceDefinition<S extends z.ZodType<CommonOptions>, C> {
  name: string
  /** For people. */
  title: string
  options: S
  /** A cursor that does not fit (of an older version) is as good as none: everything is read again, nothing counts twice. */
  cursor: z.ZodType<C>
  parse(page: Page, options: z.output<S>): Reading
  visit(cursor: C | null, context: { config: SourceConfig; options: z.output<S>; watch: Watch; now: Instant }): Visit
}

/** A source with its options read: what the crawler runs. */
export interface OpenSource {
  config: SourceConfig
  common: CommonOptions
  parse(page: Page): Reading
  visit(cursor: unknown, now: Instant): Visit
}

export interface Source {
  name: string
  title: string
  /** @throws Fatal naming source, option and what is wrong with it. */
  open(config: SourceConfig, watch: Watch): OpenSource
}

export function defineSource<S extends z.ZodType<CommonOptions>, C>(definition: SourceDefinition<S, C>): Source {
  return {
    name: definition.name,
    title: definition.title,
    open(config, watch) {
      const parsed = definition.options.safeParse(config.options)
      if (!parsed.success) throw new Fatal(`Source ${config.id}: ${z.prettifyError(parsed.error)}`)
      const options = parsed.data
      return {
        config,
        common: options,
        parse: (page) => definition.parse(page, options),
        visit(cursor, now) {
          const kept = definition.cursor.safeParse(cursor)
          return definition.visit(kept.success ? kept.data : null, { config, options, watch, now })
        },
      }
    },
  }
}

/** A posting with nothing known about it. */
export const blankPosting: RawPosting = {
  id: '', parent: null, url: null, title: null, author: null, time: null, precision: 'none', text: null, pinned: false, edited: false, official: false,
  anonymous: false, replies: null, views: null, reposts: null, likes: null, images: [], repostOf: null, state: 'visible', lastReplyAt: null, workOrder: null,
}
