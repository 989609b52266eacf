/** What a column can mean, in Chinese and in groups, and what a word of each kind of column can mean. */
import { fieldMeanings } from '../../shared/orders/fields.ts'
import { orderFields, type OrderField, type WordField } from '../../shared/orders/mapping.ts'
import { wordChoices } from '../../shared/orders/words.ts'
import type { ImportChannel } from './words.ts'

export const fieldName = (field: OrderField): string => fieldMeanings[field].name

const groups: { name: string; fields: OrderField[] }[] = [
  { name: '必需', fields: ['orderNumber', 'time'] },
  { name: '诉求', fields: ['title', 'text', 'phone', 'channel', 'purpose', 'category'] },
  { name: '办理', fields: ['unit', 'status', 'result', 'handling', 'accepted', 'signedAt', 'dueAt', 'extended', 'closedAt', 'returns'] },
  { name: '回访', fields: ['calledBackAt', 'reached', 'resolved', 'satisfied', 'appeased'] },
]

const grouped = new Set(groups.flatMap(({ fields }) => fields))
/** For the list out of which a field is chosen; a field that no group names yet comes last. */
export const fieldGroups = [...groups, { name: '其他', fields: orderFields.filter((field) => !grouped.has(field)) }].filter(({ fields }) => fields.length > 0)

/** What a word in a column of this field can be said to mean; a channel is said by its name. */
export function meaningsOf(field: WordField, channels: readonly ImportChannel[]): readonly string[] {
  return field === 'channel' ? channels.map(({ name }) => name) : wordChoices[field]
}
