/** Checks what no schema of one file can see: that each id of a pack is there once, and that what is named exists. */
import { RE2JS } from 're2js'
import { localUnit } from '../district.ts'
import type { DistrictPack } from '../district.ts'
import { messageOf } from '../errors.ts'

/** One thing wrong in a pack: which file, where in it, what stands there, and why that cannot be. */
export interface Fault {
  file: string
  path: string
  value: unknown
  why: string
}

/** Every reference of the pack that leads nowhere, every id given twice, every term that is no RE2. */
export function findBrokenReferences(code: string, pack: DistrictPack): Fault[] {
  const ids = (rows: readonly { id: string }[]): Set<string> => new Set(rows.map((row) => row.id))
  const units = ids(pack.units)
  const channels = ids(pack.channels)
  const origins = new Set([...ids(pack.sources), ...channels])
  const lists = ['units', 'channels', 'townships', 'places', 'plans', 'sources'] as const
  return [
    ...faultIf(pack.profile.code !== code, 'profile', 'code', pack.profile.code, `the folder is ${code}`),
    ...lists.flatMap((file) => findTwice(file, 'id', pack[file].map((row) => row.id))),
    ...checkUnits(pack, units),
    ...checkTaxonomy(pack, units),
    ...checkPlaces(pack, units),
    ...pack.channels.flatMap(({ successor }, at) => need(channels, 'channels', `${at}.successor`, successor, 'channel has this id')),
    ...pack.sources.flatMap((source, at) => need(channels, 'sources', `${at}.channel`, source.channel, 'channel has this id')),
    ...pack.plans.flatMap((plan, at) => [
      ...plan.sources.flatMap((source, index) => need(origins, 'plans', `${at}.sources.${index}`, source, 'source or channel is so called')),
      ...checkTerms('plans', `${at}.all`, plan.all),
      ...checkTerms('plans', `${at}.none`, plan.none),
    ]),
    ...checkTerms('region', 'exclude', pack.region.exclude),
    ...checkRules(pack, channels),
  ]
}

function checkRules({ rules, plans }: DistrictPack, channels: ReadonlySet<string>): Fault[] {
  const known = new Set(plans.map((plan) => plan.id))
  const needAll = (ids: ReadonlySet<string>, what: string, path: string, values: readonly string[] = []): Fault[] =>
    values.flatMap((value, at) => need(ids, 'rules', `${path}.${at}`, value, `${what} has this id`))
  return [
    ...needAll(channels, 'channel', 'coreChannels', rules.coreChannels),
    ...needAll(channels, 'channel', 'fromAbove.channels', rules.fromAbove.channels),
    ...needAll(known, 'plan', 'reach.plans', rules.reach.plans),
    ...rules.matrix.flatMap(({ when }, at) => [
      ...needAll(channels, 'channel', `matrix.${at}.when.channels`, when?.channels),
      ...needAll(known, 'plan', `matrix.${at}.when.plans`, when?.plans),
    ]),
  ]
}

function checkUnits({ units }: DistrictPack, known: ReadonlySet<string>): Fault[] {
  const next = new Map(units.map((unit) => [unit.id, unit.successor]))
  return units.flatMap((unit, at) => [
    ...need(known, 'units', `${at}.successor`, unit.successor, 'unit has this id'),
    ...faultIf(leadsBack(unit.id, next), 'units', `${at}.successor`, unit.successor, 'the successors run in a circle'),
  ])
}

function leadsBack(id: string, next: ReadonlyMap<string, string | null>): boolean {
  let at = next.get(id) ?? null
  for (let steps = 0; at !== null && steps <= next.size; steps += 1) {
    if (at === id) return true
    at = next.get(at) ?? null
  }
  return false
}

function checkTaxonomy({ taxonomy, rules }: DistrictPack, units: ReadonlySet<string>): Fault[] {
  const codes = taxonomy.flatMap((branch) => branch.leaves.map((leaf) => leaf.code))
  const leaves = new Set(codes)
  const known = new Set([...units, localUnit])
  return [
    ...findTwice('taxonomy', 'code', taxonomy.map((branch) => branch.code)),
    ...findTwice('taxonomy', 'leaves.code', codes),
    ...rules.outage.categories.flatMap((code, at) => need(leaves, 'rules', `outage.categories.${at}`, code, 'leaf has this code')),
    ...taxonomy.flatMap((branch, at) => [
      ...need(units, 'taxonomy', `${at}.lead`, branch.lead, 'unit has this id'),
      ...branch.leaves.flatMap((leaf, index): Fault[] => {
        const path = `${at}.leaves.${index}`
        return [
          ...faultIf(!leaf.code.startsWith(branch.code), 'taxonomy', `${path}.code`, leaf.code, `a leaf of ${branch.code} begins with it`),
          ...leaf.units.flatMap((unit, seat) => need(known, 'taxonomy', `${path}.units.${seat}`, unit, 'unit has this id')),
        ]
      }),
    ]),
  ]
}

function checkPlaces({ townships, places }: DistrictPack, units: ReadonlySet<string>): Fault[] {
  const known = new Set(townships.map((township) => township.id))
  const communities = new Set(places.filter(({ kind }) => kind === 'community' || kind === 'village').map((place) => place.name))
  return [
    ...townships.flatMap((township, at) => need(units, 'townships', `${at}.id`, township.id, 'unit has this id')),
    ...places.flatMap((place, at) => [
      ...need(known, 'places', `${at}.township`, place.township, 'township has this id'),
      ...need(communities, 'places', `${at}.community`, place.community, 'community or village has this name'),
    ]),
  ]
}

function need(known: ReadonlySet<string>, file: string, path: string, value: string | null, what: string): Fault[] {
  return faultIf(value !== null && !known.has(value), file, path, value, `no ${what}`)
}

function faultIf(wrong: boolean, file: string, path: string, value: unknown, why: string): Fault[] {
  return wrong ? [{ file, path, value, why }] : []
}

function findTwice(file: string, key: string, values: readonly string[]): Fault[] {
  return values.flatMap((value, at) => faultIf(values.indexOf(value) < at, file, `${at}.${key}`, value, 'stands there twice'))
}

function checkTerms(file: string, path: string, terms: readonly string[]): Fault[] {
  return terms.flatMap((value, at) => {
    try {
      RE2JS.compile(value)
      return []
    } catch (thrown) {
      return [{ file, path: `${path}.${at}`, value, why: `no RE2 term: ${messageOf(thrown)}` }]
    }
  })
}
