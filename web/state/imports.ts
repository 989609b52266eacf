/** Imports: the files in hand, the one on the table with its preview, and the history; uploads go on while other pages are looked at. */
import { computed, ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { second } from '../../shared/clock.ts'
import type { ImportList, ImportPreview, ImportView } from '../../shared/import-view.ts'
import type { Mapping, OrderField, WordField } from '../../shared/orders/mapping.ts'
import { guessChannel, objectionTo } from '../imports/files.ts'
import { takeColumnFor, translateWord } from '../imports/mapping.ts'
import { confirmImport, dropImport, readImport, readImports, readPreview, uploadFile } from '../imports/requests.ts'
import { useSession } from './session.ts'

/** A file that was chosen and not sent yet. */
export interface FileInHand {
  key: number
  file: File
  channel: string | null
  /** Why it need not be sent. */
  objection: string | null
  /** Why it did not arrive. */
  trouble: string | null
}

const listEvery = 5 * second
const progressEvery = second / 2

export const isUnderWay = ({ state }: Pick<ImportView, 'state'>): boolean => state === 'waiting' || state === 'running'

export const useImports = defineStore('imports', () => {
  const session = useSession()
  const list = shallowRef<ImportList | null>(null)
  const trouble = ref<string | null>(null)
  const hand = ref<FileInHand[]>([])
  const sending = ref<{ name: string; channel: string; share: number } | null>(null)
  const current = shallowRef<ImportView | null>(null)
  const preview = shallowRef<ImportPreview | null>(null)
  /** As corrected here; the preview follows it. */
  const mapping = shallowRef<Mapping | null>(null)
  /** Headers of columns that were corrected here. */
  const corrected = shallowRef<ReadonlySet<string>>(new Set())
  const looking = ref(false)
  /** What went wrong with the file on the table. */
  const refusal = ref<string | null>(null)
  const channel = computed(() => list.value?.channels.find(({ id }) => id === current.value?.channel) ?? null)
  let keys = 0
  let looks = 0

  async function refresh(): Promise<void> {
    try {
      list.value = await readImports()
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    }
  }

  /** Asks how the import on the table stands; of one that has ended the history is read anew. */
  async function ask(): Promise<void> {
    const asked = current.value
    if (!asked || !isUnderWay(asked)) return
    try {
      const answer = await readImport(asked.id)
      if (current.value?.id !== asked.id) return
      current.value = answer
      refusal.value = null
      if (!isUnderWay(answer)) await refresh()
    } catch (thrown) {
      refusal.value = `${session.explain(thrown)}；导入仍在服务器上进行，连上后继续显示`
    }
  }

  /** Keeps list and progress up to date; shows what this console left running or unconfirmed. @returns what ends that. */
  function follow(): () => void {
    void refresh().then(() => {
      if (current.value || sending.value) return
      const left = list.value?.imports.find((each) => each.door === 'console' && isUnderWay(each))
      if (left) put(left)
    })
    const timers = [window.setInterval(() => void refresh(), listEvery), window.setInterval(() => void ask(), progressEvery)]
    return () => { timers.forEach((timer) => { window.clearInterval(timer) }) }
  }

  function choose(files: readonly File[]): void {
    const known = list.value
    hand.value = [...hand.value, ...files.map((file) => ({
      key: ++keys, file, objection: objectionTo(file), trouble: null, channel: known ? guessChannel(file.name, known.channels, known.imports) : null,
    }))]
  }

  const discard = (key: number): void => { hand.value = hand.value.filter((each) => each.key !== key) }

  function put(view: ImportView | null): void {
    current.value = view
    preview.value = null
    mapping.value = null
    corrected.value = new Set()
    refusal.value = null
    looking.value = false
    looks++
  }

  /** Sends a file and shows what would be taken of it; one that does not arrive stays in hand. */
  async function send({ key, file, channel: of }: FileInHand): Promise<void> {
    if (of === null || sending.value) return
    put(null)
    sending.value = { name: file.name, channel: of, share: 0 }
    try {
      const view = await uploadFile(file, of, (share) => { sending.value = { name: file.name, channel: of, share } })
      discard(key)
      sending.value = null
      await open(view)
      await refresh()
    } catch (thrown) {
      const why = session.explain(thrown)
      hand.value = hand.value.map((each) => (each.key === key ? { ...each, trouble: why } : each))
    } finally {
      sending.value = null
    }
  }

  /** Lays an import on the table: a draft with its preview, any other as it stands. */
  async function open(view: ImportView): Promise<void> {
    put(view)
    if (view.state === 'draft') await look(null)
  }

  /** Previews after a mapping, null = as guessed; a slower answer to an earlier question is dropped. */
  async function look(after: Mapping | null): Promise<void> {
    const import_ = current.value
    if (!import_) return
    const question = ++looks
    looking.value = true
    if (after) mapping.value = after
    try {
      const answer = await readPreview(import_.id, after)
      if (question !== looks) return
      preview.value = answer
      mapping.value = answer.mapping
      refusal.value = null
    } catch (thrown) {
      if (question === looks) refusal.value = session.explain(thrown)
    } finally {
      if (question === looks) looking.value = false
    }
  }

  function take(header: string, field: OrderField | null): void {
    corrected.value = new Set([...corrected.value, header])
    void look(takeColumnFor(mapping.value!, header, field))
  }

  const mean = (field: WordField, word: string, meaning: string | null): void => { void look(translateWord(mapping.value!, field, word, meaning)) }

  /** Does one thing to the import on the table, and shows how it stands then. */
  async function attempt(work: (id: number) => Promise<void>): Promise<void> {
    const view = current.value
    if (!view) return
    try {
      await work(view.id)
      put(await readImport(view.id))
      await refresh()
    } catch (thrown) {
      refusal.value = session.explain(thrown)
    }
  }

  async function drop(view: ImportView): Promise<void> {
    try {
      await dropImport(view.id)
      if (current.value?.id === view.id && view.state === 'draft') put(null)
      await refresh()
    } catch (thrown) {
      refusal.value = session.explain(thrown)
    }
  }

  const confirm = (): Promise<void> => attempt((id) => confirmImport(id, mapping.value!))

  return {
    list, trouble, hand, sending, current, channel, preview, mapping, corrected, looking, refusal,
    refresh, follow, choose, discard, send, open, look, take, mean, confirm, drop, close: () => { put(null) },
  }
})
