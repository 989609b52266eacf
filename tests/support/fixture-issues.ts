/** Issues of a fixture gateway: they obey rulings as the line does, a moment after these are on record. */
import type { FastifyInstance } from 'fastify'
import { hour, minute } from '../../shared/clock.ts'
import type { Instant } from '../../shared/clock.ts'
import type { CorrectionChoices, IssueAnswer, IssueList, IssueMember, IssueSummary, RulingLine } from '../../shared/issue-view.ts'
import { purposes } from '../../shared/posting.ts'
import { rulingSchema } from '../../shared/ruling.ts'
import type { Ruling } from '../../shared/ruling.ts'
import channels from '../../shared/districts/320813/channels.json' with { type: 'json' }
import places from '../../shared/districts/320813/places.json' with { type: 'json' }
import taxonomy from '../../shared/districts/320813/taxonomy.json' with { type: 'json' }
import townships from '../../shared/districts/320813/townships.json' with { type: 'json' }
import units from '../../shared/districts/320813/units.json' with { type: 'json' }
import { noTrace, traceOf } from './fixture-evidence.ts'
import { issueOf, postingOf } from './fixture-wall.ts'

const choices: CorrectionChoices = {
  category: taxonomy.flatMap((branch) => branch.leaves.map(({ code, name }) => ({ value: code, name, group: branch.name }))),
  unit: units.map(({ id, name }) => ({ value: id, name })),
  purpose: purposes.map((purpose) => ({ value: purpose, name: purpose })),
  place: places.map(({ id, name, township }) => ({ value: id, name, group: townships.find((each) => each.id === township)?.name ?? '跨镇街' })),
}
const nameOf = (field: keyof CorrectionChoices, value: string): string => choices[field].find((choice) => choice.value === value)?.name ?? value

/** Milliseconds until the fixture obeys. */
const obeysAfter = 700

interface Held {
  members: IssueMember[]
  movedTo: number | null
  rulings: RulingLine[]
}

/** How many postings the first issue has: more than one page of them. */
const most = 36

function memberOf(issue: number, index: number, now: Instant): IssueMember {
  const channel = (['hotline', 'forum', 'forum', 'letterbox'] as const)[index % 4]!
  const base = postingOf(issue - 500, now)
  const id = index === 0 ? issue : issue * 100 + index
  return {
    card: {
      ...base, id, number: id, issue, channel, channelName: channels.find((each) => each.id === channel)?.name ?? channel, category: '道路维护',
      title: index === 1 ? base.title : `${base.place}的问题已经拖了${index + 1}天，何时解决`, publishedAt: now - 70 * hour + index * 110 * minute, recordedAt: now - 70 * hour + index * 110 * minute,
    },
    confidence: index === 0 ? 1 : [0.97, 0.82, 0.66, 0.55][index % 4]!,
    reason: index === 0 ? '本事项由这一条开始' : `与第${issue}号诉求相似：都说到“${base.place}”“反映多次”`,
    copyOf: index === 2 ? { posting: 501, issue: 501, similarity: 0.91 } : index === 5 ? { posting: issue, issue, similarity: 0.95 } : null,
    purpose: index % 5 === 4 ? '咨询' : '投诉',
    plans: index % 6 === 1 ? ['道路安全'] : [],
    units: [
      { unit: 'jt', name: base.unit ?? '区住建局', confidence: 0.93, reason: '道路维护的主办单位' },
      { unit: 'cg', name: '区城管局', confidence: 0.62, reason: '近一年同类诉求有 21% 由其办理' },
      { unit: 'glj', name: '高良涧街道', confidence: 0.4, reason: '地点属高良涧街道' },
    ],
    corrected: [],
    repeat: index % 7 === 4,
    rebound: index === 6,
    uncountedBecause: index === 3 ? '是官方回复' : null,
    trace: channel === 'forum' ? traceOf(index, now) : noTrace,
  }
}

function summaryOf(id: number, held: Held, now: Instant): IssueSummary {
  const row = issueOf(id - 500, now)
  const founder = held.members.find(({ card }) => card.id === id) ?? held.members[0]
  const counted = held.members.filter(({ uncountedBecause }) => uncountedBecause === null)
  const times = held.members.map(({ card }) => card.publishedAt)
  return {
    id, title: id < 600 ? row.title : `${founder?.card.place ?? ''}另一问题`, category: '0401', categoryName: founder?.card.category ?? '未分类', place: row.place, township: row.township,
    unit: 'jt', unitName: founder?.units[0]?.name ?? null, firstAt: Math.min(...times), lastAt: Math.max(...times), total: counted.length,
    channels: channels.flatMap(({ id: channel, name, registered }) => {
      const count = counted.filter(({ card }) => card.channel === channel).length
      return count === 0 ? [] : [{ channel, name, measure: registered ? '件' as const : '条' as const, count }]
    }),
  }
}

/** Adds /api/issues and /api/rulings to a gateway. */
export function serveIssues(app: FastifyInstance, now: Instant): void {
  const issues = new Map<number, Held>([0, 1, 2, 3, 4, 5].map((index) => [500 + index, {
    members: Array.from({ length: index === 0 ? most : 7 - index }, (_, at) => memberOf(500 + index, at, now)), movedTo: null, rulings: [],
  }]))
  let number = 20_000
  const summaries = (): IssueSummary[] => [...issues].filter(([, held]) => held.movedTo === null).map(([id, held]) => summaryOf(id, held, now)).toSorted((a, b) => b.lastAt - a.lastAt)

  app.get<{ Querystring: { q?: string; limit?: string } }>('/api/issues', (request): IssueList => ({
    asOf: Date.now(),
    issues: summaries().filter(({ title }) => title.includes(request.query.q ?? '')).slice(0, Number(request.query.limit ?? 50)),
  }))

  app.get<{ Params: { id: string }; Querystring: { before?: string; limit?: string } }>('/api/issues/:id', (request, reply): IssueAnswer | void => {
    const id = Number(request.params.id)
    const held = issues.get(id)
    if (held === undefined) return void reply.code(404).send({ message: '没有这个事项' })
    if (held.movedTo !== null) return { movedTo: held.movedTo }
    const [before, limit] = [Number(request.query.before ?? Infinity), Number(request.query.limit ?? 30)]
    const rest = held.members.toSorted((a, b) => b.card.publishedAt - a.card.publishedAt).filter(({ card }) => card.publishedAt < before)
    const page = rest.slice(0, limit)
    return {
      asOf: Date.now(), issue: summaryOf(id, held, now), members: page, next: rest.length > limit ? page.at(-1)!.card.publishedAt : null, rulings: held.rulings.toReversed(),
      nearby: summaries().filter((other) => other.id !== id).slice(0, 3).map((other) => ({ issue: other.id, title: other.title, total: other.total, lastAt: other.lastAt })),
    }
  })

  app.get('/api/rulings/choices', () => choices)

  app.post('/api/rulings', async (request, reply) => {
    const ruling = rulingSchema.parse(request.body)
    const held = issueOfRuling(ruling)
    const leaving = ruling.kind === 'split' ? ruling.postings : ruling.kind === 'apart' ? [ruling.posting] : []
    const strange = leaving.some((posting) => !held?.members.some(({ card }) => card.id === posting))
    if (held === undefined || held.movedTo !== null || strange) return reply.code(409).send({ message: '诉求不在该事项中，请刷新后再操作' })
    const line: RulingLine = { number: ++number, kind: ruling.kind, sentence: sentenceOf(ruling), by: 'admin', at: Date.now(), done: false }
    held.rulings.push(line)
    setTimeout(() => {
      obey(ruling, held)
      held.rulings = held.rulings.map((other) => (other.number === line.number ? { ...line, done: true } : other))
    }, obeysAfter)
    return reply.code(202).send({ number: line.number })
  })

  function issueOfRuling(ruling: Ruling): Held | undefined {
    if (ruling.kind === 'merge') return issues.get(ruling.from)
    if (ruling.kind !== 'correct') return issues.get(ruling.issue)
    return [...issues.values()].find(({ members }) => members.some(({ card }) => card.id === ruling.posting))
  }

  function obey(ruling: Ruling, held: Held): void {
    if (ruling.kind === 'merge') {
      const into = issues.get(ruling.into)!
      into.members.push(...held.members)
      held.movedTo = ruling.into
    } else if (ruling.kind === 'correct') {
      held.members = held.members.map((member) => (member.card.id === ruling.posting ? corrected(member, ruling) : member))
    } else {
      const leaving = ruling.kind === 'split' ? ruling.postings : [ruling.posting]
      const gone = held.members.filter(({ card }) => leaving.includes(card.id))
      held.members = held.members.filter(({ card }) => !leaving.includes(card.id))
      issues.set(Math.min(...leaving), { members: gone, movedTo: null, rulings: [] })
    }
  }
}

function corrected(member: IssueMember, { field, value }: Extract<Ruling, { kind: 'correct' }>): IssueMember {
  const name = nameOf(field, value)
  const told = { ...member, corrected: [...member.corrected, field] }
  if (field === 'category') return { ...told, card: { ...member.card, category: name } }
  if (field === 'place') return { ...told, card: { ...member.card, place: name } }
  if (field === 'unit') return { ...told, units: [{ unit: value, name, confidence: 1, reason: '人工更正' }, ...member.units].slice(0, 3) }
  return { ...told, purpose: purposes.find((purpose) => purpose === value) ?? member.purpose }
}

const sentenceOf = (ruling: Ruling): string => {
  switch (ruling.kind) {
    case 'merge': return `并入编号 ${ruling.into} 的事项`
    case 'split': return `${ruling.postings.length}条诉求拆分为新事项`
    case 'apart': return `第${ruling.posting}号诉求不是同一件事`
    case 'correct': return `第${ruling.posting}号诉求的更正：${nameOf(ruling.field, ruling.value)}`
  }
}
