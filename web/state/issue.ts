/** One issue in full: its postings page by page, and the rulings that wait for the line to obey them. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { second } from '../../shared/clock.ts'
import type { CorrectionChoices, IssueDetail, IssueMember } from '../../shared/issue-view.ts'
import type { Ruling } from '../../shared/ruling.ts'
import { Refused, makeRuling, readChoices, readIssue } from '../gateway.ts'
import { useLive } from './live.ts'
import { useSession } from './session.ts'

/** Postings that are asked for at once. */
const pageOf = 30

/** How often a ruling is asked after: at once, since it is obeyed within moments, then ever less often. */
const firstLook = 0.4 * second
const lastLook = 5 * second

/** A ruling that was made on this page and that the line has not come to yet. */
export interface Waiting {
  number: number
  /** What it does, for the person who waits. */
  words: string
}

/** The rulings that still wait, seen from an issue as it stands now; an issue that is gone has obeyed all of them. */
export function stillWaiting(waiting: readonly Waiting[], detail: Pick<IssueDetail, 'rulings'> | null): Waiting[] {
  if (detail === null) return []
  const done = new Set(detail.rulings.filter((line) => line.done).map(({ number }) => number))
  return waiting.filter(({ number }) => !done.has(number))
}

export const useIssue = defineStore('issue', () => {
  const live = useLive()
  const session = useSession()
  const id = ref<number | null>(null)
  const detail = shallowRef<IssueDetail | null>(null)
  const members = shallowRef<readonly IssueMember[]>([])
  const next = ref<number | null>(null)
  /** Where the issue went when it was merged. */
  const movedTo = ref<number | null>(null)
  const trouble = ref<string | null>(null)
  const missing = ref(false)
  const waiting = shallowRef<readonly Waiting[]>([])
  /** What was obeyed last. */
  const obeyed = ref<string | null>(null)
  const choices = shallowRef<CorrectionChoices | null>(null)
  let timer: number | undefined

  /** Opens an issue, or closes the page with null. */
  async function open(wanted: number | null): Promise<void> {
    if (wanted !== id.value) {
      window.clearTimeout(timer)
      // Whoever is led on from an issue that was merged wants to know that it was.
      if (wanted !== movedTo.value) obeyed.value = null
      id.value = wanted
      detail.value = null
      members.value = []
      next.value = movedTo.value = trouble.value = null
      missing.value = false
      waiting.value = []
    }
    if (wanted !== null) await refresh()
  }

  /** Reads the issue anew, with as many postings as were shown; an answer about another issue is dropped. */
  async function refresh(): Promise<void> {
    const asked = id.value
    if (asked === null) return
    const wanted = Math.max(pageOf, members.value.length)
    try {
      const first = await readIssue(asked, null, pageOf)
      if ('movedTo' in first) {
        if (id.value === asked) movedTo.value = first.movedTo
        return
      }
      const read = [...first.members]
      let after = first.next
      while (after !== null && read.length < wanted) {
        const page = await readIssue(asked, after, pageOf)
        if ('movedTo' in page) break
        read.push(...page.members)
        after = page.next
      }
      if (id.value !== asked) return
      detail.value = first
      members.value = read
      next.value = after
      trouble.value = null
    } catch (thrown) {
      if (id.value === asked) fail(thrown)
    }
  }

  /** Adds the postings that follow. */
  async function more(): Promise<void> {
    const [asked, after] = [id.value, next.value]
    if (asked === null || after === null) return
    try {
      const page = await readIssue(asked, after, pageOf)
      if (id.value !== asked || next.value !== after || 'movedTo' in page) return
      members.value = [...members.value, ...page.members]
      next.value = page.next
    } catch (thrown) {
      fail(thrown)
    }
  }

  /**
   * Makes a ruling and follows it until the line has obeyed.
   * @param words what it does, for the person who waits
   * @returns null when it is on record, else what to tell the person; the page then shows the issue as it stands now
   */
  async function rule(ruling: Ruling, words: string): Promise<string | null> {
    try {
      const { number } = await makeRuling(ruling)
      waiting.value = [...waiting.value, { number, words }]
      obeyed.value = null
      follow(firstLook)
      return null
    } catch (thrown) {
      const why = session.explain(thrown)
      if (!(thrown instanceof Refused) || thrown.status !== 409) return why
      await refresh()
      return `${why}（本页已按最新情况刷新，请关闭后核对）`
    }
  }

  function follow(pause: number): void {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => void look(), pause)

    async function look(): Promise<void> {
      await refresh()
      const left = stillWaiting(waiting.value, movedTo.value === null ? detail.value : null)
      const done = waiting.value.filter((one) => !left.includes(one))
      if (done.length > 0) obeyed.value = done.map(({ words }) => words).join('；')
      waiting.value = left
      if (left.length > 0 && id.value !== null) follow(Math.min(pause * 1.5, lastLook))
    }
  }

  /** Reads once what corrections may say. @returns null, or what to tell the person */
  async function loadChoices(): Promise<string | null> {
    try {
      choices.value ??= await readChoices()
      return null
    } catch (thrown) {
      return session.explain(thrown)
    }
  }

  const fail = (thrown: unknown) => {
    missing.value = thrown instanceof Refused && thrown.status === 404
    trouble.value = session.explain(thrown)
  }

  /** Postings of this issue that came in after it was read. */
  const newer = computed(() => {
    const { asOf } = detail.value ?? {}
    if (asOf === undefined) return 0
    return live.sections.latest?.filter((posting) => posting.issue === id.value && posting.recordedAt > asOf).length ?? 0
  })

  return { id, detail, members, next, movedTo, trouble, missing, waiting, obeyed, choices, newer, open, refresh, more, rule, loadChoices }
})
