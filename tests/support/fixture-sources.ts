/** Sources in every kind of state, a trial that finds a forum, sessions and postings that were let go, for screens to be tested on. */
import type { FastifyInstance } from 'fastify'
import { day, hour, minute, type Instant } from '../../shared/clock.ts'
import type { BundleState } from '../../shared/bundle-view.ts'
import { sourceSchema } from '../../shared/district.ts'
import type { TryAnswer } from '../../shared/errand.ts'
import { sourceStates, type SourceHealth, type SourceState } from '../../shared/source.ts'
import type { LetGoList, SourceList, SourceRow, TrialAnswer } from '../../shared/source-view.ts'

const reasons: Partial<Record<SourceState, string>> = {
  STALE: '已 31 小时没有新内容', DEGRADED: '3 个列表中有 1 个未能读取：站点故障', RATE_LIMITED: '对方要求稍后再访问',
  NEEDS_LOGIN: '登录已失效，请重新导入该站点的登录会话', NEEDS_CAPTCHA: '需人工打开 https://m.weibo.cn/captcha 完成验证后点“立即采集”',
  BLOCKED: '站点拒绝访问（432），已暂停', SITE_CLOSED: '站点维护中', SERVER_ERROR: '站点没有应答', NOT_FOUND: '地址不存在，请核对网址',
  PARSE_BROKEN: '列表原有条目，现在一条也读不出', DISABLED: '已停用',
}

const healthOf = (state: SourceState, index: number, now: Instant): SourceHealth => ({
  source: `source-${index}`, name: `采集源${index + 1}号（${state === 'OK' ? '区论坛' : '外部站点'}）`, channel: 'forum', state, since: now - (index + 1) * hour,
  reason: reasons[state] ?? null, lastGoodAt: state === 'OK' ? now - minute : now - (index + 1) * hour, newestAt: now - index * hour, every: 300, demo: false,
  until: state === 'BLOCKED' ? now + 11 * hour : state === 'RATE_LIMITED' ? now + 9 * minute : null, failures: index,
})

const forum = sourceSchema.parse({
  id: 'bbs-example', name: '洪泽论坛', adapter: 'discuz', channel: 'forum', url: 'https://bbs.example.cn/forum.php', enabled: true, every: 300, delay: 1_000, local: true,
  options: { boards: ['2', '36'] },
})

/** What trying any address comes to. */
const tried: TryAnswer = {
  url: forum.url, refusal: null,
  proposals: [
    {
      source: forum, title: 'Discuz! 论坛', because: '页面是 Discuz! 的版块列表，共 2 个版块可读', warning: null,
      sample: Array.from({ length: 10 }, (_, index) => ({
        title: `人民南路第${index + 1}个路口的路灯不亮，晚上出行很不方便`, text: null, author: null, time: `2026-11-2${index % 3}T0${index % 10}:15:00+08:00`,
        precision: 'minute' as const, url: null, replies: index * 3,
      })),
    },
    {
      source: { ...forum, id: 'bbs-example-feed', adapter: 'feed', url: 'https://bbs.example.cn/forum.php?mod=rss' }, title: 'RSS 订阅', because: '页面声明了订阅源',
      warning: '订阅源最多给出二十条，更新晚约一小时', sample: [],
    },
  ],
}

export function serveSources(app: FastifyInstance, now: Instant): void {
  const added: SourceRow[] = []
  const sessions: SourceList['sessions'] = [
    { site: 'weibo.cn', state: 'expired', reason: '站点要求重新登录', stateSince: now - 2 * hour, importedBy: 'admin', importedAt: now - 20 * day, usedAt: now - 2 * hour, cookies: 6, expiresAt: now + day },
    { site: 'example.cn', state: 'valid', reason: null, stateSince: now - day, importedBy: 'admin', importedAt: now - 3 * day, usedAt: now - minute, cookies: 2, expiresAt: null },
  ]
  app.get('/api/sources', async (): Promise<SourceList> => ({
    asOf: now, sessions,
    sources: [
      ...sourceStates.map((state, index): SourceRow => ({
        source: `source-${index}`, name: healthOf(state, index, now).name, channelName: index % 3 === 0 ? '微博' : '论坛', measure: '条', health: healthOf(state, index, now), added: null, week: index * 37,
      })),
      ...added,
    ],
    channels: [{ id: 'forum', name: '“12345在线”论坛' }, { id: 'weibo', name: '微博' }],
  }))
  app.get('/api/bundles', async (): Promise<BundleState> => ({
    asOf: now,
    streams: [{
      stream: 'k3v9q2', last: 1_208, taken: 1_205, postings: 34_120, madeAt: now - minute, takenAt: now - minute, missing: [[1_190, 1_190], [1_201, 1_202]], gapAt: now - hour,
      broken: [], lag: minute, silent: false,
    }],
    bad: [{ file: '320813-k3v9q2-00001190.tinghu', reason: '签名不符，文件在传输中被改动过', seenAt: now - hour }],
  }))
  app.post('/api/sources/trials', async (_request, reply) => reply.code(202).send({ id: 1 }))
  app.get('/api/sources/trials/1', async (): Promise<TrialAnswer> => ({ state: 'done', answer: tried, failure: null }))
  app.post<{ Body: SourceRow['added'] & object }>('/api/sources', async (request, reply) => {
    const config = sourceSchema.parse(request.body)
    if (added.some(({ source }) => source === config.id)) return reply.code(409).send({ message: `已有编号为“${config.id}”的采集源，请换一个编号` })
    added.push({ source: config.id, name: config.name, channelName: '论坛', measure: '条', health: null, added: { config, by: 'admin', at: now }, week: 0 })
    return reply.code(201).send({ source: config.id })
  })
  app.post<{ Body: { text: string } }>('/api/sessions', async (request, reply) =>
    (request.body.text.includes('=') ? reply.code(201).send({ site: 'example.cn' }) : reply.code(400).send({ message: '第 1 行不是 Cookie：缺少等号' })))
  app.get('/api/let-go', async (): Promise<LetGoList> => ({
    asOf: now, next: null,
    rows: [
      '“三河镇”另有同名地（肥西三河古镇、三河市），未同时提及本区', '含“旅游攻略”，且未提及本区具体地点', '未提及本区地名',
    ].map((because, index) => ({
      id: 90 - index, sourceName: '微博涉洪检索', channelName: '微博', publishedAt: now - index * 5 * hour, title: '周末去三河镇玩了一圈，路边停车真难找',
      text: '周末去三河镇玩了一圈，路边停车真难找，收费也不便宜，下次不来了。', url: 'https://example.cn/1', because: `与本区诉求无关：${because}`, state: index === 2 ? 'gone' : 'visible',
    })),
  }))
}
