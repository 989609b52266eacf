/** The names that sections show instead of codes. */
import type { Alert } from '../../shared/alert.ts'
import type { DistrictPack } from '../../shared/district.ts'

export interface Names {
  category: (code: string | null) => string
  unit: (id: string | null) => string | null
  channel: (id: string) => string
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
  return {
    unit,
    alert: (alert) => ({ ...alert, unit: unit(alert.unit) }),
    category: (code) => (code === null ? '未分类' : categories.get(code) ?? code),
    channel: (id) => channels.get(id) ?? id,
  }
}
