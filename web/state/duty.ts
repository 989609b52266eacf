/** The duty list: open alerts by level and time, the chosen one in full, and what is done to it. */
import { computed, ref, shallowRef, watch } from 'vue'
import { defineStore } from 'pinia'
import { compareLevels, settledStates } from '../../shared/alert.ts'
import type { Alert, DutyAlert } from '../../shared/alert.ts'
import type { Instant } from '../../shared/clock.ts'
import { actOn, readAlert, readAlerts } from '../gateway.ts'
import type { AlertDetail } from '../gateway.ts'
import { useLive } from './live.ts'
import { useSession } from './session.ts'

/** The highest level first; within a level the newest first. */
export const inDutyOrder = (alerts: readonly DutyAlert[]): DutyAlert[] =>
  alerts.toSorted((a, b) => compareLevels(a.level, b.level) || b.raisedAt - a.raisedAt || b.id - a.id)

/** The list with what the live feed knows by now: newer states and new alerts; what is settled leaves. */
export function mergeAlerts(known: readonly DutyAlert[], told: readonly Alert[]): DutyAlert[] {
  const byId = new Map(known.map((alert) => [alert.id, alert]))
  for (const alert of told) {
    const old = byId.get(alert.id)
    if (old === undefined || alert.updatedAt >= old.updatedAt) byId.set(alert.id, { ...old, ...alert })
  }
  return inDutyOrder([...byId.values()].filter(({ state }) => !settledStates.includes(state)))
}

/** Milliseconds between two fetches of the whole list: a burst of deltas is one fetch. */
const fetchEvery = 1_000

export const useDuty = defineStore('duty', () => {
  const live = useLive()
  const session = useSession()
  const listed = shallowRef<readonly DutyAlert[] | null>(null)
  const asOf = ref<Instant | null>(null)
  const trouble = ref<string | null>(null)
  const chosen = ref<number | null>(null)
  const detail = shallowRef<AlertDetail | null>(null)
  let due: number | undefined

  const fail = (thrown: unknown) => {
    trouble.value = session.explain(thrown)
  }

  async function refresh(): Promise<void> {
    try {
      const answer = await readAlerts('open')
      listed.value = inDutyOrder(answer.alerts)
      asOf.value = answer.asOf
      trouble.value = null
    } catch (thrown) {
      fail(thrown)
    }
  }

  /** Chooses an alert and fetches it in full; a slower answer about another one is dropped. */
  async function choose(id: number | null): Promise<void> {
    chosen.value = id
    if (detail.value?.alert.id !== id) detail.value = null
    if (id === null) return
    try {
      const answer = await readAlert(id)
      if (chosen.value === id) detail.value = answer
    } catch (thrown) {
      fail(thrown)
    }
  }

  /** @returns whether the action was done; `trouble` says why not. */
  async function act(id: number, action: string, note: string): Promise<boolean> {
    try {
      const alert = await actOn(id, action, note)
      trouble.value = null
      listed.value = mergeAlerts(listed.value ?? [], [alert])
      if (chosen.value === id) await choose(id)
      return true
    } catch (thrown) {
      fail(thrown)
      return false
    }
  }

  // What the feed tells is shown at once; the whole list follows, since the feed holds only the newest twenty.
  watch(
    () => live.sections.alerts,
    (told) => {
      if (told === undefined || listed.value === null) return
      listed.value = mergeAlerts(listed.value, told)
      window.clearTimeout(due)
      due = window.setTimeout(() => {
        void refresh()
        if (chosen.value !== null) void choose(chosen.value)
      }, fetchEvery)
    },
  )

  const alerts = computed(() => listed.value ?? [])
  const dueAt = (alert: DutyAlert): Instant | null | undefined =>
    alert.dueAt === undefined ? live.sections.priorities?.find((item) => item.alert === alert.id)?.dueAt : alert.dueAt

  return { alerts, known: computed(() => listed.value !== null), asOf, trouble, chosen, detail, refresh, choose, act, dueAt }
})
