/** Goes through the rows of a file that is laid out: each is read to an order or to what is wrong with it; what is no order is counted for the notes. */
import type { Instant } from '../../shared/clock.ts'
import type { CellProblem } from '../../shared/import-view.ts'
import { fieldMeanings } from '../../shared/orders/fields.ts'
import type { OrderField } from '../../shared/orders/mapping.ts'
import { readOrder, type ReadOrder, type RowProblem } from '../../shared/orders/read-row.ts'
import { mask } from '../enrich/mask.ts'
import { letterOf, type Layout, type TakenSheet } from './columns.ts'
import { furnitureOf, holdMerged, type Furniture } from './header.ts'
import type { Cell, TableFile, TableRow } from './tables/table.ts'

/** A row that is an order, or should be one. */
export interface OrderRow {
  sheet: TakenSheet
  row: TableRow
  read: ReadOrder | { problems: RowProblem[] }
  /** Fields that this row speaks of, where rows have no columns in common (JSON); null = all that have a column. */
  told: OrderField[] | null
}

/** What was passed over, by its kind: how many rows, and the first of them. */
export type PassedOver = Partial<Record<Exclude<Furniture, 'blank'>, { times: number; first: string }>>

/**
 * Rows of all sheets that are taken, in their order.
 * @param passed is filled as rows are passed over. @param fields only these columns are read; null = all that are mapped.
 */
export async function* readOrders(
  table: TableFile, { taken, mapping }: Layout, now: Instant, passed: PassedOver, fields: readonly OrderField[] | null = null,
): AsyncGenerator<OrderRow> {
  const byRecord = table.format === 'json'
  for (const sheet of taken) {
    const columns = (Object.entries(sheet.columns) as [OrderField, number][]).filter(([field]) => fields === null || fields.includes(field))
    const required = [sheet.columns.orderNumber, sheet.columns.time].filter((column) => column !== undefined)
    const reading = { words: mapping.words, now, numbered: sheet.columns.orderNumber !== undefined }
    const hold = holdMerged(sheet.sheet.merges)
    for await (const bare of table.rows(sheet.sheet.name)) {
      const row = hold(bare)
      if (row.row <= sheet.header.toRow) continue
      const furniture = furnitureOf(bare, sheet.header, required)
      if (furniture === 'blank') continue
      // Titles and sums stand in sheets that people read; a record is one, however it begins.
      if (furniture !== null && !byRecord) {
        passed[furniture] ??= { times: 0, first: `${row.sheet}第${row.row}行` }
        passed[furniture].times += 1
        continue
      }
      const cells: Partial<Record<OrderField, Cell>> = {}
      for (const [field, column] of columns) cells[field] = row.cells[column] ?? null
      const told = byRecord ? columns.flatMap(([field]) => (cells[field] === null ? [] : [field])) : null
      yield { sheet, row, read: readOrder(cells, reading), told }
    }
  }
}

/** A problem as it is shown: where it stands, and nothing of a person in it. */
export function toCellProblem({ sheet, row }: Pick<OrderRow, 'sheet' | 'row'>, { field, value, problem }: RowProblem): CellProblem {
  const column = sheet.columns[field]
  return {
    sheet: row.sheet, row: row.row, field,
    column: column === undefined ? null : `${sheet.names[column]}（${letterOf(column)}列）`,
    value: value === null ? null : field === 'phone' ? '〔电话〕' : mask(value).text,
    problem: mask(problem).text,
  }
}

/** What was passed over, in words for whoever imported. */
export function tellPassed(passed: PassedOver): string[] {
  const names = { header: '再次出现的表头或标题', total: '合计行', footer: '表尾说明' } as const
  return (Object.keys(names) as (keyof typeof names)[]).flatMap((kind) => {
    const over = passed[kind]
    return over ? [`跳过${names[kind]} ${over.times} 行（${over.times > 1 ? '首个在' : ''}${over.first}）`] : []
  })
}

/** As the screen calls a field. */
export const fieldName = (field: OrderField): string => fieldMeanings[field].name
