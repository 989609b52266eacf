/** Decides whether a posting counts, and says why when it does not. */
import type { DistrictPack } from '../../shared/district.ts'
import type { CategoryGuess, Enrichment, Posting } from '../../shared/posting.ts'
import type { Relevance } from './relevance.ts'

/** Channels in which anybody writes about anywhere; a work order in one of them has been through the office already. */
const outside = new Set(['weibo', 'wechat', 'news', 'web', 'board'])

type Counted = Pick<Enrichment, 'counted' | 'uncountedBecause'>

/**
 * Replies, official words, pinned notices, channels of which only totals may be known, and postings from outside that are
 * about another place are kept and linked, not counted. The source's own `local` mark, where the pack has it, goes before
 * the channel. In a forum of the district only what speaks of no known matter is looked at, and only a word against it
 * (an advertisement, another town) keeps it out. `judge` is called only where it matters.
 */
export function createCounter(pack: DistrictPack): (posting: Posting, category: CategoryGuess, judge: () => Relevance) => Counted {
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel]))
  const local = new Map(pack.sources.map((source) => [source.id, source.local]))
  const not = (because: string): Counted => ({ counted: false, uncountedBecause: because })

  return (posting, category, judge) => {
    if (channels.get(posting.channel)?.totalsOnly) return not('该渠道只计总数，内容不进入分析')
    if (posting.kind === 'reply') return not('跟帖回复，不单独计数')
    if (posting.official) return not('官方发布或答复')
    if (posting.pinned) return not('置顶公告')
    const isLocal = local.get(posting.source) ?? !outside.has(posting.channel)
    const isRegistered = posting.workOrder !== null || channels.get(posting.channel)?.registered === true
    if (isLocal && (isRegistered || category.code !== null)) return { counted: true, uncountedBecause: null }
    const { relevant, noise, because } = judge()
    return (isLocal ? !noise : relevant) ? { counted: true, uncountedBecause: null } : not(`与本区诉求无关：${because}`)
  }
}
