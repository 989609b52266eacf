/** What comes back, in three figures with their shares: 重复诉求, 集中诉求, 反弹诉求. */
import type { DistrictPack } from '../../../shared/district.ts'
import { repeatKinds, repeatNames, type RepeatKind } from '../../../shared/repeat.ts'
import { concentratedPeople } from '../../issues/repeats.ts'
import { defineIndicator, type Indicator } from '../indicator.ts'

const counts: Record<RepeatKind, (pack: DistrictPack) => string> = {
  repeat: ({ rules }) => `同一人就同一事项在${rules.repeat.days}天内再次提出的诉求，跨渠道合并判断，首次不计，首次可在统计期之前`,
  concentrated: () => `统计期内有${concentratedPeople}人及以上反映的同一事项的全部诉求，未留身份的每件计一人`,
  rebound: ({ rules }) => `事项全部工单办结后${rules.rebound.days}天内又提出的诉求`,
}
const population: Record<RepeatKind, string> = {
  repeat: '可识别诉求人的诉求', concentrated: '全部诉求', rebound: '全部诉求',
}
const common = '只计已分析的诉求（有工单的，或登记渠道的来信），按受理时间；咨询、建议、表扬不在内'

/** Each as a count, and as a rate. */
export const returning: Indicator[] = repeatKinds.flatMap((repeat) => [
  defineIndicator({
    id: repeat, name: repeatNames[repeat], kind: 'count', measure: '件', counting: { from: 'repeats', repeat, rate: false },
    basis: (pack) => `${counts[repeat](pack)}；${common}。`,
  }),
  defineIndicator({
    id: `${repeat}Rate`, name: `${repeatNames[repeat]}占比`, kind: 'rate', measure: '件', counting: { from: 'repeats', repeat, rate: true },
    basis: (pack) => `${counts[repeat](pack)}，占统计期内${population[repeat]}；${common}。`,
  }),
])
