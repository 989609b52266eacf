/** Corrections to what a file's columns and words were taken for: each gives a new mapping, the one shown stays as it is. */
import type { ColumnView } from '../../shared/import-view.ts'
import type { Mapping, OrderField, WordField } from '../../shared/orders/mapping.ts'

/** Takes a column for a field, or for nothing. A field is read from one column only: the one that had it goes unused. */
export function takeColumnFor(mapping: Mapping, header: string, field: OrderField | null): Mapping {
  const kept = Object.entries(mapping.columns).filter(([of, column]) => column !== header && of !== field)
  return { ...mapping, columns: Object.fromEntries(field === null ? kept : [...kept, [field, header]]) }
}

/** Says what a word means; null takes that back. */
export function translateWord(mapping: Mapping, field: WordField, word: string, meaning: string | null): Mapping {
  const others = Object.entries(mapping.words[field] ?? {}).filter(([known]) => known !== word)
  return { ...mapping, words: { ...mapping.words, [field]: Object.fromEntries(meaning === null ? others : [...others, [word, meaning]]) } }
}

/** A column as it is taken at present, and whether that can be corrected at all. */
export interface ColumnChoice extends ColumnView {
  /** Why nothing can be chosen for it, in Chinese; null = it can. */
  fixed: string | null
}

/** Columns as a mapping takes them, at once: what the gateway says of them comes a moment later. A column is meant by its header, so the first of equal ones. */
export function columnsUnder(mapping: Mapping, columns: readonly ColumnView[], corrected: ReadonlySet<string>): ColumnChoice[] {
  const fields = new Map(Object.entries(mapping.columns).map(([field, header]) => [header, field as OrderField]))
  return columns.map((column, at) => {
    if (column.header === '') return { ...column, field: null, fixed: '没有表头，不读取' }
    const first = columns.findIndex(({ header }) => header === column.header)
    if (first < at) return { ...column, field: null, fixed: `与${columns[first]!.letter}列同名，只读取${columns[first]!.letter}列` }
    const field = fields.get(column.header) ?? null
    return { ...column, field, because: corrected.has(column.header) ? '手工选择' : field === column.field ? column.because : null, fixed: null }
  })
}
