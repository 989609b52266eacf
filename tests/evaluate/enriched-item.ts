/** Turns a row of an evaluation file into what grouping gets in the product: masked words, place and category as enrich sees them. */
import type { Instant } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import type { Posting } from '../../shared/posting.ts'
import { createEnricher } from '../../server/enrich/enricher.ts'
import type { GroupItem } from '../../server/issues/index.ts'

export interface EvaluatedRow {
  id: number
  at: Instant
  title: string
  text: string
}

/** The pack only lends its taxonomy: places of another city are known by their shape alone. */
export function createItemMaker(pack: DistrictPack): (row: EvaluatedRow) => GroupItem {
  const enricher = createEnricher(pack, createSegmenter(pack))
  return ({ id, at, title, text }) => {
    const posting: Posting = {
      district: pack.profile.code, source: 'evaluation', externalId: String(id), channel: 'letter', local: true, kind: 'letter', parent: null, repostOf: null, url: null,
      title, text, account: null, reporter: null, publishedAt: at, precision: 'second', receivedAt: at, official: false, pinned: false,
      counts: { views: null, replies: null, reposts: null, likes: null }, images: [], state: 'visible', workOrder: null,
    }
    const { maskedTitle, maskedText, place, category } = enricher.enrich(posting)
    return {
      id, at, title: maskedTitle, text: maskedText, place: place?.id ?? place?.name ?? null, category: category.code, repostOf: null, parent: null,
    }
  }
}
