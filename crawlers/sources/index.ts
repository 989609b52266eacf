/** Every kind of source, by the name that configurations call it. */
import type { Source } from '../source.ts'
import { discuz } from './discuz.ts'
import { exported } from './export.ts'
import { feed } from './feed.ts'
import { page } from './page.ts'

export const sources: readonly Source[] = [discuz, feed, page, exported]

export const findSource = (name: string): Source | null => sources.find((source) => source.name === name) ?? null
