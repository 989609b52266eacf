/** The evidence of a posting or an alert, read when it is looked at and again while something is being taken. */
import { onBeforeUnmount, ref, shallowRef } from 'vue'
import { second } from '../../shared/clock.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { readEvidence } from '../gateway.ts'
import { useSession } from '../state/session.ts'

export type EvidenceOf = { posting: number } | { alert: number }

/** While something is being taken, and otherwise: others ask and look, too. */
const lookEvery = 2 * second
const restEvery = 20 * second

export function useEvidence(of: () => EvidenceOf) {
  const session = useSession()
  const list = shallowRef<readonly Evidence[] | null>(null)
  const trouble = ref<string | null>(null)
  let timer: number | undefined
  let left = false

  async function refresh(): Promise<void> {
    window.clearTimeout(timer)
    try {
      list.value = (await readEvidence(of())).evidence
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    }
    const waiting = list.value?.some(({ state }) => state === 'waiting')
    if (!left) timer = window.setTimeout(() => void refresh(), waiting ? lookEvery : restEvery)
  }

  onBeforeUnmount(() => {
    left = true
    window.clearTimeout(timer)
  })
  return { list, trouble, refresh }
}
