/** What duty staff have corrected, as texts to train on. */
import type { DistrictPack } from '../../../shared/district.ts'
import type { Config } from '../../../shared/node/config.ts'
import { connectPostgres } from '../../../shared/node/postgres.ts'
import { readCorrections } from '../../archive/rulings.ts'
import { findRunning } from '../../embedded/running.ts'
import type { LabelledText } from './rows.ts'

/**
 * The corrections on record, where the database of a running Tinghu can be reached; null where nothing runs. One whose unit or
 * leaf the pack no longer has is left out.
 */
export async function findCorrections(config: Config, pack: DistrictPack): Promise<LabelledText[] | null> {
  const services = findRunning(config)
  if (!services) return null
  const known = {
    category: new Set(pack.taxonomy.flatMap((branch) => branch.leaves.map(({ code }) => code))),
    unit: new Set(pack.units.map(({ id }) => id)),
    purpose: new Set<string>(pack.profile.purposes),
  }
  const db = connectPostgres(services.databaseUrl, { max: 1 })
  try {
    const corrections = await readCorrections(db, pack.profile.code)
    return corrections.filter(({ field, value }) => known[field].has(value))
      .map(({ title, text, field, value }) => ({ title, text, category: null, unit: null, purpose: null, [field]: value }))
  } finally {
    await db.end()
  }
}
