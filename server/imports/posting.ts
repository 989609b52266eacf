/** An order that was read becomes a posting, beside what is known of it: what the file has no column for stays as it was. */
import { createHash } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Instant } from '../../shared/clock.ts'
import { hashReporter } from '../../shared/node/reporter.ts'
import type { OrderField } from '../../shared/orders/mapping.ts'
import type { ReadOrder } from '../../shared/orders/read-row.ts'
import { blankOrder, type Posting, type TimePrecision, type WorkOrder } from '../../shared/posting.ts'
import { shorten } from '../../shared/text.ts'

/** An order as it waits to be recorded: the phone is a hash already. */
export interface ReadyOrder {
  /** Place among the rows of the file that were read, from 0. */
  ordinal: number
  /** Which of the sheets that are taken it comes from. */
  sheet: number
  channel: string
  /** See OrderRow. */
  told: OrderField[] | null
  order: WorkOrder
  time: Instant
  precision: TimePrecision
  title: string
  text: string
  reporter: string | null
}

/** What is recorded under the same channel and number, whatever source brought it. */
export interface KnownOrder {
  source: string
  externalId: string
  title: string
  text: string
  state: Posting['state']
  images: string[]
  official: boolean
  pinned: boolean
  order: WorkOrder
}

/** Of a row without a number what it says stands for it, so that the same row is the same order in every file. */
export function toReady(read: ReadOrder, place: Pick<ReadyOrder, 'ordinal' | 'sheet' | 'channel' | 'told'>, reporterKey: string): ReadyOrder {
  const { order, time, precision, title, text, phone } = read
  const reporter = phone === null ? null : hashReporter(reporterKey, `phone:${phone}`)
  const orderNumber = order.orderNumber || numberFor([time, reporter, title, text])
  return { ...place, order: { ...order, orderNumber }, time, precision, title, text, reporter }
}

const numberFor = (parts: readonly unknown[]): string =>
  `无编号-${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 20)}`

/** By which an order is the same one. */
export const keyOf = (channel: string, orderNumber: string): string => `${channel}\n${orderNumber}`

/** What a column other than the order's own fields speaks of. */
const orderKeys = Object.keys(blankOrder) as (keyof typeof blankOrder)[]

/**
 * @param mapped fields that the file has a column for: there an empty cell means that there is nothing.
 * @returns null where all that is known would stay as it is.
 */
export function toPosting(
  ready: ReadyOrder, known: KnownOrder | null, mapped: ReadonlySet<OrderField>, district: string, now: Instant,
): Posting | null {
  const workOrder = merge(ready.order, known?.order ?? null, mapped)
  const text = mapped.has('text') || !known ? ready.text : known.text
  const title = titleOf(ready, known, mapped)
  if (known && title === known.title && text === known.text && isDeepStrictEqual(workOrder, inOrder(known.order))) return null
  return {
    district, source: known?.source ?? `office-${ready.channel}`, externalId: known?.externalId ?? workOrder.orderNumber, channel: ready.channel,
    local: true, kind: 'work-order', parent: null, repostOf: null, url: null, title, text, account: null, reporter: ready.reporter,
    publishedAt: ready.time, precision: ready.precision, receivedAt: now, official: known?.official ?? false, pinned: known?.pinned ?? false,
    counts: { views: null, replies: null, reposts: null, likes: null }, images: known?.images ?? [], state: known?.state ?? 'visible', workOrder,
  }
}

/** A title that a person gave stays where the file has none; one that was made from the text is made again. */
function titleOf(ready: ReadyOrder, known: KnownOrder | null, mapped: ReadonlySet<OrderField>): string {
  if (!known || mapped.has('title')) return ready.title
  return mapped.has('text') && (known.title === '' || known.title === beginningOf(known.text)) ? ready.title : known.title
}

/** As an order without a title of its own is called (see read-row.ts). */
const beginningOf = (text: string): string => shorten(text.split('\n')[0] ?? '', 40)

/** Keys in one order, so that the same order has the same hash whoever made it. */
const inOrder = (order: WorkOrder): WorkOrder => ({
  orderNumber: order.orderNumber, ...Object.fromEntries(orderKeys.map((key) => [key, order[key] ?? blankOrder[key]])),
}) as WorkOrder

function merge(read: WorkOrder, known: WorkOrder | null, mapped: ReadonlySet<OrderField>): WorkOrder {
  if (!known) return inOrder(read)
  // What no column says may still follow from another one; what follows from none stays.
  const pick = (key: keyof typeof blankOrder): unknown => {
    const field = key === 'extendedTo' ? 'extended' : key
    return mapped.has(field) || read[key] !== blankOrder[key] ? read[key] : known[key]
  }
  return inOrder({ orderNumber: known.orderNumber, ...Object.fromEntries(orderKeys.map((key) => [key, pick(key)])) } as WorkOrder)
}
