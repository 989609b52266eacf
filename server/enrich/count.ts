/** Decides whether a posting counts, and says why when it does not. */
import type { DistrictPack } from '../../shared/district.ts'
import type { CategoryGuess, Enrichment, Posting } from '../../shared/posting.ts'
import type { Relevance } from './relevance.ts'

type Counted = Pick<Enrichment, 'counted' | 'uncountedBecause'>

/**
 * Replies, official words, pinned notices, channels of which only totals may be known, and postings from outside that are
 * about another place are kept and linked, not counted. In a source of the district's own only what speaks of no known matter
 * is looked at, and only a word against it (an advertisement, another town) keeps it out. `judge` is called only where it matters.
 */
export function createCounter(pack: DistrictPack): (posting: Posting, category: CategoryGuess, judge: () => Relevance) => Counted {
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel]))
  const not = (because: string): Counted => ({ counted: false, uncountedBecause: because })

  return (posting, category, judge) => {
    if (channels.get(posting.channel)?.totalsOnly) return not('该渠道只计总数，内容不进入分析')
    if (posting.kind === 'reply') return not('跟帖回复，不单独计数')
    if (posting.official) return not('官方发布或答复')
    if (posting.pinned) return not('置顶公告')
    const isRegistered = posting.workOrder !== null || channels.get(posting.channel)?.registered === true
    if (posting.local && (isRegistered || category.code !== null)) return { counted: true, uncountedBecause: null }
    const { relevant, noise, because } = judge()
    return (posting.local ? !noise : relevant) ? { counted: true, uncountedBecause: null } : not(`与本区诉求无关：${because}`)
  }
}
