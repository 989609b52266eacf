/** What screens say of evidence. */
import { askedByAlert, askedBySchedule, goneStatuses, type Evidence, type EvidenceAction, type EvidenceCheck } from '../../shared/evidence.ts'
import type { Instant } from '../../shared/clock.ts'
import type { PostingTrace } from '../../shared/posting-trace.ts'
import { figure, timeNear } from '../ui/words.ts'

const askers: Record<string, string> = { [askedByAlert]: '预警自动申请', [askedBySchedule]: '定期复查' }

/** How a piece stands, in one line. */
export function stateWords({ state, askedBy, askedAt, takenAt, status }: Evidence, now: Instant): string {
  const asked = `${askers[askedBy] ?? `${askedBy} 申请`}（${timeNear(askedAt, now)}）`
  if (state === 'waiting') return `等待采集端取证 · ${asked}`
  if (state === 'failed') return `未能取证 · ${asked}`
  const answer = status !== null && goneStatuses.includes(status) ? ` · 页面已不存在（${status}）` : status !== null && status >= 400 ? ` · 网站答复 HTTP ${status}` : ''
  return `已存证 ${takenAt === null ? '' : timeNear(takenAt, now)}${answer} · ${asked}`
}

/** What was kept of a posting: 存证 2 份 · 正在取证. */
export const keptWords = ({ kept, waiting }: PostingTrace['evidence']): string =>
  ['存证', kept > 0 ? `${kept} 份` : waiting > 0 ? '' : '（无）', waiting > 0 ? '· 正在取证' : ''].filter(Boolean).join(' ')

/** Enough of a print to compare by eye; the whole of it stands in the tooltip. */
export const shortPrint = (sha256: string): string => `${sha256.slice(0, 8)}…${sha256.slice(-4)}`

/** 46 KB, 1,234 KB. */
export const sizeWords = (bytes: number): string => `${figure(Math.max(1, bytes / 1_024))} KB`

export const actionWords: Record<EvidenceAction, string> = {
  'evidence.ask': '申请存证', 'evidence.open': '登记查阅', 'evidence.picture': '查看图片', 'evidence.html': '下载网页',
}

/** Whether a reason stands with an entry: those of the files repeat the one of their registration. */
export const hasOwnReason = (action: EvidenceAction): boolean => action === 'evidence.ask' || action === 'evidence.open'

export function checkWords({ picture, html, at }: EvidenceCheck, now: Instant): string {
  if (picture && html) return `校验一致（${timeNear(at, now)}）`
  const changed = [...(picture ? [] : ['图片']), ...(html ? [] : ['网页'])].join('和')
  return `校验不一致：${changed}与存证时的 SHA-256 不符，请勿作为证据使用`
}
