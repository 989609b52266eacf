/** What keys mean in the duty list. */

/** How far the cursor moves; null for a key that does not move it. */
export function stepFrom(key: string): number | null {
  if (key === 'j' || key === 'ArrowDown') return 1
  if (key === 'k' || key === 'ArrowUp') return -1
  return null
}
