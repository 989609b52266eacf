/** The three figures of what comes back: which period, told apart by what, and the gateway's last answer. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { RepeatKey, RepeatKind, RepeatReport } from '../../shared/repeat.ts'
import { readRepeats } from '../gateway.ts'
import { useSession } from './session.ts'

export const useRepeats = defineStore('repeats', () => {
  const session = useSession()
  const by = ref<RepeatKey>('unit')
  /** The figure that bars and table show. */
  const shown = ref<RepeatKind>('repeat')
  const report = shallowRef<RepeatReport | null>(null)
  const trouble = ref<string | null>(null)
  const busy = ref(false)
  let asked = 0

  /** Asks for a period; a slower answer to an earlier question is dropped. */
  async function ask(from: string, to: string): Promise<void> {
    const question = ++asked
    busy.value = true
    try {
      const answer = await readRepeats(from, to, by.value)
      if (question !== asked) return
      report.value = answer
      trouble.value = null
    } catch (thrown) {
      if (question === asked) trouble.value = session.explain(thrown)
    } finally {
      if (question === asked) busy.value = false
    }
  }

  return { by, shown, report, trouble, busy, ask }
})
