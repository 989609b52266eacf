/** A cell of a table, whatever file it came from: the one shape that readers give and the meaning of columns is told from. */
import type { Instant } from '../clock.ts'

/**
 * Text as it is shown, a number, a date (of a cell that is formatted as one), a truth value; null = empty. A formula is
 * its last computed value. `error` = the sheet itself says that the cell is wrong (#REF!, #N/A).
 */
export type Cell = string | number | boolean | null | { date: Instant } | { error: string }
