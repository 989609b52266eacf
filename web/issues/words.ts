/** What the pages of issues say: how sure a grouping is, what a ruling will do, what came of it. */
import type { IssueChannel, IssueMember } from '../../shared/issue-view.ts'
import type { CorrectedField, Ruling } from '../../shared/ruling.ts'
import { figure } from '../ui/words.ts'

/** How sure the grouping is, in a word; a probability would feign more than it knows. */
export function surenessWords(confidence: number): string {
  if (confidence >= 0.9) return '把握大'
  if (confidence >= 0.75) return '把握较大'
  if (confidence >= 0.6) return '把握一般'
  return '把握不大，请核对'
}

/** “12345”热线 12件: each channel by itself, since 件 and 条 are never summed. */
export const channelWords = (channels: readonly IssueChannel[]): string =>
  channels.map(({ name, count, measure }) => `${name} ${figure(count)}${measure}`).join('，')

export const fieldNames: Record<CorrectedField, string> = { category: '类别', unit: '承办单位', purpose: '诉求类型', place: '地点' }

/** What is shown of a posting in a field that can be corrected. */
export function fieldOf(field: CorrectedField, { card, units, purpose }: IssueMember): string {
  switch (field) {
    case 'category': return card.category ?? '未分类'
    case 'unit': return units[0]?.name ?? '待确定'
    case 'purpose': return purpose
    case 'place': return card.place ?? '未识别'
  }
}

/** What a person wants to do with the issue or one of its postings; a ruling once all that it needs is chosen. */
export type Wish =
  | { kind: 'merge' }
  | { kind: 'split'; postings: number[] }
  | { kind: 'apart'; posting: number }
  | { kind: 'correct'; member: IssueMember }

/** A ruling with what its words need to know. */
export interface Asked {
  ruling: Ruling
  /** Titles of the issue that the page shows and, for a merge, of the one that it goes into. */
  title: string
  into?: string
  /** For a correction: what stood there, and what will. */
  before?: string
  after?: string
}

/**
 * What a ruling will do, before it is made. The part of an issue that holds its first posting (which it is named after)
 * keeps its number: where that one is among the chosen, it is the others that move.
 */
export function consequenceOf({ ruling, title, into = '', before = '', after = '' }: Asked): string {
  switch (ruling.kind) {
    case 'split':
      return ruling.postings.includes(ruling.issue)
        ? `所选${ruling.postings.length}条诉求含最早的一条，将留在本事项；其余诉求将移出，成为新的事项，以后两边不再归到一起。`
        : `${ruling.postings.length}条诉求（连同其回帖）将从本事项移出，成为新的事项，以后相似的也不再归入本事项。`
    case 'apart':
      return ruling.posting === ruling.issue
        ? '这是本事项最早的一条，将留在本事项；其余诉求将移出，成为新的事项，以后两边不再归到一起。'
        : '这条诉求（连同其回帖）将从本事项移出，单独成为一个事项，以后与它相似的也不再归入本事项。'
    case 'merge':
      return `“${title}”的全部诉求将并入“${into}”，不再单独列出；以后相似的都归入“${into}”。`
    case 'correct':
      return `这条诉求的${fieldNames[ruling.field]}将由“${before}”更正为“${after}”，并留作以后自动判断的学习样本。`
  }
}

/** The same once it is on record, as a note above the page. */
export function deedOf({ ruling, title, into = '', after = '' }: Asked): string {
  switch (ruling.kind) {
    case 'split': return `把所选${ruling.postings.length}条诉求与其余分开`
    case 'apart': return '把1条诉求移出，单独成为事项'
    case 'merge': return `把“${title}”并入“${into}”`
    case 'correct': return `把${fieldNames[ruling.field]}更正为“${after}”`
  }
}

/** The issue that a split or an “apart” makes: it is named after its earliest posting; null where this page cannot know it. */
export function issueMadeBy(ruling: Ruling): number | null {
  if (ruling.kind === 'apart') return ruling.posting === ruling.issue ? null : ruling.posting
  if (ruling.kind === 'split') return ruling.postings.includes(ruling.issue) ? null : Math.min(...ruling.postings)
  return null
}
