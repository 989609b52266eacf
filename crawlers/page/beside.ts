/** What a row of a list says beside its link: its date, its state. */
import type { AnyNode } from 'domhandler'
import { textOf } from '../html.ts'

/**
 * The words of a row without those of its link. Where the row is the link itself, the rows stand in one paragraph: the words behind it
 * up to the next link or line break.
 */
export function wordsBeside(row: AnyNode, link: AnyNode | undefined): string {
  if (row !== link) return textOf([row], (element) => element === link)
  const behind: AnyNode[] = []
  for (let next = row.next; next && !('name' in next && (next.name === 'a' || next.name === 'br' || next.name === 'p')); next = next.next) behind.push(next)
  return textOf(behind)
}
