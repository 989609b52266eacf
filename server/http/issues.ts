/** /api/issues: finding issues by words, and one issue with its postings, why each belongs, and what people ruled. */
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { day } from '../../shared/clock.ts'
import type { IssueAnswer, IssueList, IssueMember, IssueSummary } from '../../shared/issue-view.ts'
import type { CorrectedField } from '../../shared/ruling.ts'
import { findIssues, readIssue, readMembers, readNearby, type IssueFigures, type MemberRow } from '../archive/issues.ts'
import { readGrievances } from '../archive/repeats.ts'
import { followIssue, readCorrectedFields, readRulings } from '../archive/rulings.ts'
import { readTraces } from '../archive/traces.ts'
import { createCardMaker } from '../cards.ts'
import { createRulingWords, reasonWords } from '../issue-words.ts'
import { findRebounds, findRepeats } from '../issues/repeats.ts'
import { namesOf } from '../sections/names.ts'
import type { Gate } from './gate.ts'
import type { WebParts } from './parts.ts'

const listQuery = z.object({ q: z.string().trim().max(60).default(''), limit: z.coerce.number().int().min(1).max(100).default(30) })
const idParams = z.object({ id: z.coerce.number().int().positive() })
const membersQuery = z.object({ before: z.coerce.number().int().positive().nullable().default(null), limit: z.coerce.number().int().min(1).max(200).default(50) })

const mostRulings = 50
const mostNearby = 12
const nearbyDays = 30

export function issueRoutes(api: FastifyInstance, { db, pack, clock }: WebParts, gate: Gate): void {
  const district = pack.profile.code
  const toCard = createCardMaker(pack)
  const sayRuling = createRulingWords(pack)
  const names = namesOf(pack)
  const terms = { repeatDays: pack.rules.repeat.days, reboundDays: pack.rules.rebound.days }
  const plans = new Map(pack.plans.map((plan) => [plan.id, plan.name]))
  const registered = new Set(pack.channels.filter((channel) => channel.registered).map(({ id }) => id))

  const summarise = ({ channels, ...issue }: IssueFigures): IssueSummary => ({
    ...issue,
    categoryName: names.category(issue.category),
    unitName: names.unit(issue.unit),
    channels: Object.entries(channels).map(([channel, count]) => ({
      channel, name: names.channel(channel), measure: registered.has(channel) ? '件' : '条', count,
    })),
  })

  const showMember = ({ card, enrichment, confidence, reason, copyOf }: MemberRow, corrected: CorrectedField[], again: Pick<IssueMember, 'repeat' | 'rebound' | 'trace'>): IssueMember => ({
    card: toCard(card), confidence, reason: reasonWords(reason), copyOf, corrected, ...again,
    purpose: enrichment.purpose,
    plans: enrichment.plans.map((id) => plans.get(id) ?? id),
    units: enrichment.units.map((guess) => ({ ...guess, name: names.unit(guess.unit) ?? guess.unit })),
    uncountedBecause: enrichment.uncountedBecause,
  })

  api.get('/issues', { preHandler: gate.person }, async (request): Promise<IssueList> => {
    const { q, limit } = listQuery.parse(request.query)
    return { asOf: clock.now(), issues: (await findIssues(db, district, q, limit)).map(summarise) }
  })

  api.get('/issues/:id', { preHandler: gate.person }, async (request, reply): Promise<IssueAnswer> => {
    const { id } = idParams.parse(request.params)
    const { before, limit } = membersQuery.parse(request.query)
    const issue = await readIssue(db, district, id)
    if (!issue) {
      const movedTo = await followIssue(db, district, id)
      return movedTo === null ? reply.code(404).send({ message: `没有编号为 ${id} 的事项` }) : { movedTo }
    }
    const now = clock.now()
    const [members, rulings, nearby, { grievances, orders }] = await Promise.all([
      readMembers(db, district, id, before, limit + 1), readRulings(db, district, id, mostRulings),
      readNearby(db, district, issue, now - nearbyDays * day, mostNearby), readGrievances(db, district, id),
    ])
    const repeats = findRepeats(grievances, terms)
    const rebounds = findRebounds(grievances, orders, terms)
    const shown = members.slice(0, limit)
    const ids = shown.map(({ card }) => card.id)
    const [corrected, traces] = await Promise.all([readCorrectedFields(db, district, ids), readTraces(db, district, [...registered], ids)])
    return {
      asOf: now,
      issue: summarise(issue),
      members: shown.map((member) => showMember(
        member, corrected.get(member.card.id) ?? [], { repeat: repeats.has(member.card.id), rebound: rebounds.has(member.card.id), trace: traces.get(member.card.id)! })),
      next: members.length > limit ? shown.at(-1)!.card.id : null,
      rulings: rulings.map(({ ruling, ...row }) => ({ ...row, kind: ruling.kind, sentence: sayRuling(ruling) })),
      nearby,
    }
  })
}
