/** Addresses and questions of 人民网领导留言板, of its older front end and of the one below /pro-dfbbs-front. */
import type { Ask } from '../source.ts'

/** Where the front end lives that an address belongs to, with a slash at its end. */
export function rootOf(url: string): string {
  if (!URL.canParse(url)) return 'https://liuyan.people.com.cn/'
  const { origin, pathname } = new URL(url)
  return `${origin}/${/^\/(pro-dfbbs-front\/)/.exec(pathname)?.[1] ?? ''}`
}

/** The forum (a leader's or a place's) that an address names. */
export const forumOf = (url: string): string | null => /[?&]fid=(\d{1,12})/.exec(url)?.[1] ?? null
export const letterOf = (url: string): string | null => /[?&]tid=(\d{1,20})/.exec(url)?.[1] ?? null

export const letterUrl = (root: string, letter: string): string => `${root}threads/content?tid=${letter}`

/**
 * A page of a forum's letters, the newest first. The signed requests of the newest front end (/v1/threads/list) are not made.
 * @param after the last letter of the page before; null for the first page.
 * @param size letters on a page, where the front end lets that be asked for.
 */
export function askList(root: string, forum: string, page: number, after: string | null, size: number | undefined): Ask {
  return {
    url: `${root}threads/queryThreadsList`,
    role: 'list',
    key: forum,
    page,
    essential: page === 1,
    form: { fid: forum, state: '1', lastItem: after ?? '0', ...(size === undefined ? {} : { pageSize: String(size) }) },
    headers: { 'referer': `${root}threads/list?fid=${forum}`, 'x-requested-with': 'XMLHttpRequest' },
  }
}

export const askLetter = (root: string, letter: string, role: 'letter' | 'check'): Ask =>
  ({ url: letterUrl(root, letter), role, key: letter, page: 1, essential: false })
