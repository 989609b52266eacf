/** Reads a district pack from its folder, every file against its schema, and lists all that is wrong at once. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { z } from 'zod'
import { districtFiles } from '../district.ts'
import type { DistrictPack } from '../district.ts'
import { Fatal, messageOf } from '../errors.ts'
import { root } from './config.ts'
import { findBrokenReferences } from './district-references.ts'
import type { Fault } from './district-references.ts'

/** The folder of a district's pack. */
export const districtFolder = (code: string): string => join(root, 'shared/districts', code)

/**
 * The pack of a district, valid in itself and in what its parts say of one another.
 * @throws Fatal that lists every fault with file, path and value.
 */
export function loadDistrict(code: string, folder = districtFolder(code)): DistrictPack {
  const faults: Fault[] = []
  const files = Object.entries(districtFiles).map(([name, schema]) => [name, readFile(folder, name, schema, faults)] as const)
  const pack = Object.fromEntries(files) as unknown as DistrictPack
  if (faults.length === 0) faults.push(...findBrokenReferences(code, pack))
  if (faults.length === 0) return pack
  const lines = faults.map(({ file, path, value, why }) => `${file}.json ${path || '(whole file)'} = ${show(value)}: ${why}`)
  throw new Fatal(`The pack of district ${code} cannot be used:\n  ${lines.join('\n  ')}`)
}

function readFile(folder: string, file: string, schema: z.ZodType, faults: Fault[]): unknown {
  let content: unknown
  try {
    content = JSON.parse(readFileSync(join(folder, `${file}.json`), 'utf8'))
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

function valueAt(content: unknown, path: PropertyKey[]): unknown {
  let at = content
  for (const key of path) at = at !== null && typeof at === 'object' ? (at as Record<PropertyKey, unknown>)[key] : undefined
  return at
}

function show(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length <= 80 ? text : `${text.slice(0, 79)}…`
}
