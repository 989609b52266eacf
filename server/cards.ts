/** A posting as a masked text card, as wall, console and alerts show it. */
import type { DistrictPack } from '../shared/district.ts'
import { shorten } from '../shared/text.ts'
import type { PostingCard } from '../shared/wall.ts'
import type { GroupedPosting } from './grouped.ts'

/** Characters of text on a card: enough to know what it is about from across a room. */
const cardLength = 140

export type CardSource = Pick<GroupedPosting, 'id' | 'number' | 'channel' | 'enrichment' | 'issue' | 'publishedAt' | 'recordedAt'>

/** Makes cards with the names of the pack in them. */
export function createCardMaker(pack: DistrictPack): (posting: CardSource) => PostingCard {
  const leaves = new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf.name] as const)))
  const units = new Map(pack.units.map((unit) => [unit.id, unit.name]))
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel.name]))
  return ({ id, number, channel, enrichment, issue, publishedAt, recordedAt }) => ({
    id, number, channel, issue, publishedAt, recordedAt,
    channelName: channels.get(channel) ?? channel,
    title: shorten(enrichment.maskedTitle, 60),
    text: shorten(enrichment.maskedText, cardLength),
    category: enrichment.category.code === null ? null : leaves.get(enrichment.category.code) ?? null,
    place: enrichment.place?.name ?? null,
    township: enrichment.place?.township ?? null,
    unit: units.get(enrichment.units[0]?.unit ?? '') ?? null,
  })
}
