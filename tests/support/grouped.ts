/** Makes grouped postings for tests of what happens after group. */
import type { GroupedPosting } from '../../server/grouped.ts'
import { blankOrder, type WorkOrder } from '../../shared/posting.ts'
import { makePosting } from './postings.ts'

export function makeGrouped(given: Partial<GroupedPosting> & { id: number }): GroupedPosting {
  const issue = given.issue ?? 1
  return {
    ...makePosting({ externalId: String(given.id) }), number: given.id, revision: 1, issue, recordedAt: 0, orderBefore: null, isNew: true,
    membership: { posting: given.id, issue, confidence: 1, reason: { because: 'founded' }, model: 'test', copyOf: null },
    identity: { title: '润园小区违法建设', category: '0201', place: '润园小区', township: 'glj', unit: 'cg' },
    enrichment: {
      purpose: '投诉', category: { code: '0201', confidence: 0.9 }, units: [{ unit: 'cg', confidence: 0.9, reason: '主办单位' }],
      place: { id: 'runyuan', name: '润园小区', township: 'glj', community: null }, sentiment: 0, urgency: [], plans: [], maskedTitle: '', maskedText: '', counted: true, uncountedBecause: null,
    },
    ...given,
  }
}

export const makeOrder = (closedAt: number | null): WorkOrder => ({ ...blankOrder, orderNumber: 'HZ1', purpose: '投诉', closedAt })
