/** Issues: how postings on the same concrete matter find together, and what the matter is called. */
export { createGrouper, type Grouper, type GrouperOptions, type GroupItem } from './grouper.ts'
export { titleOf, longestIssueTitle } from './title.ts'
