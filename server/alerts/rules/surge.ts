/** 面上突增: a topic, place, unit, channel or keyword plan brings clearly more than usual, across issues and from several people. */
import { defineRule } from '../rule.ts'
import { judgeSurge } from '../rise.ts'

export default defineRule({
  id: 'surge',
  name: '面上突增',
  needs: 'subject',
  goesBy: 'counts',
  grades: ['strong', 'notable'],
  wallFrom: 'yellow',
  judge: (seen, context) => judgeSurge('surge', seen, seen.subject.kind !== 'negative', context),
})
