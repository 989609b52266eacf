/** What the doctor says about one thing, and how a screen of it is laid out. */

export interface Finding {
  /** What was looked at, in Chinese. */
  label: string
  /** `missing` is needed and not there; `note` works but is worth knowing. */
  state: 'ok' | 'note' | 'missing'
  /** Where it is, which version. */
  text: string
  /** The command that mends it. */
  mend?: string
}

const marks = { ok: '✓', note: '•', missing: '✗' } as const
const labelWidth = 14

/** One line a finding, labels aligned; Chinese characters are two columns wide. */
export function layOut(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ label, state, text, mend }) => [
    `${marks[state]} ${label}${' '.repeat(Math.max(1, labelWidth - widthOf(label)))}${text}`,
    ...(mend === undefined ? [] : [`  ${' '.repeat(labelWidth)}→ ${mend}`]),
  ])
  const missing = findings.filter(({ state }) => state === 'missing').length
  lines.push('', missing === 0 ? '可以运行：npm start' : `还缺 ${missing} 项，按“→”后的命令处理后再运行 npm run doctor。`)
  return lines.join('\n')
}

/** Columns a text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0
  for (const character of text) width += character.codePointAt(0)! > 0x2e7f ? 2 : 1
  return width
}

/** Runs one look; whatever it throws is a finding too. */
export async function look(label: string, work: () => Promise<Omit<Finding, 'label'>> | Omit<Finding, 'label'>): Promise<Finding> {
  try {
    return { label, ...await work() }
  } catch (error) {
    return { label, state: 'missing', text: error instanceof Error ? error.message : String(error) }
  }
}
