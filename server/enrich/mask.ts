/** Masks personal data: whatever goes to a wall, a notice or an export has passed here. */
import { findAccounts } from './masking/accounts.ts'
import { findEmails } from './masking/emails.ts'
import { placeholder } from './masking/kinds.ts'
import type { MaskSpan } from './masking/kinds.ts'
import { findNames } from './masking/names.ts'
import { findNumbers } from './masking/numbers.ts'
import { findPlates } from './masking/plates.ts'
import { viewText } from './masking/view.ts'

export type { MaskKind, MaskSpan } from './masking/kinds.ts'

export interface Masked {
  text: string
  /** What was masked, by offsets into the text as given, in order and without overlap. */
  spans: MaskSpan[]
}

const finders = [findNumbers, findEmails, findPlates, findAccounts, findNames]
/** Rounds after which a text is taken as it is; only one made to chain cue upon cue would need more. */
const mostRounds = 8

/**
 * Replaces phones, landlines, identity and bank cards, plates, e-mail, WeChat and QQ ids and self-given names by 〔电话〕 etc.
 * What stands beside a masked number reads differently afterwards (a card number moves up to its cue), so it is read again
 * until nothing more is found: masking twice changes nothing. Time is linear in the text; it never throws.
 *
 * It knows what it masks by shape and cue: a name without a cue (王五打人) and a number cut apart by words stay.
 */
export function mask(text: string): Masked {
  let spans: MaskSpan[] = []
  let masked = text
  for (let round = 0; round < mostRounds; round += 1) {
    const view = viewText(masked)
    const found = finders.flatMap((find) => find(view.text))
    if (found.length === 0) break
    for (const span of found) {
      span.start = view.offsets[span.start] as number
      span.end = view.offsets[span.end] as number
    }
    const fresh = withoutOverlap(found)
    spans = [...spans, ...fresh.map((span) => toOriginal(span, spans))].sort((a, b) => a.start - b.start)
    masked = replace(text, spans)
  }
  return { text: masked, spans }
}

function replace(text: string, spans: readonly MaskSpan[]): string {
  const parts: string[] = []
  let from = 0
  for (const { start, end, kind } of spans) {
    parts.push(text.slice(from, start), placeholder(kind))
    from = end
  }
  parts.push(text.slice(from))
  return parts.join('')
}

/** Offsets of the text in which `earlier` are replaced, as offsets of the text they were found in. */
function toOriginal(span: MaskSpan, earlier: readonly MaskSpan[]): MaskSpan {
  let shift = 0
  for (const { start, end, kind } of earlier) {
    if (start + shift >= span.start) break
    shift += placeholder(kind).length - (end - start)
  }
  return { start: span.start - shift, end: span.end - shift, kind: span.kind }
}

/** Where two overlap they become one, of the kind that begins first: nothing of either may be left. */
function withoutOverlap(found: MaskSpan[]): MaskSpan[] {
  const kept: MaskSpan[] = []
  for (const span of found.sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1)
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end)
    else kept.push({ ...span })
  }
  return kept
}
