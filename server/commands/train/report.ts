/** The report of a training, for people: what was learnt from how many rows, how well, and what is mistaken for what. */
import type { DistrictPack } from '../../../shared/district.ts'
import type { Report, TaughtField } from '../../enrich/classify/lesson.ts'

const titles: Record<TaughtField, string> = { category: '类别', purpose: '诉求类型', unit: '承办单位' }
/** Most confusions that are told. */
const mostTold = 12

/** Lines of a table for each field that was learnt; columns keep their place beside Chinese names. */
export function layOutReport(reports: readonly Report[], pack: DistrictPack): string {
  const names = new Map<string, string>([
    ...pack.taxonomy.flatMap((branch) => branch.leaves.map(({ code, name }) => [code, `${code} ${name}`] as const)),
    ...pack.units.map(({ id, name }) => [id, name] as const),
  ])
  const nameOf = (label: string): string => names.get(label) ?? label
  return reports.map((report) => [
    `${titles[report.field]}: ${report.rows} 条, macro-F1 ${percent(report.macroF1)}, 准确率 ${percent(report.accuracy)}, 校准误差 ${percent(report.calibrationError)} （交叉验证）`,
    `  ${fill('', 28)}   精确率   召回率       F1     条数`,
    ...report.labels.filter(({ support }) => support > 0).map(({ label, precision, recall, f1, support }) =>
      `  ${fill(nameOf(label), 28)} ${[percent(precision), percent(recall), percent(f1), String(support)].map((text) => text.padStart(8)).join(' ')}`),
    ...(report.confusions.length > 0 ? ['  最易混淆：'] : []),
    ...report.confusions.slice(0, mostTold).map(({ label, guess, times }) => `    ${nameOf(label)} → ${nameOf(guess)}：${times} 条`),
  ].join('\n')).join('\n\n')
}

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

/** Pads to a width in columns, of which an ideograph takes two. */
function fill(text: string, width: number): string {
  const columns = [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)
  return text + ' '.repeat(Math.max(0, width - columns))
}
