/** What the page of totals asks the gateway: what has been entered, by hand or from a table, and how it is taken back. */
import type { NewStated, NewTotal, StatedList, StatedRow, TablePreview, TotalList, TotalRow } from '../../shared/figures.ts'
import { Refused, ask, frozen, refusalOf } from '../asking.ts'

/** A table of a few thousand lines is read before it answers. */
const readingPatience = 60_000

export type TableKind = 'totals' | 'stated'

export const readTotals = async (): Promise<TotalList> => frozen(await ask('GET', '/api/totals'))
export const readStated = async (): Promise<StatedList> => frozen(await ask('GET', '/api/stated'))

/** @throws Refused, 400 with what is wrong. */
export async function enterTotal(total: NewTotal): Promise<void> {
  await ask('POST', '/api/totals', total)
}

/** @throws Refused, 400 with what is wrong. */
export async function enterStated(stated: NewStated): Promise<void> {
  await ask('POST', '/api/stated', stated)
}

export async function removeTotal({ period, channel, by, key }: Pick<TotalRow, 'period' | 'channel' | 'by' | 'key'>): Promise<void> {
  await ask('DELETE', `/api/totals?${given({ period, channel, by, key })}`)
}

export async function removeStated({ period, indicator, by, key }: Pick<StatedRow, 'period' | 'indicator' | 'by' | 'key'>): Promise<void> {
  await ask('DELETE', `/api/stated?${given({ period, indicator, by, key })}`)
}

const given = (values: Record<string, string | null>): URLSearchParams =>
  new URLSearchParams(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null))

/**
 * Sends a table as it is; without `save` it is only read.
 * @throws Refused with why it cannot be read.
 */
export async function sendTable<Row>(kind: TableKind, file: Blob, name: string, save: boolean): Promise<TablePreview<Row>> {
  const query = new URLSearchParams({ name, ...(save ? { save: 'true' } : {}) })
  let answer: Response
  try {
    answer = await fetch(`/api/${kind}/file?${query}`, {
      method: 'POST', body: file, headers: { 'content-type': 'application/octet-stream' }, signal: AbortSignal.timeout(readingPatience),
    })
  } catch {
    throw new Refused(0, '表格没有传上去：连接中断，或文件在选定后被移动、改名或修改。请重新选择')
  }
  const told: unknown = await answer.json().catch(() => null)
  if (!answer.ok) throw new Refused(answer.status, answer.status === 413 ? '文件太大，请只保留总量所在的工作表' : refusalOf(answer.status, told))
  return frozen(told)
}
