/**
 * 采集异常: a source has been in trouble for some of its own cycles; a core channel for an hour. Silence is not calm: a source that was
 * well and that nobody has visited since is in trouble, too. The reason that the crawlers gave says what the shift can do.
 */
import type { Finding } from '../../../shared/alert.ts'
import { day, hour, minute, second, type Instant } from '../../../shared/clock.ts'
import { sourceStateNames, type SourceHealth, type SourceState } from '../../../shared/source.ts'
import { defineRule, quiet } from '../rule.ts'
import { sentenceOf } from '../sentence.ts'

const id = 'source-trouble'

const fine: ReadonlySet<SourceState> = new Set(['OK', 'OK_EMPTY', 'DISABLED'])
/** Something still comes in: never grave. */
const partly: ReadonlySet<SourceState> = new Set(['DEGRADED', 'STALE'])

export default defineRule({
  id,
  name: '采集异常',
  needs: 'source',
  goesBy: 'counts',
  grades: ['core', 'cycles'],
  wallFrom: 'blue',
  judge(source, { rules: { sourceTrouble, coreChannels }, at }) {
    if (fine.has(source.state)) {
      const forgotten = unvisitedFor(source, at)
      if (forgotten === null) return quiet(id, `采集源${sourceStateNames[source.state]}`)
      const minutes = Math.floor(forgotten / minute)
      return found(source, `已${durationText(minutes)}没有采集`, '请检查采集程序是否在运行', 'cycles', minutes)
    }
    // What still comes in proves the source again at each visit: there only the state's own beginning tells how long.
    const lasted = Math.max(0, at - (partly.has(source.state) ? source.since : Math.max(source.since, source.lastGoodAt ?? source.since)))
    const minutes = Math.floor(lasted / minute)
    const grave = coreChannels.includes(source.channel) && !partly.has(source.state) && minutes >= sourceTrouble.graveMinutes
    // A site that fails in another way each time begins a state anew with each visit.
    const inRow = source.failures > sourceTrouble.cycles
    if (!grave && !inRow && lasted < sourceTrouble.cycles * source.every * second) return quiet(id, `中断${minutes}分钟，未到${sourceTrouble.cycles}个采集周期`)
    return found(source, `已${durationText(minutes)}${sourceStateNames[source.state]}`, source.reason, grave ? 'core' : 'cycles', minutes)
  },
})

const found = (source: SourceHealth, what: string, reason: string | null, grade: 'core' | 'cycles', minutes: number): Finding => ({
  raise: true, rule: id, grade, sentence: sentenceOf(`采集源${source.name}`, [what, reason, '期间数据可能不全']),
  score: 1, expected: null, seen: minutes, people: 0,
})

/** Cycles and time after which a source that was well should long have been visited: a long visit takes its time. */
const missedCycles = 20
const leastMissed = 2 * hour
/** What nobody visits for longer was taken out of the configuration. */
const takenOut = 3 * day

/** Milliseconds for which nobody has visited a source that should be; null while all is in order. */
function unvisitedFor({ state, lastGoodAt, until, every }: SourceHealth, at: Instant): number | null {
  if (state === 'DISABLED' || lastGoodAt === null) return null
  const missing = at - Math.max(lastGoodAt, until ?? 0)
  return missing >= Math.max(missedCycles * every * second, leastMissed) && missing < takenOut + missedCycles * every * second ? missing : null
}

function durationText(minutes: number): string {
  if (minutes < 60) return `${minutes}分钟`
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}小时` : `${Math.floor(minutes / (24 * 60))}天`
}
