/** Every kind of source, by the name that configurations call it. */
import type { Source } from '../source.ts'
import { discuz } from './discuz.ts'
import { exported } from './export.ts'
import { feed } from './feed.ts'
import { liuyan } from './liuyan.ts'
import { nodebb } from './nodebb.ts'
import { page } from './page.ts'
import { tieba } from './tieba.ts'
import { wechat } from './wechat.ts'
import { weiboHot } from './weibo-hot.ts'
import { weiboSearch } from './weibo-search.ts'
import { weiboUser } from './weibo-user.ts'
import { xiuno } from './xiuno.ts'

export const sources: readonly Source[] = [
  discuz, nodebb, xiuno, tieba, weiboSearch, weiboUser, weiboHot, liuyan, wechat, feed, page, exported,
]

export const findSource = (name: string): Source | null => sources.find((source) => source.name === name) ?? null
