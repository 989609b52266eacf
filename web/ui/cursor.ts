/** The cursor of a list that is worked by keyboard: j, k and the arrows move it, Enter opens, Escape goes back. */
import { ref } from 'vue'
import type { Ref } from 'vue'
import { useEventListener } from '@vueuse/core'

/** How far the cursor moves; null for a key that does not move it. */
export function stepFrom(key: string): number | null {
  if (key === 'j' || key === 'ArrowDown') return 1
  if (key === 'k' || key === 'ArrowUp') return -1
  return null
}

export interface CursorSteps {
  opened: (id: number) => void
  moved?: (id: number) => void
  escaped?: () => void
}

/** Whether what has the focus is (in) one of these: then the key is meant for it. */
const meantFor = ({ target }: KeyboardEvent, what: string): boolean => target instanceof Element && target.closest(what) !== null

/**
 * @param ids the rows as they stand
 * @returns the row under the cursor; null before the first move
 */
export function useCursor(ids: () => readonly number[], { opened, moved, escaped }: CursorSteps): Ref<number | null> {
  const cursor = ref<number | null>(null)
  useEventListener(window, 'keydown', (event) => {
    if (meantFor(event, 'dialog')) return
    if (event.key === 'Escape' && escaped !== undefined) {
      if (event.target instanceof HTMLElement) event.target.blur()
      escaped()
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey || meantFor(event, 'input, textarea, select')) return
    const step = stepFrom(event.key)
    if (step !== null) {
      const rows = ids()
      const at = cursor.value === null ? -1 : rows.indexOf(cursor.value)
      cursor.value = rows[Math.min(rows.length - 1, Math.max(0, at + step))] ?? null
      if (cursor.value !== null) moved?.(cursor.value)
      event.preventDefault()
    } else if (event.key === 'Enter' && cursor.value !== null && !meantFor(event, 'button, a, summary')) {
      opened(cursor.value)
      event.preventDefault()
    }
  })
  return cursor
}
