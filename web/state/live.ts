/** The store of the screens: the live feed, how fresh it is, what has just arrived, and which alert holds the centre. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { second } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import type { Alert } from '../../shared/alert.ts'
import { goLive } from '../live.ts'
import { emptyFeed } from './feed.ts'
import { judgeFreshness } from './freshness.ts'
import { advance, noTakeovers, queueTakeovers } from './takeover.ts'

/** How long a new alert holds its quiet pulse. */
export const arrivalLength = 10 * second

export const useLive = defineStore('live', () => {
  const feed = shallowRef(emptyFeed)
  const refusal = ref<string | null>(null)
  const takeovers = shallowRef(noTakeovers)
  /** Alert → until when it pulses, by the gateway's clock. */
  const arrivals = shallowRef<ReadonlyMap<number, Instant>>(new Map())
  /** The newest raised alerts: for whoever sounds or refetches on them. */
  const lastRaised = shallowRef<readonly Alert[]>([])
  /** The gateway's time, ticking once a second. */
  const now = ref<Instant>(Date.now())
  const silence = ref(0)

  // Silence is measured on a clock that nobody can set: a wall whose time is corrected is not a wall that lost its line.
  let heardAt = performance.now()
  let stop: (() => void) | null = null
  let ticker: number | undefined

  const tick = () => {
    now.value = Date.now() + feed.value.clockOffset
    silence.value = performance.now() - heardAt
    takeovers.value = advance(takeovers.value, now.value)
    if ([...arrivals.value.values()].some((until) => until <= now.value)) {
      arrivals.value = new Map([...arrivals.value].filter(([, until]) => until > now.value))
    }
  }

  /** Begins to listen; a second call with another token starts anew. */
  function start(kiosk: string | null): void {
    halt()
    refusal.value = null
    feed.value = emptyFeed
    heardAt = performance.now()
    ticker = window.setInterval(tick, second)
    stop = goLive(kiosk, {
      changed: (next) => {
        feed.value = next
      },
      raised: (alerts) => {
        const at = Date.now() + feed.value.clockOffset
        arrivals.value = new Map([...arrivals.value, ...alerts.map(({ id }) => [id, at + arrivalLength] as const)])
        takeovers.value = queueTakeovers(takeovers.value, alerts, at)
        lastRaised.value = alerts
      },
      heard: () => {
        heardAt = performance.now()
        silence.value = 0
      },
      refused: (message) => {
        refusal.value = message
      },
    })
  }

  function halt(): void {
    stop?.()
    stop = null
    window.clearInterval(ticker)
  }

  const snapshot = computed(() => feed.value.snapshot)
  const sections = computed(() => feed.value.snapshot?.sections ?? {})
  const freshness = computed(() => {
    const { asOf } = feed.value
    return judgeFreshness(silence.value, asOf === null ? null : now.value - asOf, asOf)
  })
  const takeover = computed(() => takeovers.value.current?.alert ?? null)

  return { feed, snapshot, sections, freshness, takeover, arrivals, lastRaised, now, refusal, start, halt }
})
