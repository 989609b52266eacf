/** Reads a district pack from its folder: every file against its schema, every reference against what it names. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RE2JS } from 're2js'
import type { z } from 'zod'
import { districtFiles, localUnit } from '../district.ts'
import type { DistrictPack } from '../district.ts'
import { Fatal, messageOf } from '../errors.ts'
import { root } from './config.ts'

/** One thing wrong in a pack: which file, where in it, what stands there, and why that cannot be. */
interface Fault { file: string; path: string; value: unknown; why: string }

/** The folder of a district's pack. */
export const districtFolder = (code: string): string => join(root, 'shared/districts', code)

/**
 * The pack of a district, valid in itself and in what its parts say of one another.
 * @throws Fatal that lists every fault with file, path and value.
 */
export function loadDistrict(code: string, folder = districtFolder(code)): DistrictPack {
  const faults: Fault[] = []
  const read = Object.entries(districtFiles).map(([name, schema]) => [name, readFile(join(folder, `${name}.json`), name, schema, faults)] as const)
  if (faults.length === 0) {
    const pack = Object.fromEntries(read) as unknown as DistrictPack
    checkReferences(code, pack, faults)
    if (faults.length === 0) return pack
  }
  const lines = faults.map(({ file, path, value, why }) => `${file}.json ${path || '(whole file)'} = ${show(value)}: ${why}`)
  throw new Fatal(`The pack of district ${code} cannot be used:\n  ${lines.join('\n  ')}`)
}

function readFile(path: string, file: string, schema: z.ZodType, faults: Fault[]): unknown {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (thrown) {
    faults.push({ file, path: '', value: undefined, why: messageOf(thrown) })
    return undefined
  }
  const parsed = schema.safeParse(content)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) {
    faults.push({ file, path: issue.path.map(String).join('.'), value: valueAt(content, issue.path), why: issue.message })
  }
  return undefined
}

/** What no schema of one file can see: that each id is there once, and that what is named exists. */
function checkReferences(code: string, pack: DistrictPack, faults: Fault[]): void {
  const units = new Set(pack.units.map((unit) => unit.id))
  const channels = new Set(pack.channels.map((channel) => channel.id))
  const townships = new Set(pack.townships.map((township) => township.id))
  const leaves = new Set(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => leaf.code)))
  const sources = new Set(pack.sources.map((source) => source.id))
  const communities = new Set(pack.places.filter((place) => place.kind === 'community' || place.kind === 'village').map((place) => place.name))
  const need = (known: Set<string>, file: string, path: string, value: string | null, what: string): void => {
    if (value !== null && !known.has(value)) faults.push({ file, path, value, why: `no ${what} has this id` })
  }
  if (pack.profile.code !== code) faults.push({ file: 'profile', path: 'code', value: pack.profile.code, why: `the folder is ${code}` })
  for (const file of ['units', 'channels', 'townships', 'places', 'plans', 'sources'] as const) once(pack[file].map((row) => row.id), file, 'id', faults)
  once(pack.taxonomy.flatMap((branch) => [branch.code, ...branch.leaves.map((leaf) => leaf.code)]), 'taxonomy', 'code', faults)
  pack.units.forEach((unit, at) => {
    need(units, 'units', `${at}.successor`, unit.successor, 'unit')
    if (leadsBackTo(unit.id, pack)) faults.push({ file: 'units', path: `${at}.successor`, value: unit.successor, why: 'the successors run in a circle' })
  })
  pack.channels.forEach((channel, at) => need(channels, 'channels', `${at}.successor`, channel.successor, 'channel'))
  pack.taxonomy.forEach((branch, at) => {
    need(units, 'taxonomy', `${at}.lead`, branch.lead, 'unit')
    branch.leaves.forEach((leaf, index) => {
      if (!leaf.code.startsWith(branch.code)) faults.push({ file: 'taxonomy', path: `${at}.leaves.${index}.code`, value: leaf.code, why: `a leaf of ${branch.code} begins with it` })
      leaf.units.forEach((unit, seat) => {
        if (unit !== localUnit) need(units, 'taxonomy', `${at}.leaves.${index}.units.${seat}`, unit, 'unit')
      })
    })
  })
  pack.townships.forEach((township, at) => need(units, 'townships', `${at}.id`, township.id, 'unit'))
  pack.places.forEach((place, at) => {
    need(townships, 'places', `${at}.township`, place.township, 'township')
    need(communities, 'places', `${at}.community`, place.community, 'community or village')
  })
  pack.plans.forEach((plan, at) => {
    plan.sources.forEach((source, index) => need(new Set([...sources, ...channels]), 'plans', `${at}.sources.${index}`, source, 'source or channel'))
    checkTerms([...plan.all, ...plan.none], 'plans', `${at}`, faults)
  })
  checkTerms(pack.region.exclude, 'region', 'exclude', faults)
  pack.rules.outage.categories.forEach((leaf, at) => need(leaves, 'rules', `outage.categories.${at}`, leaf, 'leaf'))
  pack.sources.forEach((source, at) => need(channels, 'sources', `${at}.channel`, source.channel, 'channel'))
}

function once(ids: string[], file: string, path: string, faults: Fault[]): void {
  const seen = new Set<string>()
  ids.forEach((value) => {
    if (seen.has(value)) faults.push({ file, path, value, why: 'stands there twice' })
    seen.add(value)
  })
}

function leadsBackTo(id: string, pack: DistrictPack): boolean {
  const next = new Map(pack.units.map((unit) => [unit.id, unit.successor]))
  let at = next.get(id) ?? null
  for (let steps = 0; at !== null && steps <= next.size; steps += 1) {
    if (at === id) return true
    at = next.get(at) ?? null
  }
  return false
}

function checkTerms(terms: string[], file: string, path: string, faults: Fault[]): void {
  for (const term of terms) {
    try {
      RE2JS.compile(term)
    } catch (thrown) {
      faults.push({ file, path, value: term, why: `no RE2 term: ${messageOf(thrown)}` })
    }
  }
}

function valueAt(content: unknown, path: PropertyKey[]): unknown {
  return path.reduce<unknown>((at, key) => (at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[key] : undefined), content)
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}
