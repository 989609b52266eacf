/**
 * The hot search list, in the three forms in which public code has read it: weibo.com/ajax/side/hotSearch (and hot_band),
 * the mobile getIndex of container 106003, and the table of s.weibo.com/top/summary.
 *
 * No answer of it was at hand when this was written: every field may be missing, and a list without a single word that can be read
 * is an unknown page, never an empty list.
 */
import { createHash } from 'node:crypto'
import type { CheerioAPI } from 'cheerio/slim'
import { toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { RawPosting } from '../../shared/posting.ts'
import { textOf } from '../html.ts'
import { blankPosting } from '../source.ts'
import { every, isTag } from '../walk.ts'
import { readCount } from '../counts.ts'
import { field, membersAt, textAt, type Json } from '../json.ts'

/** The words of a list in JSON; null where the answer is no such list. */
export function readHotAnswer(answer: Json, at: Instant): RawPosting[] | null {
  const data = field(answer, 'data')
  if (['realtime', 'band_list'].some((name) => Array.isArray(field(data, name)))) {
    const listed = [field(data, 'hotgov'), ...['hotgovs', 'realtime', 'band_list'].flatMap((name) => membersAt(data, name))]
    return entries(listed.map((entry) => [textAt(entry, 'word') ?? textAt(entry, 'note'), heatOf(entry)]), at)
  }
  if (!textAt(data, 'cardlistInfo', 'containerid')?.startsWith('106003')) return null
  const rows = membersAt(data, 'cards').flatMap((card) => membersAt(card, 'card_group'))
  return entries(rows.map((row) => [textAt(row, 'desc'), readCount(field(row, 'desc_extr'))]), at)
}

/** The words of the table; null where the page has none. */
export function readHotTable($: CheerioAPI, at: Instant): RawPosting[] | null {
  const table = $('#pl_top_realtimehot').get(0)
  if (!table) return null
  const cells = every(table, ({ name, attribs }) => name === 'td' && (attribs.class ?? '').split(/\s+/).includes('td-02'))
  return entries(cells.map((cell) => {
    const link = every(cell, isTag('a'))[0]
    const heat = every(cell, isTag('span'))[0]
    return [link ? textOf(link.children) : null, heat ? readCount(textOf(heat.children)) : null]
  }), at)
}

const heatOf = (entry: Json): number | null => readCount(field(entry, 'num')) ?? readCount(field(entry, 'raw_hot'))

/** A word is one posting a day, however often it comes and goes; its heat stands where views do. */
function entries(rows: [word: string | null, heat: number | null][], at: Instant): RawPosting[] {
  const date = toBeijingIso(at).slice(0, 10)
  const words = new Map(rows.flatMap(([word, heat]) => {
    const bare = word?.replace(/^#|#$/g, '').trim()
    return bare ? [[bare, heat] as const] : []
  }))
  return [...words].map(([word, heat]) => ({
    ...blankPosting,
    id: `hot:${date}:${createHash('sha256').update(word).digest('hex').slice(0, 16)}`,
    url: `https://s.weibo.com/weibo?q=${encodeURIComponent(`#${word}#`)}`,
    title: `微博热搜：${word}`,
    text: word,
    views: heat,
  }))
}
