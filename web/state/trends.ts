/** Trends as they were last measured: which kind of subject and which window the reader has before him, and the gateway's last answer. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { minute } from '../../shared/clock.ts'
import type { SubjectKind, trendHours } from '../../shared/trend.ts'
import type { TrendTable } from '../../shared/trend-view.ts'
import { readTrends } from '../gateway.ts'
import { useSession } from './session.ts'

export const useTrends = defineStore('trends', () => {
  const session = useSession()
  const kind = ref<SubjectKind>('issue')
  const hours = ref<(typeof trendHours)[number]>(24)
  const table = shallowRef<TrendTable | null>(null)
  const trouble = ref<string | null>(null)

  /** Reads the table anew; what was read before stays if that fails. */
  async function refresh(): Promise<void> {
    try {
      table.value = await readTrends()
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    }
  }

  /** Reads it now and once a minute, as often as it is measured. @returns what ends that. */
  function follow(): () => void {
    void refresh()
    const timer = window.setInterval(() => void refresh(), minute)
    return () => window.clearInterval(timer)
  }

  return { kind, hours, table, trouble, refresh, follow }
})
