/** An errand: what the server asks of the crawlers, since they alone reach out to other machines. */
import type { SourceConfig } from './district.ts'
import type { TimePrecision } from './posting.ts'

export type Errand =
  /** Look at an address that somebody pasted, and propose how to crawl it. */
  | { kind: 'try'; url: string }
  /** Take a page as evidence: full picture, HTML, headers. */
  | { kind: 'capture'; evidence: number }
  /** An operator has acted: visit the source now, whatever pause it is in. */
  | { kind: 'visit'; source: string }

/** A way of crawling a pasted address, the likeliest first. */
export interface Proposal {
  /** Complete but for its id and channel, which a person confirms. */
  source: SourceConfig
  /** The adapter's name for people: Discuz! 论坛. */
  title: string
  /** Why it is proposed, in Chinese. */
  because: string
  /** Up to ten postings that a first visit would take, the newest first. */
  sample: SamplePosting[]
  /** What does not look right, in Chinese: no times, only a part readable; null = nothing. */
  warning: string | null
}

export interface SamplePosting {
  title: string | null
  text: string | null
  /** Shown only where an office wrote it; the names of people are not. */
  author: string | null
  time: string | null
  precision: TimePrecision
  url: string | null
  replies: number | null
}

/** What looking at a pasted address came to. */
export interface TryAnswer {
  url: string
  /** In Chinese, why nothing can be proposed and what the operator can do; null where there are proposals. */
  refusal: string | null
  proposals: Proposal[]
}
