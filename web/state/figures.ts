/** The figures of a period: the gateway's last answer, the months of its year, and the records behind the figure that is open. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { FigureRecord, FigureReport } from '../../shared/figures.ts'
import type { Instant } from '../../shared/clock.ts'
import { ordinaryColumns, received } from '../figures/families.ts'
import { yearOf } from '../figures/periods.ts'
import { readFigures, readRecords } from '../figures/requests.ts'
import type { Behind, Question } from '../figures/requests.ts'
import { ordinary } from '../figures/rows.ts'
import type { Sorting } from '../figures/rows.ts'
import { useSession } from './session.ts'

/** Records as far as they have been read. */
export interface OpenRecords {
  behind: Behind
  asOf: Instant | null
  total: number | null
  records: readonly FigureRecord[]
  next: number | null
}

export const useFigures = defineStore('figures', () => {
  const session = useSession()
  const report = shallowRef<FigureReport | null>(null)
  /** The year of the report by month; null until it is read. */
  const months = shallowRef<FigureReport | null>(null)
  /** Why the months cannot be told, where the rest can. */
  const monthsTrouble = ref<string | null>(null)
  const trouble = ref<string | null>(null)
  const busy = ref(false)
  /** Indicators of the table's columns, and the one that is drawn. */
  const columns = ref<string[]>([...ordinaryColumns])
  const drawn = ref(received)
  const sorting = ref<Sorting>({ ...ordinary })
  const opened = shallowRef<OpenRecords | null>(null)
  const refusal = ref<string | null>(null)
  let asked = 0

  /** Asks for a report; a slower answer to an earlier question is dropped. */
  async function ask(question: Question): Promise<void> {
    const mine = ++asked
    busy.value = true
    try {
      const answer = await readFigures(question)
      if (mine !== asked) return
      report.value = answer
      trouble.value = null
      await askMonths(question, answer, mine)
    } catch (thrown) {
      if (mine === asked) trouble.value = session.explain(thrown)
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  /** The year's months are drawn whatever the period; what the report itself holds is not asked for twice. */
  async function askMonths({ period, by }: Question, answer: FigureReport, mine: number): Promise<void> {
    const year = yearOf(period)
    try {
      const told = by === 'month' && period === year ? answer : await readFigures({ period: year, by: 'month' })
      if (mine !== asked) return
      months.value = told
      monthsTrouble.value = null
    } catch (thrown) {
      if (mine !== asked) return
      months.value = null
      monthsTrouble.value = session.explain(thrown)
    }
  }

  /** Opens the records behind a figure at their first page. @param listed false = it rests on totals: there are none to be read. */
  async function open(behind: Behind, listed = true): Promise<void> {
    opened.value = { behind, asOf: null, total: null, records: [], next: listed ? 0 : null }
    await more()
  }

  /** The next page of what is open. */
  async function more(): Promise<void> {
    const before = opened.value
    if (before?.next == null) return
    refusal.value = null
    try {
      const { asOf, total, records, next } = await readRecords(before.behind, before.next)
      if (opened.value === before) opened.value = { ...before, asOf, total, records: [...before.records, ...records], next }
    } catch (thrown) {
      if (opened.value === before) refusal.value = session.explain(thrown)
    }
  }

  const shut = (): void => { opened.value = null }

  return { report, months, monthsTrouble, trouble, busy, columns, drawn, sorting, opened, refusal, ask, open, more, shut }
})
