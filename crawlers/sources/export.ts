/** A page that offers CSV exports of the hotline's work orders. */
import { z } from 'zod'
import { decodeBody } from '../../shared/node/http/decode.ts'
import { isComplete } from '../../shared/node/http/complete.ts'
import { classifyHead } from '../discuz/classify.ts'
import { exportCursor, visitExports } from '../export/visit.ts'
import { readRows } from '../export/rows.ts'
import { absolute, loadHtml } from '../html.ts'
import { commonOptions, defineSource, emptyReading } from '../source.ts'

export const exported = defineSource({
  name: 'export',
  title: '热线工单导出',
  options: z.strictObject({
    ...commonOptions,
    /** Links to the files on the page. */
    link: z.string().default('a[href$=".csv"], a[href*=".csv?"]'),
  }),
  cursor: exportCursor,
  parse(page, { encoding, link }) {
    const head = classifyHead(page)
    if (head) return emptyReading(head.kind, head.state, head.message)
    if (page.status >= 400) return emptyReading('unknown', page.status >= 500 ? 'server-error' : page.status === 404 ? 'not-found' : 'forbidden')
    const { text } = decodeBody(page.bytes, page.headers['content-type'], encoding)
    const rows = readRows(text, page.url, page.fetchedAt)
    if (rows) return { ...emptyReading('export', 'ok'), currentPage: 1, lastPage: 1, postings: rows.postings, degraded: rows.trouble }
    const $ = loadHtml(text)
    const links = $(link).toArray().flatMap((element) => absolute($(element).attr('href'), page.url) ?? [])
    if (!isComplete(text)) return emptyReading('exports', 'incomplete')
    // Any page may hold no such link; this one proves itself by its files alone.
    if (links.length === 0) return emptyReading('unknown', 'unknown-page', '页面上没有导出文件')
    return { ...emptyReading('exports', 'ok'), currentPage: 1, lastPage: 1, links: [...new Set(links)] }
  },
  visit: (cursor, { config, now }) => visitExports(cursor, config.url, now),
})
