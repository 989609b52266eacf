/** A posting after group: what archive and live state take in. */
import type { Membership } from '../shared/issue.ts'
import type { EnrichedPosting, WorkOrder } from '../shared/posting.ts'
import type { IssueIdentity } from './live-state/issue-state.ts'

export interface GroupedPosting extends EnrichedPosting {
  issue: number
  membership: Membership
  /** What its issue is called, for the case that this posting founds it. */
  identity: IssueIdentity
  /** The order as it was before this revision. */
  orderBefore: WorkOrder | null
  /** When it was recorded: the start of its way to the screen. */
  recordedAt: number
  /** False when it was understood and grouped on an earlier run: nothing is to be stored again. */
  isNew: boolean
}
