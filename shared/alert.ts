/** An alert (预警): its levels, its life cycle as a transition table, and the sentence that says why it was raised. */
import type { Instant } from './clock.ts'

/** 一级 … 四级, the highest first. */
export const levels = ['red', 'orange', 'yellow', 'blue'] as const
export type Level = (typeof levels)[number]

/** What each level is called; the shape keeps it readable without colour. */
export const levelNames: Record<Level, { name: string; rank: string; shape: '◆' | '▲' | '■' | '●' }> = {
  red: { name: '红色', rank: '一级', shape: '◆' },
  orange: { name: '橙色', rank: '二级', shape: '▲' },
  yellow: { name: '黄色', rank: '三级', shape: '■' },
  blue: { name: '蓝色', rank: '四级', shape: '●' },
}

/** Below 0: `a` is the higher level. */
export const compareLevels = (a: Level, b: Level): number => levels.indexOf(a) - levels.indexOf(b)

/** The higher of two levels. */
export const higherLevel = (a: Level, b: Level): Level => (compareLevels(a, b) <= 0 ? a : b)

/** The lower of two levels. */
export const lowerLevel = (a: Level, b: Level): Level => (compareLevels(a, b) <= 0 ? b : a)

export const alertStates = [
  'received', 'assessed', 'reported', 'assigned', 'signed', 'handling', 'done', 'reviewed', 'closed', 'calledBack', 'filed', 'dismissed',
] as const
export type AlertState = (typeof alertStates)[number]

export const alertStateNames: Record<AlertState, string> = {
  received: '待研判', assessed: '已研判', reported: '已报告', assigned: '已交办', signed: '已签收', handling: '办理中',
  done: '已报结', reviewed: '已审核', closed: '已办结', calledBack: '已回访', filed: '已归档', dismissed: '已排除',
}

/** action → the state it leads to, for each state: the whole life cycle, read by server and console alike. */
export const transitions: Record<AlertState, Partial<Record<string, AlertState>>> = {
  received: { assess: 'assessed', dismiss: 'dismissed' },
  assessed: { report: 'reported', assign: 'assigned', dismiss: 'dismissed' },
  reported: { assign: 'assigned' },
  assigned: { sign: 'signed' },
  signed: { handle: 'handling' },
  handling: { reportDone: 'done' },
  done: { review: 'reviewed', sendBack: 'handling' },
  reviewed: { close: 'closed' },
  closed: { callBack: 'calledBack', reopen: 'received' },
  calledBack: { file: 'filed', reopen: 'received' },
  filed: { reopen: 'received' },
  dismissed: { reopen: 'received' },
}

/** States in which nobody needs to act on the alert any more. */
export const settledStates: readonly AlertState[] = ['closed', 'calledBack', 'filed', 'dismissed']

/** What a person may do with an alert now. Confirming a proposed red moves its level, not its state. */
export const actionsOn = ({ state, proposedRed }: Pick<Alert, 'state' | 'proposedRed'>): string[] =>
  [...Object.keys(transitions[state]), ...(proposedRed && !settledStates.includes(state) ? ['confirmRed'] : [])]

/**
 * What an alert is about: an issue, an area hit by an outage, a source that fell silent, or a subject that rises as a whole
 * across issues (`unit:cg`, `place:runyuan`, `plan:P10` …).
 */
export interface AlertSubject {
  kind: 'issue' | 'area' | 'source' | 'subject'
  id: string
}

/** What a rule has seen that somebody should know; the matrix of the pack turns its grade into a level. */
export interface Finding<Grade extends string = string> {
  raise: true
  rule: string
  /** How grave it is in the rule's own words: one of the grades that the rule declares. */
  grade: Grade
  /** One Chinese sentence with counts, expectation, period, people and channels. */
  sentence: string
  score: number
  expected: number | null
  seen: number
  /** Distinct people behind `seen`. */
  people: number
  /** The highest level that what was found may reach, whatever the matrix says (a keyword plan has one); absent = any. */
  ceiling?: Level
  /** Shown at once and over everything else, whatever the matrix says (danger to life). */
  popUp?: boolean
}

/** Nothing to raise. It also carries its reason: judging is never silent. */
export interface Silence {
  raise: false
  rule: string
  because: string
}

/** What is said of a subject in the end: a finding with the level that the matrix gives it, or silence. */
export type Verdict = (Finding & { level: Level; popUp: boolean }) | Silence

/** An alert in the duty list, with by when it must be acknowledged; null = in the shift, undefined = not said (pushed, not yet fetched). */
export type DutyAlert = Alert & { dueAt?: Instant | null }

/** An alert as the wall and the console show it. */
export interface Alert {
  id: number
  district: string
  subject: AlertSubject
  title: string
  level: Level
  /** Set while a red level waits for a person to confirm it; the wall shows `level` as orange until then. */
  proposedRed: boolean
  state: AlertState
  rules: string[]
  sentence: string
  popUp: boolean
  place: string | null
  township: string | null
  unit: string | null
  count: number
  /** Distinct people; null when it may not be shown (under three). */
  people: number | null
  raisedAt: Instant
  updatedAt: Instant
}
