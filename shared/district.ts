/**
 * The district pack: everything that differs between one district and the next, as data validated at start.
 * A pack is a folder `shared/districts/<code>/` with one JSON file for each key of `districtFiles`.
 */
import { z } from 'zod'
import { planSchema, type Plan } from './plan.ts'
import { purposes } from './posting.ts'
import { rulesSchema, type Rules } from './rules.ts'

const id = z.string().regex(/^[a-z0-9-]+$/, 'an id has lower-case letters, digits and hyphens only')
const month = z.string().regex(/^\d{4}(-\d\d(-\d\d)?)?$/, 'a date is written 2019, 2019-01 or 2019-01-28')
const lngLat = z.tuple([z.number().min(73).max(136), z.number().min(3).max(54)])

export const unitSchema = z.strictObject({
  id,
  name: z.string().min(2),
  /** Other names by which postings and exports call it. */
  aliases: z.array(z.string().min(2)),
  kind: z.enum(['镇街', '部门', '国企', '垂管', '群团', '党委', '公用', '其他']),
  duties: z.string(),
  validFrom: month.nullable(),
  validTo: month.nullable(),
  /** The unit that carries on its figures after `validTo`. */
  successor: id.nullable(),
  /** B bulletin, S public source, K to be confirmed by the office. */
  basis: z.string(),
})

/** `XZ` among the units of a leaf stands for the township where the matter is (属地镇街). */
export const localUnit = 'XZ'

export const leafSchema = z.strictObject({
  code: z.string().regex(/^\d{4}$/),
  name: z.string().min(2),
  /** The first leads (主办), the others help (协办). */
  units: z.array(z.union([id, z.literal(localUnit)])).min(1),
  /** Words that speak for this leaf before anything has been trained; of a seed with blanks in it every part must occur. */
  seeds: z.array(z.string().min(1)).min(2),
})

export const branchSchema = z.strictObject({
  code: z.string().regex(/^\d{2}$/),
  name: z.string().min(2),
  lead: id,
  leaves: z.array(leafSchema).min(1),
})

export const channelSchema = z.strictObject({
  id,
  name: z.string(),
  short: z.string().max(4),
  /** Registered channels count 诉求 (件), the others 网帖 (条); the two are never summed. */
  registered: z.boolean(),
  /** Totals only: no body enters the line (阳光纪检). */
  totalsOnly: z.boolean(),
  validFrom: month.nullable(),
  validTo: month.nullable(),
  successor: id.nullable(),
})

export const placeSchema = z.strictObject({
  id: z.string().min(1),
  name: z.string().min(2),
  aliases: z.array(z.string().min(2)),
  kind: z.enum(['township', 'community', 'village', 'estate', 'road', 'school', 'market', 'hospital', 'park', 'site', 'water', 'other']),
  /** Unit id of the township; null where it is not known or the place spans several. */
  township: id.nullable(),
  community: z.string().nullable(),
  at: lngLat.nullable(),
})

export const townshipSchema = z.strictObject({
  /** The unit id of the township. */
  id,
  name: z.string(),
  /** Official division code, e.g. 320813001; null for a development zone. */
  code: z.string().nullable(),
  /** Where its seat is: longitude, latitude. */
  seat: lngLat,
})

export const regionSchema = z.strictObject({
  /** A posting from outside is about the district when it names one of these … */
  strong: z.array(z.string()),
  /** … or one of these together with the district or its city; the value says who else bears the name. */
  weak: z.record(z.string(), z.string()),
  cities: z.array(z.string()),
  /** Terms (RE2) that speak against it; a place of the pack in the same text outweighs them. */
  exclude: z.array(z.string()),
})

export const profileSchema = z.strictObject({
  code: z.string().regex(/^\d{6}$/),
  name: z.string(),
  city: z.string(),
  province: z.string(),
  /** What the product is called for this office: 洪泽12345在线. */
  title: z.string(),
  office: z.string(),
  /** 0 = Monday … 6 = Sunday: the day on which the office's week begins. */
  weekStartsOn: z.number().int().min(0).max(6),
  timeLimits: z.record(z.string(), z.string()),
  /** Working days in which an order is to be closed where its record names no day: 咨询, all others, and those with an extension (延期). */
  workingDays: z.strictObject({ consultation: z.number().int().min(1), other: z.number().int().min(1), extended: z.number().int().min(1) }),
  keyPeriods: z.array(z.strictObject({ name: z.string(), months: z.array(z.number().int().min(1).max(12)), note: z.string() })),
  purposes: z.array(z.enum(purposes)),
})

/** A configured place to crawl, or a template for one. */
export const sourceSchema = z.strictObject({
  id,
  name: z.string(),
  /** Name of the adapter in crawlers/sources. */
  adapter: z.string(),
  channel: id,
  url: z.url(),
  enabled: z.boolean(),
  /** Seconds between visits. */
  every: z.number().min(1),
  /** Least milliseconds between two requests to the host. */
  delay: z.number().min(0),
  /** True for a source of the district itself: what it holds needs no check that it is about the district. */
  local: z.boolean(),
  /** Hosts on the machine or the private network that this source may reach (a site of the office's own). */
  allowPrivate: z.boolean().default(false),
  /** Data invented for a demonstration: every screen says so. */
  demo: z.boolean().default(false),
  /** What the adapter needs besides: boards, selectors, feeds. */
  options: z.record(z.string(), z.unknown()).default({}),
})

/** The outline of the district: rings of [longitude, latitude]. */
export const outlineSchema = z.array(z.array(lngLat).min(4)).min(1)

export const districtFiles = {
  profile: profileSchema,
  units: z.array(unitSchema).min(1),
  taxonomy: z.array(branchSchema).min(1),
  channels: z.array(channelSchema).min(1),
  townships: z.array(townshipSchema).min(1),
  places: z.array(placeSchema).min(1),
  plans: z.array(planSchema),
  rules: rulesSchema,
  region: regionSchema,
  sources: z.array(sourceSchema),
  outline: outlineSchema,
} as const

export type { Plan, Rules }
export type Unit = z.infer<typeof unitSchema>
export type Leaf = z.infer<typeof leafSchema>
export type Branch = z.infer<typeof branchSchema>
export type Channel = z.infer<typeof channelSchema>
export type Place = z.infer<typeof placeSchema>
export type Township = z.infer<typeof townshipSchema>
export type Region = z.infer<typeof regionSchema>
export type Profile = z.infer<typeof profileSchema>
export type SourceConfig = z.infer<typeof sourceSchema>

export interface DistrictPack {
  profile: Profile
  units: Unit[]
  taxonomy: Branch[]
  channels: Channel[]
  townships: Township[]
  places: Place[]
  plans: Plan[]
  rules: Rules
  region: Region
  sources: SourceConfig[]
  outline: [number, number][][]
}
