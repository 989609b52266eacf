/** 采集异常: a source has been in trouble for some of its own cycles; a core channel for an hour. Silence is not calm. */
import { minute, second } from '../../../shared/clock.ts'
import { sourceStateNames, type SourceState } from '../../../shared/source.ts'
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
    if (fine.has(source.state)) return quiet(id, `采集源${sourceStateNames[source.state]}`)
    const lasted = Math.max(0, at - Math.max(source.since, source.lastGoodAt ?? source.since))
    const minutes = Math.floor(lasted / minute)
    const grave = coreChannels.includes(source.channel) && !partly.has(source.state) && minutes >= sourceTrouble.graveMinutes
    if (!grave && lasted < sourceTrouble.cycles * source.every * second) return quiet(id, `中断${minutes}分钟，未到${sourceTrouble.cycles}个采集周期`)
    return {
      raise: true,
      rule: id,
      grade: grave ? 'core' : 'cycles',
      sentence: sentenceOf(`采集源${source.name}`, [
        `已${durationText(minutes)}${sourceStateNames[source.state]}`, source.reason, '期间数据可能不全',
      ]),
      score: 1,
      expected: null,
      seen: minutes,
      people: 0,
    }
  },
})

function durationText(minutes: number): string {
  if (minutes < 60) return `${minutes}分钟`
  return minutes < 48 * 60 ? `${Math.floor(minutes / 60)}小时` : `${Math.floor(minutes / (24 * 60))}天`
}
