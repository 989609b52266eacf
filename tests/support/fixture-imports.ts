/** Imports and tokens of a fixture gateway: a hotline's export with a foreign word and bad cells, whatever is uploaded; it is done when it was asked after a few times. */
import type { FastifyInstance } from 'fastify'
import { day, hour, minute, type Instant } from '../../shared/clock.ts'
import type { CellProblem, ColumnView, ImportList, ImportPreview, ImportView, TokenView } from '../../shared/import-view.ts'
import type { Mapping, OrderField } from '../../shared/orders/mapping.ts'

const guessed: [string, OrderField | null, string | null, string[]][] = [
  ['工单编号', 'orderNumber', '表头相同', ['HZ20260301001', 'HZ20260301002', 'HZ20260301003']],
  ['受理时间', 'time', '表头相同，取值像日期', ['2026-03-01 08:12', '2026-03-01 08:40', '2026-03-01 09:05']],
  ['来电人', null, '姓名不保存，不读取', ['王**', '李**', '张**']],
  ['联系电话', 'phone', '表头相同', ['138****0001', '139****0002', '137****0003']],
  ['诉求标题', 'title', '表头相近', ['人民南路路灯不亮', '润园小区停水', '××工地夜间施工噪音']],
  ['诉求内容/详细描述', 'text', '表头相近', ['来电人反映人民南路与大庆路交叉口路灯已三天不亮，夜间出行不便，希望尽快维修。', '润园小区三号楼今晨起停水，没有通知。', '工地夜里一点仍在打桩。']],
  ['诉求类别', 'purpose', '表头相同', ['求助', '求助', '投诉']],
  ['承办单位', 'unit', '表头相同', ['区城管局', '区自来水公司', '区住建局']],
  ['办理期限', 'dueAt', '表头相近，取值像日期', ['2026-03-08', '2026-03-08', '2026-03-08']],
  ['完成日期', 'closedAt', '取值像日期', ['2026-03-04', '', '2026-03-06']],
  ['群众评价', 'satisfied', '表头相近', ['满意', '一般', '不满意']],
  ['备注', null, null, []],
]

const problems: CellProblem[] = [
  { sheet: '3月工单', row: 18, column: '受理时间（B列）', field: 'time', value: '2026-13-01', problem: '不是日期：没有13月。请写成 2026-03-01 08:30 的样子' },
  { sheet: '3月工单', row: 44, column: '工单编号（A列）', field: 'orderNumber', value: null, problem: '没有编号。请填上该工单的编号' },
  { sheet: '3月工单', row: 97, column: '完成日期（J列）', field: 'closedAt', value: '#REF!', problem: '单元格是公式错误。请改成日期，或清空' },
]

function previewOf(mapping: Mapping | null, now: Instant): ImportPreview {
  const used: Mapping = mapping ?? { columns: Object.fromEntries(guessed.flatMap(([header, field]) => (field === null ? [] : [[field, header]]))), words: {} }
  const columns = guessed.map(([header, field, because, samples], index): ColumnView => {
    const chosen = (Object.entries(used.columns).find(([, column]) => column === header)?.[0] ?? null) as OrderField | null
    return { header, letter: String.fromCharCode(65 + index), samples, field: chosen, because: chosen === field ? because : '手工选择' }
  })
  const missing = (['orderNumber', 'time'] as const).filter((field) => used.columns[field] === undefined)
  return {
    format: 'xlsx', note: null, columns, mapping: used, recognised: false, missing,
    sheets: [
      { name: '3月工单', headerRow: 3, taken: true, because: null },
      { name: '汇总', headerRow: 1, taken: false, because: '没有“工单编号”列' },
    ],
    unknownWords: used.columns.satisfied && !used.words.satisfied?.['一般'] ? [{ field: 'satisfied', word: '一般', times: 37 }] : [],
    rows: missing.length > 0 ? [] : [0, 1, 2].map((index) => ({
      row: index + 4, orderNumber: `HZ2026030100${index + 1}`, time: now - (9 - index) * day, title: guessed[4]![3][index]!, text: guessed[5]![3][index]!,
      purpose: index === 2 ? '投诉' : '求助', unit: guessed[7]![3][index]!, status: index === 1 ? null : '已办结', dueAt: now - 2 * day, closedAt: index === 1 ? null : now - 5 * day,
    })),
    problems, looked: 200, bad: 3,
  }
}

/** Adds /api/imports and /api/tokens to a gateway. */
export function serveImports(app: FastifyInstance, now: Instant): void {
  const channels = [
    { id: 'hotline', name: '“12345”热线', totalsOnly: false }, { id: 'letterbox', name: '领导信箱', totalsOnly: false }, { id: 'petition', name: '阳光信访', totalsOnly: false },
    { id: 'water', name: '自来水报修', totalsOnly: false }, { id: 'discipline', name: '阳光纪检', totalsOnly: true },
  ]
  const blank = { progress: null, result: null, failure: null, report: false, by: 'admin' } as const
  const imports: ImportView[] = [
    { ...blank, id: 2, channel: 'water', name: '自来水报修2026年2月.csv', bytes: 88_000, at: now - day, state: 'failed', door: 'console', failure: '第 1 张工作表中找不到表头：前 20 行里没有一行像是列名' },
    {
      ...blank, id: 1, channel: 'hotline', name: '热线工单2026年2月.xlsx', bytes: 1_240_000, at: now - 3 * day, state: 'done', door: 'command',
      result: { rows: 3_120, new: 3_101, changed: 12, same: 7, bad: 0, seconds: 4.2, repeated: 0, reopened: 0, months: 0, problems: [], notes: [] },
    },
  ]
  const asked = new Map<number, number>()
  const find = (id: string) => imports.find((each) => each.id === Number(id))

  /** An import goes on whenever it is asked after: how fast depends on no clock. */
  const workOn = (view: ImportView): ImportView => {
    if (view.state !== 'running') return view
    const times = (asked.get(view.id) ?? 0) + 1
    asked.set(view.id, times)
    const share = times / 6
    if (share < 1) {
      const rows = Math.round(share * 3_400)
      return Object.assign(view, { progress: { rows, new: rows - Math.round(rows / 40), changed: Math.round(rows / 40), same: 0, bad: Math.min(3, Math.round(rows / 400)), share } })
    }
    const again = imports.some((each) => each.id < view.id && each.name === view.name && each.state === 'done')
    return Object.assign(view, {
      state: 'done', progress: null, report: !again,
      result: {
        rows: 3_400, new: again ? 0 : 3_311, changed: again ? 0 : 80, same: again ? 3_400 : 6, bad: again ? 0 : 3, seconds: 1.5, repeated: again ? 0 : 2, reopened: again ? 0 : 4, months: view.channel === 'discipline' ? 3 : 0,
        problems: again ? [] : problems, notes: again ? [] : ['工作表“汇总”没有导入：没有“工单编号”列', '2 行的编号在后面再次出现，以最后一行为准'],
      },
    })
  }

  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer', bodyLimit: 1 << 24 }, (_request, body, done) => { done(null, body) })
  app.get('/api/imports', async (): Promise<ImportList> => ({ asOf: Date.now(), channels, imports }))
  app.post<{ Querystring: { name: string; channel: string }; Body: Buffer }>('/api/imports', async (request, reply) => {
    if (request.body.includes('vbaProject')) return reply.code(400).send({ message: '文件含宏，为安全起见不接收，请另存为不含宏的 .xlsx 后再导入' })
    const view: ImportView = { ...blank, id: imports.length + 1, channel: request.query.channel, name: request.query.name, bytes: request.body.length, at: Date.now(), state: 'draft', door: 'console' }
    imports.unshift(view)
    return reply.code(201).send(view)
  })
  app.get<{ Params: { id: string } }>('/api/imports/:id', async (request, reply) => {
    const view = find(request.params.id)
    return view ? workOn(view) : reply.code(404).send({ message: '没有这次导入' })
  })
  app.get('/api/imports/:id/preview', async () => previewOf(null, now))
  app.post<{ Body: { mapping: Mapping } }>('/api/imports/:id/preview', async (request) => previewOf(request.body.mapping, now))
  app.post<{ Params: { id: string } }>('/api/imports/:id/confirm', async (request) =>
    Object.assign(find(request.params.id)!, { state: 'running', progress: { rows: 0, new: 0, changed: 0, same: 0, bad: 0, share: 0 } }))
  app.delete<{ Params: { id: string } }>('/api/imports/:id', async (request) => Object.assign(find(request.params.id)!, { state: 'cancelled' }))
  app.get('/api/imports/:id/report', async (_request, reply) =>
    reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="report.csv"').send('工单编号,问题\n'))
  serveTokens(app, now, channels.filter(({ totalsOnly }) => !totalsOnly))
}

function serveTokens(app: FastifyInstance, now: Instant, channels: { id: string; name: string }[]): void {
  const tokens: TokenView[] = [
    { id: 3, name: '市12345平台', scopes: ['orders:write'], channels: null, by: 'admin', at: now - 80 * day, endsAt: now + 10 * day, revokedAt: null, usedAt: now - 4 * minute },
    { id: 2, name: '区大数据局指标看板', scopes: ['figures:read'], channels: null, by: 'admin', at: now - 20 * day, endsAt: now + 70 * day, revokedAt: null, usedAt: null },
    { id: 1, name: '自来水公司报修系统', scopes: ['orders:write', 'figures:read'], channels: ['water'], by: 'admin', at: now - 100 * day, endsAt: now - 10 * day, revokedAt: now - 30 * day, usedAt: now - 31 * day - hour },
  ]
  app.get('/api/tokens', async () => ({ asOf: Date.now(), tokens, channels }))
  app.post<{ Body: { name: string; scopes: TokenView['scopes']; channels: string[] | null; endsOn: string } }>('/api/tokens', async (request, reply) => {
    const { endsOn, ...given } = request.body
    const endsAt = Date.parse(`${endsOn}T00:00:00+08:00`) + day
    if (endsAt <= Date.now()) return reply.code(400).send({ message: '截止日期已过，请选今天或以后的日期' })
    const view: TokenView = { ...given, id: tokens.length + 1, by: 'admin', at: Date.now(), endsAt, revokedAt: null, usedAt: null }
    tokens.unshift(view)
    return reply.code(201).send({ ...view, token: 'tinghu_9fK2mQ7xT4bR8vN1cZ5pW3sD6gH0jLyA' })
  })
  app.delete<{ Params: { id: string } }>('/api/tokens/:id', async (request, reply) => {
    const token = tokens.find(({ id }) => id === Number(request.params.id))
    if (token) token.revokedAt = Date.now()
    return reply.code(204).send()
  })
}
