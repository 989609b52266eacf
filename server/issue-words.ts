/** The Chinese sentences that say why a posting belongs to its issue, and what a person ruled. */
import type { DistrictPack } from '../shared/district.ts'
import type { MembershipReason } from '../shared/issue.ts'
import type { CorrectedField, Ruling } from '../shared/ruling.ts'

/** 与第123号诉求相似，共同提到“人民南路路灯”; how sure the grouping is, the screen says in words beside it. */
export function reasonWords(reason: MembershipReason): string {
  switch (reason.because) {
    case 'founded': return '该事项的第一条诉求'
    case 'similar': {
      const shared = reason.shared.map((text) => `“${text}”`).join('')
      return `与第${reason.to}号诉求相似${shared ? `，共同提到${shared}` : ''}`
    }
    case 'repost': return `与第${reason.of}号诉求文字基本相同`
    case 'reply': return `是对第${reason.to}号诉求的回复`
    case 'person': return `由${reason.by}人工归入（第${reason.ruling}号裁定）`
  }
}

const fieldNames: Record<CorrectedField, string> = { category: '类别', unit: '承办单位', purpose: '诉求类型', place: '地点' }

/** 将事项12并入事项7; 将第31号诉求的类别更正为“路灯照明”. */
export function createRulingWords(pack: DistrictPack): (ruling: Ruling) => string {
  const names: Record<CorrectedField, ReadonlyMap<string, string>> = {
    category: new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf.name] as const))),
    unit: new Map(pack.units.map((unit) => [unit.id, unit.name])),
    place: new Map(pack.places.map((place) => [place.id, place.name])),
    purpose: new Map(),
  }
  return (ruling) => {
    switch (ruling.kind) {
      case 'merge': return `将事项${ruling.from}并入事项${ruling.into}`
      case 'split': return `将第${ruling.postings.join('、')}号诉求从事项${ruling.issue}中拆出`
      case 'apart': return `认定第${ruling.posting}号诉求与事项${ruling.issue}不是同一件事`
      case 'correct': return `将第${ruling.posting}号诉求的${fieldNames[ruling.field]}更正为“${names[ruling.field].get(ruling.value) ?? ruling.value}”`
    }
  }
}
