/**
 * Which threads stand on which board at a given time, in both orders.
 *
 * An agenda of all that happens (opened, answered, moved, deleted) is kept in order of time and worked off as the clock moves on;
 * nothing is held that could not be made again from timeline and form, and a clock that goes back starts the agenda anew.
 */
import { day, minute, startOfDay, type Instant } from '../../../../shared/clock.ts'
import { boards } from '../../plan/ordinary.ts'
import type { Timeline } from '../../plan/timeline.ts'
import { notices } from '../../words/notices.ts'
import type { Written } from '../../written.ts'
import { noticeThread, plannedThread, writtenThread, type Thread } from './thread.ts'

/** A row of a board: a thread, or the pointer that a moved one left behind. */
export interface Row {
  thread: Thread
  moved: boolean
  lastAt: Instant
  replies: number
}

export type Order = 'lastpost' | 'dateline'

export interface Shelf {
  /** Rows of a board at `now`, the newest last. */
  rows(board: number, order: Order, now: Instant): readonly Row[]
  /** The notices pinned to a board. */
  pinned(board: number): readonly Row[]
  /** A thread that can be read at `now`; the tid of the thread that a pointer leads to; null for neither. */
  find(tid: number, now: Instant): Thread | { movedTo: number } | null
  /** The board a thread stands on at `now`. */
  boardOf(thread: Thread, now: Instant): number
}

interface Step {
  at: Instant
  thread: Thread
  what: 'open' | 'reply' | 'move' | 'delete'
}

interface Board {
  opened: Row[]
  answered: Row[]
  dirty: boolean
}

export function createShelf(seed: string, timeline: Timeline, written: () => readonly Written[]): Shelf {
  const noticeRows = notices.map((notice) => asRow(noticeThread(notice, timeline.begins - 20 * day - notice.tid * 3_600_000)))
  let threads: Map<number, Thread>
  let stubs: Map<number, number>
  let shelves: Map<number, Board>
  let rowsByTid: Map<number, Row>
  let agenda: Step[]
  let done: number
  let plannedUntil: Instant
  let taken: number
  let reached: Instant

  function restart(): void {
    threads = new Map(noticeRows.map(({ thread }) => [thread.tid, thread]))
    stubs = new Map()
    shelves = new Map(boards.map(({ fid }) => [fid, { opened: [], answered: [], dirty: false }]))
    rowsByTid = new Map()
    agenda = []
    done = 0
    plannedUntil = startOfDay(timeline.begins)
    taken = 0
    reached = Number.NEGATIVE_INFINITY
  }
  restart()

  function advance(now: Instant): void {
    // A machine's clock may step back a little when it is set; only a clock that is turned back starts anew.
    if (now < reached - minute) restart()
    reached = Math.max(reached, now)
    const fresh: Step[] = []
    for (; plannedUntil <= now; plannedUntil += day) {
      for (const happening of timeline.on(plannedUntil)) {
        if (happening.channel === 'forum') fresh.push(...stepsOf(plannedThread(seed, happening)))
      }
    }
    const threadsWritten = written()
    for (; taken < threadsWritten.length; taken += 1) fresh.push(...stepsOf(writtenThread(threadsWritten[taken]!)))
    if (fresh.length > 0) agenda = [...agenda.slice(done), ...fresh].sort((a, b) => a.at - b.at)
    if (fresh.length > 0) done = 0
    for (let step = agenda[done]; step && step.at <= now; step = agenda[done += 1]) take(step)
  }

  function take({ thread, what, at }: Step): void {
    if (what === 'open') {
      threads.set(thread.tid, thread)
      const row = asRow(thread)
      rowsByTid.set(thread.tid, row)
      place(row, thread.board)
      return
    }
    const row = rowsByTid.get(thread.tid)
    if (!row) return
    if (what === 'reply') {
      row.lastAt = at
      row.replies += 1
      shelves.get(boardAt(thread, at))!.dirty = true
    } else if (what === 'delete') {
      remove(row, boardAt(thread, at))
      threads.delete(thread.tid)
      rowsByTid.delete(thread.tid)
    } else if (thread.moved) {
      remove(row, thread.board)
      place({ ...row, moved: true }, thread.board)
      place(row, thread.moved.to)
      stubs.set(thread.moved.stub, thread.tid)
    }
  }

  function place(row: Row, board: number): void {
    const shelf = shelves.get(board)
    if (!shelf) return
    // Nearly always the newest; a moved thread finds its place among older ones.
    let index = shelf.opened.length
    while (index > 0 && shelf.opened[index - 1]!.thread.at > row.thread.at) index -= 1
    shelf.opened.splice(index, 0, row)
    shelf.answered.push(row)
    shelf.dirty = true
  }

  function remove(row: Row, board: number): void {
    const shelf = shelves.get(board)!
    shelf.opened = shelf.opened.filter((other) => other !== row)
    shelf.answered = shelf.answered.filter((other) => other !== row)
  }

  return {
    rows(board, order, now) {
      advance(now)
      const shelf = shelves.get(board)
      if (!shelf) return []
      if (order === 'dateline') return shelf.opened
      // The array is nearly in order already, which the sort (Timsort) turns to account.
      if (shelf.dirty) shelf.answered.sort((a, b) => a.lastAt - b.lastAt || a.thread.tid - b.thread.tid)
      shelf.dirty = false
      return shelf.answered
    },
    pinned: (board) => noticeRows.filter(({ thread }) => thread.board === 0 || thread.board === board),
    find(tid, now) {
      advance(now)
      const movedTo = stubs.get(tid)
      return threads.get(tid) ?? (movedTo === undefined ? null : { movedTo })
    },
    boardOf: boardAt,
  }
}

const boardAt = (thread: Thread, at: Instant): number =>
  (thread.moved && thread.moved.at <= at ? thread.moved.to : thread.board || boards[0].fid)

const asRow = (thread: Thread): Row => ({ thread, moved: false, lastAt: thread.at, replies: 0 })

function stepsOf(thread: Thread): Step[] {
  const steps: Step[] = thread.times.map((at, index) => ({ at, thread, what: index === 0 ? 'open' : 'reply' }))
  if (thread.moved) steps.push({ at: thread.moved.at, thread, what: 'move' })
  // What comes after a deletion finds no row and is passed over.
  if (thread.deletedAt !== null) steps.push({ at: thread.deletedAt, thread, what: 'delete' })
  return steps
}
