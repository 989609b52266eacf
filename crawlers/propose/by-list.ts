/** Plain pages: infers the list and its details, and shows them only where the `page` adapter reads just what was inferred. */
import type { z } from 'zod'
import type { Proposal } from '../../shared/errand.ts'
import { messageOf } from '../../shared/errors.ts'
import { pageOptions } from '../page/options.ts'
import { parsePage } from '../page/parse.ts'
import { RobotsRefused } from '../polite.ts'
import { fold, openDocument, type Document } from './document.ts'
import { inferDetail, type DetailOptions, type Sample } from './infer-detail.ts'
import { findGroups, leastScore, shapeOf, type Group, type Row } from './infer-list.ts'
import { describeRows, type ListOptions } from './infer-rows.ts'
import { nameOf } from './source-of.ts'
import { proposeWith, type Trying } from './trying.ts'

const mostDetails = 3
const mostGroups = 3
/** Elements of a list and of a detail page, beyond which it is none that a person reads, and would take long to look through. */
const mostElements = { list: 25_000, detail: 6_000 }

/** The group of rows that is a page's list; null where there is none, or it stands beside an article. */
export function findList(document: Document): { group: Group; list: ListOptions; scripted: boolean } | null {
  if (document.elements > mostElements.list) return null
  const likely = findGroups(document).filter(({ score }) => score >= leastScore).slice(0, mostGroups)
  for (const group of likely) {
    if (isArticle(document, group)) return null
    const described = describeRows(document, group)
    if (described && readsRows(document, described.list, group.rows)) return { group, ...described }
  }
  return null
}

/** A page whose own address has the shape of those it lists is one of them; so is one that says far more than its links do. */
export function isArticle({ page, pieces }: Document, { rows, score }: Group): boolean {
  const titles = rows.reduce((sum, { title }) => sum + fold(title).length, 0)
  const inRows = new Set(rows.map(({ element }) => element))
  const words = pieces.filter(({ inLink, worth, parent }) => !inLink && worth > 0.2 && !inRows.has(parent)).reduce((sum, { text }) => sum + (text.length > 20 ? text.length : 0), 0)
  const alike = rows.filter(({ url }) => shapeOf(url) === shapeOf(page.url)).length > rows.length / 2
  return (alike && words > titles / 4) || (score < 1.2 && words > titles * 3)
}

/** Whether the adapter finds these rows by these selectors, no more and no fewer. */
function readsRows({ page }: Document, list: ListOptions, rows: readonly Row[]): boolean {
  const { state, kind, postings } = parsePage(page, pageOptions.parse({ list }))
  return state === 'ok' && kind === 'list' && postings.length === rows.length
    && rows.every(({ url, title }, at) => postings[at]?.url === url && fold(postings[at].title ?? '').startsWith(fold(title).replace(/(?:\.{2,}|…+)$/, '').slice(0, 12)))
}

export async function proposeList(document: Document, trying: Trying, browser = false): Promise<Proposal[]> {
  const found = findList(document)
  if (!found) return []
  const { group: { rows, dated }, list, scripted } = found
  const { samples, trouble } = await fetchDetails(document, rows, list, trying, browser)
  const detail = bestDetail(document, samples, list)
  const kind = detail?.reply || /信箱|来信|信件|留言|问政|咨询|投诉|诉求|信访|letter|mailbox/i.test(`${document.title} ${document.page.url}`) ? 'letter' : 'news'
  const options: z.input<typeof pageOptions> = { kind, list, ...(detail ? { detail } : {}), ...(browser ? { browser: true } : {}) }
  const warnings = [
    detail ? null : `只能读到标题${trouble ? `：${trouble}` : '，详情页没有推断出正文'}`,
    dated === 0 && !detail?.time ? '列表和详情上都没有读到时间' : null,
    scripted ? '列表的翻页由脚本完成，每次只读第一页' : null,
    browser ? '列表由脚本生成，将用浏览器读取，较慢' : null,
  ]
  const drawn = await proposeWith(trying, {
    adapter: 'page', url: document.page.url, name: nameOf(document), options, sampling: { pages: 1 }, document, most: { lists: 1, details: detail ? samples.length : 0 },
    because: `页面上有 ${rows.length} 条结构相同的条目${dated > 0 ? '，带日期' : ''}${detail ? `，${samples.length} 个详情页结构一致${detail.reply ? '，其中有答复' : ''}` : ''}`,
    warning: warnings.filter((each) => each !== null).join('；') || null,
  })
  return drawn ? [drawn.proposal] : []
}

/** The first, the last and one between: answered letters stand low on a list, so rows that say that they are answered come first. */
export function chooseDetails(rows: readonly Row[], textOfRow: (row: Row) => string): Row[] {
  const answered = rows.filter((row) => /已(?:答复|回复|办结|办理|处理|反馈)/.test(textOfRow(row)))
  const chosen = [rows[0], answered[0], answered.at(-1), rows.at(-1), rows[Math.floor(rows.length / 2)], ...rows].filter((row) => row !== undefined)
  return [...new Map(chosen.map((row) => [row.url, row])).values()].slice(0, mostDetails)
}

async function fetchDetails(
  document: Document, rows: readonly Row[], list: ListOptions, { fetcher }: Trying, browser: boolean,
): Promise<{ samples: Sample[]; trouble: string | null }> {
  const samples: Sample[] = []
  let trouble: string | null = null
  const { host } = new URL(document.page.url)
  const local = rows.filter(({ url }) => new URL(url).host === host)
  const { postings } = parsePage(document.page, pageOptions.parse({ list }))
  for (const { url, title } of chooseDetails(local.length > 1 ? local : rows, ({ element }) => document.$(element).text())) {
    try {
      const page = await fetcher.get(url, browser)
      const row = postings.find((each) => each.url === url)
      const opened = page.status < 300 ? openDocument(page) : null
      if (opened && opened.elements <= mostElements.detail) samples.push({ document: opened, row: { title: row?.title ?? title, time: row?.time ?? null } })
      else if (opened) trouble ??= '详情页过大'
      else trouble ??= page.status >= 400 ? `详情页返回 HTTP ${page.status}` : '详情页需登录'
    } catch (error) {
      trouble ??= error instanceof RobotsRefused ? 'robots.txt 不允许采集详情页' : messageOf(error)
      if (error instanceof RobotsRefused) break
    }
  }
  return { samples, trouble }
}

/** What was inferred, where the adapter reads words by it on each of the pages. */
function bestDetail(document: Document, samples: readonly Sample[], list: ListOptions): DetailOptions | null {
  if (samples.length === 0) return null
  const detail = inferDetail(samples, document, list.item)
  if (!detail) return null
  const options = pageOptions.parse({ list, detail })
  const reads = samples.filter(({ document: { page } }) => {
    const { state, kind, postings } = parsePage(page, options)
    return state === 'ok' && kind === 'detail' && ((postings[0]?.text?.length ?? 0) > 0 || (postings[0]?.images.length ?? 0) > 0)
  })
  return reads.length === samples.length && parsePage(document.page, options).kind === 'list' ? detail : null
}
