/** Counts as sites write them: numbers, rounded numbers with a unit (1.2万, 100万+), or the bare word of a button for none. */
import type { Json } from './json.ts'

const units: Record<string, number> = { '': 1, 千: 1_000, 万: 10_000, 亿: 100_000_000 }

/** A count of an answer: 17, `"17"`, `"1.2万"`, `"100万+"` (its lower bound). Null where none is given. */
export function readCount(value: Json): number | null {
  if (typeof value === 'number') return Number.isFinite(value) && value >= 0 ? Math.floor(value) : null
  if (typeof value !== 'string') return null
  const found = /(\d{1,15}(?:\.\d{1,4})?) ?([千万亿]?)/.exec(value.slice(0, 40).normalize('NFKC').replaceAll(',', ''))
  return found ? Math.round(Number(found[1]) * (units[found[2] ?? ''] ?? 1)) : null
}

/** A count on a button (`转发 12`, `评论`, ``): without a number it is none. Null where there is no button. */
export const readButton = (text: string | null): number | null => (text === null ? null : readCount(text) ?? 0)
