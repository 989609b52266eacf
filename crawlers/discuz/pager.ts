/** The page numbers that a Discuz! page shows of itself: past the last page it shows another than was asked for. */
import type { CheerioAPI } from 'cheerio/slim'

export interface Shown {
  current: number
  last: number
}

/** Without a pager there is one page. */
export function readPager($: CheerioAPI): Shown {
  const pager = $('.pg, #content .page').first()
  const current = digits(pager.find('strong').first().text()) ?? 1
  const stated = digits(pager.find('label span').first().attr('title')) ?? digits(pager.find('label span').first().text())
  const linked = pager.find('a').toArray().flatMap((link) => digits($(link).text()) ?? [])
  return { current, last: Math.max(current, stated ?? 0, ...linked) }
}

function digits(text: string | undefined): number | null {
  const found = /\d{1,6}/.exec(text ?? '')
  return found ? Number(found[0]) : null
}
