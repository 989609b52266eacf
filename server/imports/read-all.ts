/** Reads all rows of a file into the spool, holds back what is wrong, and learns which row of each number is the last. */
import type { Clock } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import type { UnknownWord } from '../../shared/import-view.ts'
import type { ReadOrder, RowProblem } from '../../shared/orders/read-row.ts'
import { shorten } from '../../shared/text.ts'
import { mask } from '../enrich/mask.ts'
import { findChannels } from './channels.ts'
import type { Layout } from './columns.ts'
import type { HeldBack } from './held-back.ts'
import { keyOf, toReady, type ReadyOrder } from './posting.ts'
import { readOrders, type PassedOver } from './rows.ts'
import type { Spool } from './spool.ts'
import type { TableFile } from './tables/table.ts'

/** Rows of one transaction. */
const batch = 500

interface ReadParts {
  pack: DistrictPack
  reporterKey: string
  clock: Clock
  table: TableFile
  layout: Layout
  channel: string
  spool: Spool
  held: HeldBack
  /** Told after each batch of rows. */
  onRows: (rows: number) => void
}

export interface ReadFile {
  rows: number
  /** By key: the ordinal of its last good row. */
  last: Map<string, number>
  passed: PassedOver
  unknown: UnknownWord[]
}

/** Words that are told one by one; of what is no list of words nobody reads more. */
const mostWords = 100

export async function readAll({ pack, reporterKey, clock, table, layout, channel, spool, held, onRows }: ReadParts): Promise<ReadFile> {
  const last = new Map<string, number>()
  const passed: PassedOver = {}
  const channelOf = tellChannel(pack, channel)
  const unknown = new Map<string, UnknownWord>()
  let rows = 0
  let block: ReadyOrder[] = []
  for await (const row of readOrders(table, layout, clock.now(), passed)) {
    const { read } = row
    const named: ReturnType<typeof channelOf> = 'problems' in read ? read : channelOf(read)
    if ('problems' in named) held.add(row, named.problems, named.silent)
    else {
      const ready = toReady(read as ReadOrder, { ordinal: rows, sheet: layout.taken.indexOf(row.sheet), channel: named.channel, told: row.told }, reporterKey)
      for (const { field, word } of (read as ReadOrder).unknown) {
        const key = `${field}\n${word}`
        const seen = unknown.get(key)
        if (seen) seen.times += 1
        else if (unknown.size < mostWords) unknown.set(key, { field, word: shorten(mask(word).text, 20), times: 1 })
      }
      last.set(keyOf(ready.channel, ready.order.orderNumber), ready.ordinal)
      block.push(ready)
    }
    rows += 1
    if (block.length >= batch) {
      await spool.add(block)
      block = []
    }
    if (rows % batch === 0) onRows(rows)
  }
  if (block.length > 0) await spool.add(block)
  return { rows, last, passed, unknown: [...unknown.values()] }
}

interface Refused {
  problems: RowProblem[]
  silent?: boolean
}

/** @returns a function that tells the channel an order belongs to: the one that its row names, else the import's. */
export function tellChannel(pack: DistrictPack, channel: string): (read: ReadOrder) => { channel: string } | Refused {
  const find = findChannels(pack.channels)
  return ({ channel: word }) => {
    if (word === null || word === '') return { channel }
    const found = find(word)
    const refuse = (problem: string, silent = false): Refused => ({ problems: [{ field: 'channel', value: word, problem }], silent })
    if (!found) return refuse('不认识的渠道，请改成本地的渠道名称，或在列对应中给这个词指定渠道；整列都不是渠道的，请取消这一列')
    // What only totals may be kept of does not come in by way of another channel's file, and its words stay out of the report.
    if (found.totalsOnly) return refuse(`“${found.name}”只登记数量，这一行没有导入，请单独作为“${found.name}”导入`, true)
    return { channel: found.id }
  }
}
