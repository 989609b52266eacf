/** What was found but not counted, as far as it has been read, the newest first. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { LetGoList } from '../../shared/source-view.ts'
import { readLetGo } from '../gateway.ts'
import { useSession } from './session.ts'

export const useLetGo = defineStore('let-go', () => {
  const session = useSession()
  const list = shallowRef<LetGoList | null>(null)
  const trouble = ref<string | null>(null)
  const busy = ref(false)

  async function read(before: number | null): Promise<void> {
    busy.value = true
    try {
      const answer = await readLetGo(before, null)
      list.value = before === null || !list.value ? answer : { ...answer, rows: [...list.value.rows, ...answer.rows] }
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    } finally {
      busy.value = false
    }
  }

  return { list, trouble, busy, refresh: () => read(null), more: () => read(list.value?.next ?? null) }
})
