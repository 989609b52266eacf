/** What a parser saw to a posting in Tinghu's own terms: clean text, a hash for whoever wrote it, one clock. */
import type { Instant } from '../shared/clock.ts'
import type { SourceConfig } from '../shared/district.ts'
import { hashReporter } from '../shared/node/reporter.ts'
import type { Posting, RawPosting } from '../shared/posting.ts'
import { cleanText, cleanTitle, shorten } from '../shared/text.ts'
import type { Found } from './source.ts'
import { instantOf } from './times.ts'

export interface NormaliseContext {
  district: string
  config: SourceConfig
  /** Key of the reporter hash. */
  reporterKey: string
  receivedAt: Instant
  /** Title of the thread whose page it stood on, for replies, which have none. */
  threadTitle: string | null
}

const mostImages = 20

export function normalise({ raw, kind, externalId, parent }: Found, context: NormaliseContext): Posting {
  const { district, config, receivedAt } = context
  const text = cleanText(raw.text ?? '')
  return {
    district,
    source: config.id,
    externalId,
    channel: config.channel,
    local: config.local,
    kind,
    parent,
    repostOf: raw.repostOf,
    url: raw.url,
    title: titleOf(raw, kind === 'reply' ? context.threadTitle : null, text),
    text,
    account: raw.official && raw.author ? cleanTitle(raw.author) : null,
    reporter: reporterOf(raw, context),
    // Not known: the moment it was first seen. A site whose clock runs ahead does not write in our future.
    publishedAt: Math.min(instantOf(raw.time) ?? receivedAt, receivedAt),
    precision: raw.precision,
    receivedAt,
    official: raw.official,
    pinned: raw.pinned,
    counts: { views: raw.views, replies: raw.replies, reposts: raw.reposts, likes: raw.likes },
    images: raw.images.slice(0, mostImages),
    state: raw.state,
    workOrder: raw.workOrder && {
      ...raw.workOrder,
      result: raw.workOrder.result && cleanText(raw.workOrder.result),
      unit: raw.workOrder.unit && cleanTitle(raw.workOrder.unit),
    },
  }
}

function titleOf(raw: RawPosting, threadTitle: string | null, text: string): string {
  if (raw.title) return cleanTitle(raw.title)
  if (threadTitle) return cleanTitle(`回复：${threadTitle}`)
  return shorten(text.split('\n')[0] ?? '', 40)
}

/**
 * A name means something only where it was used, so the source is part of the identity: nobody is followed from one place to
 * another by a name. A phone number means the same person in every export. Offices and the anonymous have no hash.
 */
function reporterOf(raw: RawPosting, { config, reporterKey }: NormaliseContext): string | null {
  if (!raw.author || raw.anonymous || raw.official) return null
  return hashReporter(reporterKey, raw.author.startsWith('phone:') ? raw.author : `${config.id}:${raw.author}`)
}
