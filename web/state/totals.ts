/** Totals and published figures as they were last read, and the table that is being looked at before it is saved. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { NewStated, NewTotal, StatedList, TablePreview, TotalList } from '../../shared/figures.ts'
import { enterStated, enterTotal, readStated, readTotals, removeStated, removeTotal, sendTable } from '../totals/requests.ts'
import type { TableKind } from '../totals/requests.ts'
import { useSession } from './session.ts'

export interface TableOnHand {
  kind: TableKind
  name: string
  file: Blob
  preview: TablePreview<unknown> | null
}

export const useTotals = defineStore('totals', () => {
  const session = useSession()
  const totals = shallowRef<TotalList | null>(null)
  const stated = shallowRef<StatedList | null>(null)
  const trouble = ref<string | null>(null)
  const table = shallowRef<TableOnHand | null>(null)
  const refusal = ref<string | null>(null)
  const busy = ref(false)

  async function refresh(): Promise<void> {
    try {
      ;[totals.value, stated.value] = await Promise.all([readTotals(), readStated()])
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    }
  }

  /** Does one thing and reads the lists anew. @returns null, or why it was not done. */
  async function attempt(work: () => Promise<void>): Promise<string | null> {
    try {
      await work()
      await refresh()
      return null
    } catch (thrown) {
      return session.explain(thrown)
    }
  }

  /** Reads a table without saving anything of it. */
  async function look(kind: TableKind, file: Blob, name: string): Promise<void> {
    table.value = { kind, name, file, preview: null }
    await send(false)
  }

  /** Saves what the table on hand holds. */
  async function save(): Promise<void> {
    await send(true)
    if (refusal.value === null) await refresh()
  }

  async function send(saving: boolean): Promise<void> {
    const mine = table.value
    if (mine === null) return
    busy.value = true
    refusal.value = null
    try {
      const preview = await sendTable(mine.kind, mine.file, mine.name, saving)
      if (table.value === mine) table.value = { ...mine, preview }
    } catch (thrown) {
      refusal.value = session.explain(thrown)
    } finally {
      busy.value = false
    }
  }

  function putAway(): void {
    table.value = null
    refusal.value = null
  }

  return {
    totals, stated, trouble, table, refusal, busy, refresh, look, save, putAway,
    enter: (total: NewTotal) => attempt(() => enterTotal(total)),
    state: (figure: NewStated) => attempt(() => enterStated(figure)),
    remove: (total: Parameters<typeof removeTotal>[0]) => attempt(() => removeTotal(total)),
    unstate: (figure: Parameters<typeof removeStated>[0]) => attempt(() => removeStated(figure)),
  }
})
