/** What an issue is called and where it belongs, from what was understood of the posting that it is named after. */
import type { DistrictPack } from '../shared/district.ts'
import type { Enrichment } from '../shared/posting.ts'
import { titleOf } from './issues/title.ts'
import type { IssueIdentity } from './live-state/issue-state.ts'

/** `founds`: only what an issue is named after needs a title that reads well from five metres; it costs as much as a place. */
export type Identify = (enrichment: Enrichment, founds: boolean) => IssueIdentity

export function createIdentify(pack: DistrictPack): Identify {
  const leaves = new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf.name] as const)))
  const aliases = new Map(pack.places.map((place) => [place.id, place.aliases] as const))
  return ({ place, category, units, maskedTitle }, founds) => ({
    title: !founds ? maskedTitle : titleOf(place?.name ?? null, category.code === null ? null : leaves.get(category.code) ?? null, maskedTitle,
      aliases.get(place?.id ?? '') ?? []),
    category: category.code,
    place: place?.name ?? null,
    township: place?.township ?? null,
    unit: units[0]?.unit ?? null,
  })
}
