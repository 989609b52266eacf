/** A posting: one item from any channel, from what a parser saw to what the line knows of it. */
import type { Instant } from './clock.ts'

/** How exactly a source told the time of a posting. */
export type TimePrecision = 'second' | 'minute' | 'day' | 'month' | 'none'

/** What a posting is where it was found. */
export type PostingKind = 'thread' | 'reply' | 'weibo' | 'news' | 'letter' | 'work-order'

/** Whether the words can (still) be read: `partial` = only a part was shown to us, `shielded` = the site hides them. */
export type PostingState = 'visible' | 'partial' | 'shielded' | 'gone'

/** What a parser read off one page, offline and without judgement. Unknown is null, never 0 or ''. */
export interface RawPosting {
  /** The source's own id (tid, pid, mid, guid …), always text. */
  id: string
  /** The id of the thread that this is a reply to. */
  parent: string | null
  url: string | null
  title: string | null
  author: string | null
  /** ISO 8601 with +08:00, as exact as `precision` says. */
  time: string | null
  precision: TimePrecision
  /** Plain text, line breaks kept; '' = pictures only, null = hidden from us. */
  text: string | null
  pinned: boolean
  edited: boolean
  official: boolean
  anonymous: boolean
  replies: number | null
  views: number | null
  reposts: number | null
  likes: number | null
  images: string[]
  repostOf: string | null
  state: PostingState
  /** On list rows: the time of the last reply, where shown; a change means that the thread is worth another visit. */
  lastReplyAt: string | null
  workOrder: WorkOrder | null
}

/** What the office's own records (工单) know of a posting. Null where the record says nothing; instants in epoch milliseconds. */
export interface WorkOrder {
  orderNumber: string
  /** Type of request: one of {@link purposes} where the record's word is known, else that word; null = not said. */
  purpose: string | null
  /** Category as registered, in the record's own words. */
  category: string | null
  /** The unit's name as registered; the pack's units are found by it (see shared/units.ts). */
  unit: string | null
  status: string | null
  result: string | null
  /** 直办 = answered by the office itself, 转办 = handed to a unit. */
  handling: 'direct' | 'transferred' | null
  /** False = 不予受理. */
  accepted: boolean | null
  /** When the unit signed for it (签收). */
  signedAt: Instant | null
  dueAt: Instant | null
  /** Whether an extension (延期) was granted, and until when where that is told. */
  extended: boolean | null
  extendedTo: Instant | null
  closedAt: Instant | null
  /** When the caller was asked (回访). */
  calledBackAt: Instant | null
  /** Whether the caller was reached and answered (有效回访). */
  reached: boolean | null
  /** What the caller said: whether it was put right (解决), and whether they were satisfied (满意). */
  resolved: boolean | null
  satisfied: boolean | null
  /** Whether a caller who had not been satisfied was in the end (不满意化解). */
  appeased: boolean | null
  /** How often units have returned the order (退单). */
  returns: number
}

/** An order of which nothing but its number is known. */
export const blankOrder: Omit<WorkOrder, 'orderNumber'> = {
  purpose: null, category: null, unit: null, status: null, result: null, handling: null, accepted: null, signedAt: null, dueAt: null, extended: null,
  extendedTo: null, closedAt: null, calledBackAt: null, reached: null, resolved: null, satisfied: null, appeased: null, returns: 0,
}

export interface PostingCounts {
  views: number | null
  replies: number | null
  reposts: number | null
  likes: number | null
}

/** A posting in Tinghu's own terms: what every door (crawler, import, API) hands to `record`. */
export interface Posting {
  /** District code, e.g. 320813. */
  district: string
  source: string
  /** The source's own id; unique within the source. */
  externalId: string
  /** A channel of the district pack: hotline, forum, weibo … */
  channel: string
  /** Whether its source belongs to the district: then it needs no proof that it is about it. */
  local: boolean
  kind: PostingKind
  /** The externalId of the thread of a reply, in the same source. */
  parent: string | null
  repostOf: string | null
  url: string | null
  title: string
  text: string
  /** Name of an official or organisational account; the name of a person is never kept. */
  account: string | null
  /** Keyed hash of whoever wrote it (see shared/node/reporter.ts), for telling repeats from new voices only. */
  reporter: string | null
  publishedAt: Instant
  precision: TimePrecision
  receivedAt: Instant
  official: boolean
  pinned: boolean
  counts: PostingCounts
  images: string[]
  state: PostingState
  workOrder: WorkOrder | null
}

/** A posting with its place in the district's order: what the pipeline reads. */
export interface RecordedPosting extends Posting {
  /** The number of this event in its district: 1, 2, 3 … without gaps, in the order of commit. */
  number: number
  /** The number under which the posting first came in; its id from then on. */
  id: number
  /** 1 = as first seen; higher = the source changed it. */
  revision: number
}

/** The types of request. */
export const purposes = ['咨询', '求助', '投诉', '举报', '建议', '表扬', '其他'] as const
export type Purpose = (typeof purposes)[number]

/** Whether somebody asks for something to be put right: questions, praise and suggestions are answered, and stay out of bursts, repeats and rebounds. */
export const isGrievance = (purpose: Purpose): boolean => purpose !== '咨询' && purpose !== '表扬' && purpose !== '建议'

/** Signs in the words that somebody should look soon. */
export const urgencies = ['danger', 'crowd', 'threat', 'petition', 'media', 'outage'] as const
export type Urgency = (typeof urgencies)[number]

export interface CategoryGuess {
  /** Leaf code of the taxonomy (0302); null = 未分类, unsure. */
  code: string | null
  /** 0–1. */
  confidence: number
}

export interface UnitGuess {
  unit: string
  confidence: number
  /** Why, in Chinese, for the duty staff: “路灯亮化的主办单位”. */
  reason: string
}

export interface PlaceGuess {
  /** Id in the pack's gazetteer; null for a place known only by its shape. */
  id: string | null
  /** As people call it: 润园小区. */
  name: string
  /** Township (unit id) the place belongs to; null = not known. */
  township: string | null
  /** Community or village committee by name: 大庆社区; null = not known (rows stored before it was read lack it). */
  community: string | null
}

/** What enrich adds. Everything in it may be shown on a wall: it is masked and names nobody. */
export interface Enrichment {
  purpose: Purpose
  category: CategoryGuess
  /** At most three, the likeliest first. */
  units: UnitGuess[]
  place: PlaceGuess | null
  /** −1 (bitter) … 1 (grateful). */
  sentiment: number
  urgency: Urgency[]
  /** Ids of the keyword plans (监测方案) whose terms it meets. */
  plans: string[]
  maskedTitle: string
  maskedText: string
  /** False for replies, official words, pinned notices and postings about another place: they are kept and linked, not counted. */
  counted: boolean
  /** Why it is not counted, in Chinese; null when it is. */
  uncountedBecause: string | null
}

export interface EnrichedPosting extends RecordedPosting {
  enrichment: Enrichment
}
