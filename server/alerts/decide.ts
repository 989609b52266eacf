/** Decides what becomes of a matter's one alert: one matter, one alert, which is updated, and whose level falls slowly. */
import { compareLevels, higherLevel, levelNames, settledStates, type AlertState, type Level, type Verdict } from '../../shared/alert.ts'
import { hour, type Instant } from '../../shared/clock.ts'
import type { Rules } from '../../shared/district.ts'
import { acknowledgeText } from './due.ts'

/** The latest alert of a subject, open or settled, as far as deciding needs it. */
export interface OpenAlert {
  /** Never red unless a person confirmed it. */
  level: Level
  proposedRed: boolean
  state: AlertState
  rules: readonly string[]
  sentence: string
  popUp: boolean
  /** What its sentence counted; absent = not known, and then nothing can be more. */
  count?: number
  /** Since when the verdicts have been below `level`; null = they are not. Kept from the last decision. */
  lowerSince: Instant | null
  /** When it reached a settled state; null while it is open. */
  settledAt: Instant | null
}

/** When something was last told of a matter; null = never, or, for `newestAt`, it is counted as of now. */
export interface News {
  newestAt: Instant | null
  /** Words on danger to life. */
  dangerAt: Instant | null
}

export const countedNow: News = { newestAt: null, dangerAt: null }

export interface Decision {
  /** `announce` = it is to be shown at once, or red is proposed, for the first time since it was raised. */
  do: 'raise' | 'raiseLevel' | 'announce' | 'update' | 'nothing'
  level: Level
  sentence: string
  rules: string[]
  popUp: boolean
  proposedRed: boolean
  /** What the sentence counts, and the people behind it; 0 where nothing was raised. */
  seen: number
  people: number
  /** To be stored with the alert whatever `do` says: see OpenAlert. */
  lowerSince: Instant | null
  /** Why, in Chinese, for the log of the alert. */
  because: string
}

type Raised = Extract<Verdict, { raise: true }>

/**
 * Pure: the same alert, verdicts and time give the same decision. Of several verdicts one that must be shown at once speaks,
 * else the highest level, among equals the higher score, then the earlier one; the level is the highest of all. Red is never given, only proposed (level orange, `proposedRed`). Hold, cool-down and
 * the minutes to acknowledge come from the pack.
 */
export function decide(existing: OpenAlert | null, verdicts: readonly Verdict[], at: Instant, rules: Rules, news: News = countedNow): Decision {
  const raised = verdicts.filter((verdict): verdict is Raised => verdict.raise)
  const leading = lead(raised)
  if (!leading) return rest(existing, '各条规则均未达到')
  const wanted = wish(leading, raised)
  if (!existing) return { ...wanted, do: 'raise', lowerSince: null, because: `首次达到${levelText(wanted, rules)}` }
  if (settledStates.includes(existing.state)) return again(existing, wanted, at, rules, news)
  const proposedRed = existing.proposedRed || (wanted.proposedRed && existing.level !== 'red')
  const popUp = existing.popUp || wanted.popUp
  const step = compareLevels(wanted.level, existing.level)
  const name = levelNames[existing.level].name
  if (step < 0) return { ...wanted, proposedRed, popUp, do: 'raiseLevel', lowerSince: null, because: `由${name}升为${levelText(wanted, rules)}` }
  if (step === 0) return updated(existing, { ...wanted, proposedRed, popUp, lowerSince: null, because: '级别不变，情况更新' })
  const lowerSince = existing.lowerSince === null ? at : Math.min(existing.lowerSince, at)
  // A level that a person confirmed, or may be about to, falls by a person's hand only.
  if (at - lowerSince < rules.hold * hour || existing.level === 'red' || existing.proposedRed) {
    const because = `判级回落至${levelNames[wanted.level].name}，未满${rules.hold}小时或待人工确认，级别不降`
    return updated(existing, { ...wanted, level: existing.level, proposedRed, popUp, lowerSince, because })
  }
  const because = `连续${rules.hold}小时低于${name}，降为${levelNames[wanted.level].name}`
  return updated(existing, { ...wanted, proposedRed, popUp, lowerSince: null, because })
}

type Wish = Omit<Decision, 'do' | 'lowerSince' | 'because'>

function lead(raised: readonly Raised[]): Raised | null {
  return raised.reduce<Raised | null>((best, verdict) => {
    if (!best) return verdict
    if (verdict.popUp !== best.popUp) return verdict.popUp ? verdict : best
    const step = compareLevels(verdict.level, best.level)
    return step < 0 || (step === 0 && verdict.score > best.score) ? verdict : best
  }, null)
}

function wish(leading: Raised, raised: readonly Raised[]): Wish {
  const level = raised.map((verdict) => verdict.level).reduce(higherLevel)
  return {
    level: level === 'red' ? 'orange' : level,
    proposedRed: level === 'red',
    sentence: leading.sentence,
    seen: leading.seen,
    people: leading.people,
    rules: raised.map(({ rule }) => rule),
    popUp: raised.some((verdict) => verdict.popUp),
  }
}

/**
 * After a settled alert: a new one when danger to life is told again, when it is graver, back after closing, or when the
 * cool-down is over and something is new. What only stays as it was when somebody settled it is not said again.
 */
function again(settled: OpenAlert, wanted: Wish, at: Instant, rules: Rules, { newestAt, dangerAt }: News): Decision {
  const settledAt = settled.settledAt ?? at
  const danger = wanted.popUp && dangerAt !== null && dangerAt > settledAt
  const graver = compareLevels(wanted.level, settled.level) < 0 || (wanted.proposedRed && !settled.proposedRed && settled.level !== 'red')
  const back = settled.state !== 'dismissed' && wanted.rules.includes('rebound') && !settled.rules.includes('rebound')
  const cold = at - settledAt >= rules.coolDown * hour
  const isNew = newestAt === null || newestAt > settledAt || wanted.seen > (settled.count ?? Infinity) || wanted.rules.some((rule) => !settled.rules.includes(rule))
  if (!danger && !graver && !back && !(cold && isNew)) {
    return rest(settled, cold ? '上一预警办结后没有新情况，不重复预警' : `上一预警办结未满${rules.coolDown}小时，级别未升高，不重复预警`)
  }
  const why = danger ? '再次反映危及人身' : graver ? '较上一预警级别升高' : back ? '办结后反弹' : '上一预警已过冷却期'
  return { ...wanted, do: 'raise', lowerSince: null, because: `${why}，达到${levelText(wanted, rules)}` }
}

function updated(existing: OpenAlert, decision: Omit<Decision, 'do'>): Decision {
  if (decision.popUp && !existing.popUp) return { ...decision, do: 'announce', because: '出现须立即处置的情况，弹窗提示' }
  if (decision.proposedRed && !existing.proposedRed) return { ...decision, do: 'announce', because: '达到红色条件，建议升为红色，待人工确认' }
  const same = decision.level === existing.level && decision.sentence === existing.sentence && decision.rules.join() === existing.rules.join()
  return { ...decision, do: same ? 'nothing' : 'update', because: same ? '没有变化' : decision.because }
}

/** Nothing is raised or lowered; an open alert waits as it is for a person to close it. */
function rest(existing: OpenAlert | null, because: string): Decision {
  if (!existing) {
    const nothing = { do: 'nothing' as const, level: 'blue' as const, sentence: '', rules: [], popUp: false, proposedRed: false }
    return { ...nothing, seen: 0, people: 0, lowerSince: null, because }
  }
  const { level, sentence, rules, popUp, proposedRed, lowerSince } = existing
  return { do: 'nothing', level, sentence, rules: [...rules], popUp, proposedRed, seen: 0, people: 0, lowerSince, because }
}

const levelText = (wanted: Wish, rules: Rules): string =>
  `${levelNames[wanted.level].name}${wanted.proposedRed ? '（建议红色，待确认）' : ''}，${acknowledgeText(wanted, rules)}`
