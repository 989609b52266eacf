/** What every way of proposing a source is given, and how a proposal gets its sample. */
import type { Proposal } from '../../shared/errand.ts'
import type { SourceConfig } from '../../shared/district.ts'
import type { Clock } from '../../shared/clock.ts'
import { openSource } from '../configured.ts'
import type { Ask, Watch } from '../source.ts'
import { findSource } from '../sources/index.ts'
import type { Document } from './document.ts'
import type { Fetcher } from './fetcher.ts'
import { walkVisit, type Walked } from './sample.ts'
import { describeSource, type Known } from './source-of.ts'

export interface Trying {
  fetcher: Fetcher
  watch: Watch
  clock: Clock
  known: Known
}

export interface Draft {
  adapter: string
  url: string
  name: string
  options: Record<string, unknown>
  /** Options for the sample alone: one page of each list. */
  sampling?: Record<string, unknown>
  document: Document | null
  because: string
  warning?: string | null
  most: { lists: number; details: number }
}

/** A proposal with the postings that its adapter takes from the pages at hand; null where it takes none. */
export async function proposeWith({ fetcher, watch, clock, known }: Trying, draft: Draft): Promise<{ proposal: Proposal; walked: Walked } | null> {
  const title = findSource(draft.adapter)?.title
  if (title === undefined) return null
  const config = describeSource(draft, known)
  const browser = draft.options.browser === true
  const source = openSource({ ...config, options: { ...config.options, ...draft.sampling } }, watch)
  const pages = {
    // A form is never sent to try a site, and where robots.txt bars one form of a page the other is asked for.
    get: async ({ url, otherwise }: Ask) => fetcher.get(url, browser).catch(async (error: unknown) => {
      if (otherwise === undefined) throw error
      return fetcher.get(otherwise, browser)
    }),
    has: ({ url }: Ask) => fetcher.has(url, browser),
  }
  const walked = await walkVisit(source, pages, clock.now(), draft.most)
  if (walked.sample.length === 0) return null
  const warning = [draft.warning ?? null, warningOf(walked)].filter((each) => each !== null).join('；') || null
  return { proposal: { source: config satisfies SourceConfig, title, because: draft.because, sample: walked.sample, warning }, walked }
}

function warningOf({ sample, details }: Walked): string | null {
  if (sample.every(({ time }) => time === null)) return '没有读到发布时间，将以采集到的时间为准'
  return details.asked > 0 && details.read === 0 ? '详情页没有读到，样例只有列表上的内容' : null
}
