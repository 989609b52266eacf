/** How the town's sites are crawled: sources like any other, marked as a demonstration. */
import type { SourceConfig } from '../../shared/district.ts'
import { boards } from './plan/ordinary.ts'
import { letterSelectors } from './sites/letters.ts'

/** @param url where the town stands, without a slash at the end. */
export function townSources(url: string): SourceConfig[] {
  const common = { enabled: true, delay: 2, local: true, allowPrivate: true, demo: true }
  return [
    {
      ...common, id: 'town-hotline', name: '样例小城热线导出', adapter: 'export', channel: 'hotline', url: `${url}/exports/`, every: 2,
      options: {},
    },
    {
      ...common, id: 'town-forum', name: '样例小城论坛', adapter: 'discuz', channel: 'forum', url: `${url}/forum/`, every: 2,
      options: { boards: boards.map(({ fid }) => String(fid)) },
    },
    {
      ...common, id: 'town-letters', name: '样例小城领导信箱', adapter: 'page', channel: 'letterbox', url: `${url}/letters/`,
      every: 4, options: { kind: 'letter', ...letterSelectors },
    },
    {
      ...common, id: 'town-news', name: '样例小城新闻', adapter: 'feed', channel: 'news', url: `${url}/news/feed.xml`,
      every: 5, local: false, options: {},
    },
  ]
}
