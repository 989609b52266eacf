/** 危及人身: one posting is enough; it pops up at once, but words alone never go above yellow. */
import { defineRule } from '../rule.ts'
import { findSigns } from '../signs.ts'

const id = 'danger'
const signs = ['danger'] as const

export default defineRule({
  id,
  name: '危及人身',
  needs: 'issue',
  goesBy: 'words',
  grades: signs,
  wallFrom: 'blue',
  judge(seen, context) {
    const answer = findSigns(id, signs, seen, context, () => ['内容危及人身安全', '请立即核实并视情转110、119、120'])
    return answer.raise ? { ...answer, popUp: true } : answer
  },
})
