/** The names that sections show instead of codes. */
import type { DistrictPack } from '../../shared/district.ts'

export interface Names {
  category(code: string | null): string
  unit(id: string | null): string | null
  channel(id: string): string
}

export function namesOf(pack: DistrictPack): Names {
  const categories = new Map(pack.taxonomy.flatMap((branch) => [
    [branch.code, branch.name] as const, ...branch.leaves.map((leaf) => [leaf.code, leaf.name] as const),
  ]))
  const units = new Map(pack.units.map((unit) => [unit.id, unit.name]))
  const channels = new Map(pack.channels.map((channel) => [channel.id, channel.name]))
  return {
    category: (code) => (code === null ? '未分类' : categories.get(code) ?? code),
    unit: (id) => (id === null ? null : units.get(id) ?? null),
    channel: (id) => channels.get(id) ?? id,
  }
}
