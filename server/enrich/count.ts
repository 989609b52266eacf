/** Decides whether a posting counts, and says why when it does not. */
import type { DistrictPack } from '../../shared/district.ts'
import type { Enrichment, Posting } from '../../shared/posting.ts'
import type { Relevance } from './relevance.ts'

type Counted = Pick<Enrichment, 'counted' | 'uncountedBecause'>
/** What was understood of a posting before it is asked whether it counts. */
type Understood = Pick<Enrichment, 'category' | 'purpose' | 'plans'>

/**
 * Replies, official words, pinned notices, channels of which only totals may be known, and postings from outside that are
 * about another place, or name the district in passing and ask for nothing (a view of the lake), are kept and linked, not
 * counted. In a source of the district's own only what speaks of no known matter
 * is looked at, and only a word against it (an advertisement, another town) keeps it out. `judge` is called only where it matters.
 */
export function createCounter(pack: DistrictPack): (posting: Posting, understood: Understood, judge: () => Relevance) => Counted {
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel]))
  const not = (because: string): Counted => ({ counted: false, uncountedBecause: because })

  return (posting, { category, purpose, plans }, judge) => {
    if (channels.get(posting.channel)?.totalsOnly) return not('该渠道只计总数，内容不进入分析')
    if (posting.kind === 'reply') return not('跟帖回复，不单独计数')
    if (posting.official) return not('官方发布或答复')
    if (posting.pinned) return not('置顶公告')
    const isRegistered = posting.workOrder !== null || channels.get(posting.channel)?.registered === true
    if (posting.local && (isRegistered || category.code !== null)) return { counted: true, uncountedBecause: null }
    const { relevant, noise, because } = judge()
    if (posting.local ? noise : !relevant) return not(`与本区诉求无关：${because}`)
    const asksNothing = category.code === null && plans.length === 0 && (purpose === '其他' || purpose === '表扬')
    return !posting.local && asksNothing ? not(`与本区诉求无关：${because}，但没有诉求内容，也未命中监测方案`) : { counted: true, uncountedBecause: null }
  }
}
