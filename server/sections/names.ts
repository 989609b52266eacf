/** The names that sections show instead of codes. */
import type { Alert } from '../../shared/alert.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { Subject } from '../../shared/trend.ts'

export interface Names {
  category: (code: string | null) => string
  unit: (id: string | null) => string | null
  channel: (id: string) => string
  /** What a subject that is counted is called: 区城管局承办的诉求. An issue has a title of its own. */
  subject: (subject: Subject) => string
  /** The alert with its unit by name, as screens show it. */
  alert: (alert: Alert) => Alert
}

export function namesOf(pack: DistrictPack): Names {
  const categories = new Map(pack.taxonomy.flatMap((branch) => [
    [branch.code, branch.name] as const, ...branch.leaves.map((leaf) => [leaf.code, leaf.name] as const),
  ]))
  const units = new Map(pack.units.map((unit) => [unit.id, unit.name]))
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel.name]))
  const unit = (id: string | null): string | null => (id === null ? null : units.get(id) ?? null)
  const places = new Map(pack.places.map((place) => [place.id, place.name]))
  const plans = new Map(pack.plans.map((plan) => [plan.id, plan.name]))
  const category = (code: string | null): string => (code === null || code === 'none' ? '未分类' : categories.get(code) ?? code)
  const subject = ({ kind, id }: Subject): string => {
    switch (kind) {
      case 'category': return `“${category(id)}”类诉求`
      case 'place': return `${places.get(id) ?? id}诉求`
      case 'township': return `${units.get(id) ?? id}诉求`
      case 'unit': return `${units.get(id) ?? id}承办的诉求`
      case 'channel': return `${channels.get(id) ?? id}渠道的诉求`
      case 'plan': return `“${plans.get(id) ?? id}”监测方案`
      case 'negative': return id === 'all' ? '全区负面诉求' : `${units.get(id) ?? id}负面诉求`
      case 'issue': return `事项${id}`
    }
  }
  return {
    unit, subject, category,
    alert: (alert) => ({ ...alert, unit: unit(alert.unit) }),
    channel: (id) => channels.get(id) ?? id,
  }
}
