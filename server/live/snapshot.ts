/** Reads everything a wall shows at one moment, for clients that join or have missed something. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DistrictPack } from '../../shared/district.ts'
import type { RedisClient } from '../../shared/node/redis.ts'
import type { SourceHealth } from '../../shared/source.ts'
import type { PostingCard, WallSections, WallSnapshot } from '../../shared/wall.ts'
import type { Keys } from '../live-state/keys.ts'

const lua = readFileSync(join(import.meta.dirname, '../live-state/scripts/snapshot.lua'), 'utf8')

interface Scripted {
  readSnapshot(...keys: string[]): Promise<[string, string, string[], string[]]>
}

export function createSnapshotReader(redis: RedisClient, keys: Keys, pack: DistrictPack): () => Promise<WallSnapshot> {
  redis.defineCommand('readSnapshot', { lua, numberOfKeys: 4 })
  const scripted = redis as unknown as Scripted
  const { code, name, title } = pack.profile
  const district = { code, name, title, outline: pack.outline, channels: pack.channels.map((channel) => ({ id: channel.id, name: channel.name })) }
  return async () => {
    const [version, asOf, pairs, latest] = await scripted.readSnapshot(keys.version, keys.sections, keys.asOf, keys.latest)
    const sections: Record<string, unknown> = { latest: latest.map((card) => JSON.parse(card) as PostingCard) }
    for (let at = 0; at + 1 < pairs.length; at += 2) sections[pairs[at]!] = JSON.parse(pairs[at + 1]!)
    const known = sections as Partial<WallSections>
    return { district, demo: isDemo(known.sources), version: Number(version), asOf: Number(asOf), sections: known }
  }
}

/** Everything is a demonstration as soon as any of it is. */
const isDemo = (sources: SourceHealth[] | undefined): boolean => sources?.some((source) => source.demo) ?? false
