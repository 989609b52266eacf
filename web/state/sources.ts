/** Sources as they stood when last asked, and the look at a pasted address that is under way. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { second, type Instant } from '../../shared/clock.ts'
import type { SourceConfig } from '../../shared/district.ts'
import type { BundleState } from '../../shared/bundle-view.ts'
import type { SourceList, TrialAnswer } from '../../shared/source-view.ts'
import { readBundles, addSource, enableSource, forgetSession, importSession, readSources, readTrial, tryAddress, visitSource } from '../gateway.ts'
import { inOrder } from '../sources/words.ts'
import { useSession } from './session.ts'

const refreshEvery = 5 * second
const askEvery = second

export const useSources = defineStore('sources', () => {
  const session = useSession()
  const list = shallowRef<SourceList | null>(null)
  const bundles = shallowRef<BundleState | null>(null)
  const trouble = ref<string | null>(null)
  const trial = shallowRef<{ url: string; since: Instant; answer: TrialAnswer | null } | null>(null)
  const ordered = computed(() => inOrder(list.value?.sources ?? []))

  async function refresh(): Promise<void> {
    try {
      ;[list.value, bundles.value] = await Promise.all([readSources(), readBundles()])
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    }
  }

  /** Reads them now and every few seconds. @returns what ends that. */
  function follow(): () => void {
    void refresh()
    const timer = window.setInterval(() => void refresh(), refreshEvery)
    return () => window.clearInterval(timer)
  }

  /** Does one thing and reads the list anew. @returns null, or why it was not done. */
  async function attempt(work: () => Promise<void>): Promise<string | null> {
    try {
      await work()
      await refresh()
      return null
    } catch (thrown) {
      return session.explain(thrown)
    }
  }

  /** Has the crawlers look at an address and waits until they have; a later call ends an earlier one. @returns why it could not be asked. */
  async function look(url: string): Promise<string | null> {
    const mine = { url, since: Date.now(), answer: null }
    trial.value = mine
    try {
      const { id } = await tryAddress(url)
      for (let answer = await readTrial(id); trial.value?.since === mine.since; answer = await readTrial(id)) {
        trial.value = { ...mine, answer }
        if (answer.state === 'done' || answer.state === 'failed') return null
        await new Promise((resolve) => window.setTimeout(resolve, askEvery))
      }
      return null
    } catch (thrown) {
      if (trial.value?.since === mine.since) trial.value = null
      return session.explain(thrown)
    }
  }

  const dismiss = (): void => { trial.value = null }

  return {
    list, bundles, ordered, trouble, trial, refresh, follow, look, dismiss,
    add: (config: SourceConfig) => attempt(() => addSource(config)),
    enable: (source: string, enabled: boolean) => attempt(() => enableSource(source, enabled)),
    visit: (source: string) => attempt(() => visitSource(source)),
    lend: (given: Parameters<typeof importSession>[0]) => attempt(() => importSession(given)),
    forget: (site: string) => attempt(() => forgetSession(site)),
  }
})
