/** The list of issues: what was searched for, and the issues as they stood when it was last asked. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { IssueList } from '../../shared/issue-view.ts'
import { readIssues } from '../gateway.ts'
import { useLive } from './live.ts'
import { useSession } from './session.ts'

/** Issues that are asked for at once; “more” asks for as many again. */
const pageOf = 50
/** The gateway gives no more than this in one answer. */
const mostAsked = 100

export const useIssues = defineStore('issues', () => {
  const live = useLive()
  const session = useSession()
  const list = shallowRef<IssueList | null>(null)
  const query = ref('')
  const limit = ref(pageOf)
  const trouble = ref<string | null>(null)
  const busy = ref(false)

  /** Asks again; an answer to words that have changed meanwhile is dropped. */
  async function refresh(): Promise<void> {
    const asked = query.value
    busy.value = true
    try {
      const answer = await readIssues(asked, limit.value)
      if (asked !== query.value) return
      list.value = answer
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    } finally {
      busy.value = false
    }
  }

  async function search(words: string): Promise<void> {
    query.value = words.trim()
    limit.value = pageOf
    await refresh()
  }

  async function more(): Promise<void> {
    limit.value = Math.min(limit.value + pageOf, mostAsked)
    await refresh()
  }

  /** Whether there may be more than is listed, and whether these can be had without a narrower search. */
  const cut = computed(() => list.value !== null && list.value.issues.length >= limit.value)
  const hasMore = computed(() => cut.value && limit.value < mostAsked)
  /** Postings that came in after the list was read: it does not move under the reader's hand, and says that it is behind. */
  const newer = computed(() => live.sections.latest?.filter(({ recordedAt }) => list.value !== null && recordedAt > list.value.asOf).length ?? 0)

  return { list, query, trouble, busy, cut, hasMore, newer, refresh, search, more }
})
