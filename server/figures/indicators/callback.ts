/** What callers say when they are asked (回访): 有效回访, 满意率, 解决率, 不满意化解率. */
import { answered, defineIndicator, rated, ratedWords, untold } from '../indicator.ts'

const tellsCalling = 'o.reached is not null or o.satisfied is not null or o.resolved is not null'
const asked = `(o.called_back_at is not null or ${tellsCalling})`

export const calledBack = defineIndicator({
  id: 'calledBack', name: '有效回访', kind: 'count', measure: '件',
  counting: { from: 'orders', count: answered, of: null, needs: tellsCalling },
  basis: () => `统计期内受理、回访时联系上并得到答复的工单（没有记是否有效的，以有满意或解决的答复为准），含咨询；${untold('回访')}。`,
})

export const reachedRate = defineIndicator({
  id: 'reachedRate', name: '有效回访率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `${asked} and ${answered}`, of: asked, needs: 'o.reached is not null' },
  basis: () => `有效回访的工单，占回访过的工单；按受理时间，含咨询；${untold('回访是否有效')}。`,
})

const valid = `${rated} and ${answered}`

export const satisfied = defineIndicator({
  id: 'satisfied', name: '满意率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `${valid} and o.satisfied`, of: `${valid} and o.satisfied is not null`, needs: 'o.satisfied is not null' },
  basis: () => `诉求人表示满意的工单，占有效回访中答复了是否满意的工单；按受理时间，以最近一次答复为准；${ratedWords}；${untold('是否满意')}。`,
})

export const resolved = defineIndicator({
  id: 'resolved', name: '解决率', kind: 'rate', measure: '件',
  counting: { from: 'orders', count: `${valid} and o.resolved`, of: `${valid} and o.resolved is not null`, needs: 'o.resolved is not null' },
  basis: () => `诉求人表示已解决的工单，占有效回访中答复了是否解决的工单；按受理时间，以最近一次答复为准；${ratedWords}；${untold('是否解决')}。`,
})

const dissatisfied = `${rated} and (not o.satisfied or o.appeased or r.posting is not null)`

export const appeased = defineIndicator({
  id: 'appeased', name: '不满意化解率', kind: 'rate', measure: '件',
  counting: {
    from: 'orders', count: `${dissatisfied} and (o.appeased or o.satisfied)`, of: dissatisfied, needs: 'o.appeased is not null or o.satisfied and r.posting is not null',
  },
  basis: () => '登记为已化解、或后来表示满意的工单，占曾经表示不满意的工单（现在或以前登记为不满意，或登记为已化解）；'
    + `按受理时间；${ratedWords}；${untold('是否化解（也没有由不满意转为满意）')}。`,
})
