/** What the district pack says about judging: how much is enough for each rule, and the matrix that turns what it saw into a level. */
import { z } from 'zod'
import { levels } from './alert.ts'
import { urgencies } from './posting.ts'

const id = z.string().regex(/^[a-z0-9-]+$/, 'an id has lower-case letters, digits and hyphens only')
const some = z.number().int().min(1)
const people = z.strictObject({ people24h: some, people7d: some })

/** A row of the level matrix (判级表): of all rows of a rule and grade the first whose conditions hold gives the level. */
const matrixRowSchema = z.strictObject({
  rule: z.string(),
  grade: z.string(),
  /** Each condition that is named must hold, by any of what it lists; absent = the row always fits. */
  when: z.strictObject({
    /** A sign of urgency in the words of the last day. */
    urgency: z.array(z.enum(urgencies)).min(1).optional(),
    /** A channel of the last day. */
    channels: z.array(id).min(1).optional(),
    /** A keyword plan met in the last day. */
    plans: z.array(z.string()).min(1).optional(),
    /** Another rule has raised as well. */
    also: z.array(z.string()).min(1).optional(),
  }).optional(),
  /** Red is proposed to a person, never given; null = 只入日报, no alert. */
  level: z.enum(levels).nullable(),
  /** Shown at once and over everything else. */
  popUp: z.boolean().default(false),
})

/** What counts as enough for a rule, and which level its grades then have. */
export const rulesSchema = z.strictObject({
  /** Hours for which the verdicts must have been below the level of an alert before it falls: counts swing, a wall must not. */
  hold: z.number().positive(),
  /** Hours after an alert was settled in which the same subject raises no new one, unless it is graver or comes back after closing. */
  coolDown: z.number().positive(),
  /** Channels whose silence is grave: the office's own, and the district's own forum. */
  coreChannels: z.array(id),
  /** Categories that only blame how officials work (推诿与回复不实): counted for the office's own inspection, and no number of them raises a level. */
  criticism: z.array(z.string()),
  outage: z.strictObject({ people: some, minutes: some, categories: z.array(z.string()), announcedHours: some }),
  concentrated: z.strictObject({ several: people, many: people }),
  rebound: z.strictObject({ days: some, people: some, rebounds: some }),
  repeat: z.strictObject({ days: some, times: some }),
  /** Scores as in `Burst` (shared/trend.ts): how likely a year without any real rise would not have shown the like. */
  burst: z.strictObject({ people: some, score: z.number().min(0).max(1), orangeScore: z.number().min(0).max(1) }),
  sourceTrouble: z.strictObject({ cycles: z.number(), graveMinutes: z.number() }),
  /** An open order that so many units have returned, or that has passed through so many of them. */
  returned: z.strictObject({ returns: some, passes: some }),
  /** Orders of an issue closed within the days that turned out on calling back not to satisfy: so often, the last time within the fresh ones. */
  dissatisfied: z.strictObject({ days: some, times: some, freshDays: some }),
  /** Channels through which a higher level speaks, and the minutes within which that must be acknowledged whatever its level. */
  fromAbove: z.strictObject({ channels: z.array(id), minutes: some }),
  /**
   * `plans` tell media and message boards by their sources. Outlets count within `outletHours`; views and reposts by how many
   * there are, or by how many came within `gainHours`.
   */
  reach: z.strictObject({
    plans: z.array(z.string()), outlets: some, outletHours: some, views: some, viewsGain: some, reposts: some, repostsGain: some, gainHours: some,
  }),
  /**
   * 躲猫猫: after so many closings complaints come again at the same hours: a share of those before the last closing lies
   * within `hours` of the hour at which it now comes.
   */
  hideAndSeek: z.strictObject({ closings: some, earlier: some, hours: z.number().int().min(0).max(11), share: z.number().min(0).max(1) }),
  /** So many people who meet a keyword plan within a day are several. */
  plan: z.strictObject({ people: some }),
  matrix: z.array(matrixRowSchema).min(1),
  /** Minutes within which an alert of a level must be acknowledged; null = in the shift. */
  acknowledgeMinutes: z.record(z.enum(levels), z.number().nullable()),
  /** Every rule as the office states it, for people to read. */
  stated: z.array(z.strictObject({ id: z.string(), name: z.string(), text: z.string() })),
})

export type MatrixRow = z.infer<typeof matrixRowSchema>
export type Rules = z.infer<typeof rulesSchema>
