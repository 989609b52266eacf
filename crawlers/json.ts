/** Reading foreign JSON without trusting its shape: whatever is missing or of another kind is null, and long numbers keep their digits. */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json }

/** Ids are longer than a number is exact: as numbers they would lose their last digits. */
const keepDigits = (_name: string, value: Json, context?: { source?: string }): Json =>
  typeof value === 'number' && context?.source !== undefined && !Number.isSafeInteger(value) ? context.source : value

/** Undefined where the text is no JSON, e.g. because it was cut. */
export function parseJson(text: string): Json | undefined {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''), keepDigits) as Json
  } catch {
    return undefined
  }
}

/** The value at the end of a path of names. */
export function field(value: Json | undefined, ...path: string[]): Json {
  let at: Json = value ?? null
  for (const name of path) at = at !== null && typeof at === 'object' && !Array.isArray(at) && Object.hasOwn(at, name) ? at[name] ?? null : null
  return at
}

/** A text, or a number as text; null where there is none or an empty one. */
export function textAt(value: Json | undefined, ...path: string[]): string | null {
  const found = field(value, ...path)
  return typeof found === 'string' ? found.trim() || null : typeof found === 'number' ? String(found) : null
}

/** The members of a list, which some sites write as an object with the numbers 0, 1, 2 … for names. */
export function membersAt(value: Json | undefined, ...path: string[]): Json[] {
  const found = field(value, ...path)
  return Array.isArray(found) ? found : found !== null && typeof found === 'object' ? Object.values(found) : []
}
