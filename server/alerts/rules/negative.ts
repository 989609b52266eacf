/** 负面突增: more than usual is written in bitter words; how many write counts, not how bitter they are. */
import { defineRule } from '../rule.ts'
import { judgeSurge } from '../rise.ts'

export default defineRule({
  id: 'negative',
  name: '负面突增',
  needs: 'subject',
  goesBy: 'counts',
  grades: ['strong', 'notable'],
  wallFrom: 'yellow',
  judge: (seen, context) => judgeSurge('negative', seen, seen.subject.kind === 'negative', context),
})
