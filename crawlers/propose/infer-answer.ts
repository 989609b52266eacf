/** Where on a detail page an office's answer stands: under or beside a label that says so, or in a block that is named so. */
import type { AnyNode, Element } from 'domhandler'
import { textOf } from '../html.ts'
import { nameIn } from '../page/signed.ts'
import { readTime } from '../times.ts'
import { every, isTag } from '../walk.ts'
import { fold, isWithin, lineage, type Document } from './document.ts'
import { selectorForAll, selectorForFirst, type Case } from './selectors.ts'
import { isAnswerLabel, isFact, isQuestionLabel } from './words.ts'

export interface Answer {
  document: Document
  /** What holds this answer and nothing of the question. */
  item: Element
  label: Element | null
}

export interface ReplyOptions {
  item: string
  body?: string
  author?: string
  time?: string
}

/** Letters before a label, in what holds it, beyond which it holds the question too. */
const mostBefore = 24
/** Answers of one page that are looked at. */
const mostAnswers = 30
const answerNames = /(?:^|[-_])(?:reply|answer|huifu|dafu|hf|hfnr|feedback|response)(?:$|[-_]|box|con(?:tent)?|list|item|info|nr|\d)/i

/** The answers of a page, in its order. @param title of the posting, folded. */
export function findAnswers(document: Document, title: string): Answer[] {
  const labels = [...document.short].filter(([element, text]) => isAnswerLabel(text) && element.name !== 'a' && !isOnlyWrapper(element, text)).slice(0, mostAnswers)
  const found = labels.flatMap(([label]): Answer[] => {
    const content = contentOf(label)
    if (!content || textOf([content]).length < 4) return []
    // The widest block that begins with the label: it has the unit and the time of the answer, too.
    let item = content
    for (const at of lineage(content)) {
      if (at.name === 'body' || at.name === 'whole-page') break
      if (!isWithin(label, at)) continue
      if (lettersBefore(label, at) > mostBefore || holdsQuestion(at, document, title)) break
      item = at
      if (isWithin(label, at) && at.parent && 'children' in at.parent && lettersBeside(at) > 0) break
    }
    return [{ document, item, label }]
  })
  // Two labels in one block (答复单位 over 答复内容) are one answer.
  const apart = found.filter(({ item }, index) => !found.some((other, at) => at !== index && (isWithin(item, other.item) && (item !== other.item || at < index))))
  if (apart.length > 0) return apart.flatMap((answer) => splitAnswers(answer))
  const named = every(document.root, (element) => !isTag('form', 'a', 'body')(element) && isNamedAnswer(element))
    .filter((element) => textOf([element]).length >= 8 && !holdsQuestion(element, document, title) && every(element, isTag('textarea', 'input')).length === 0)
    .slice(0, mostAnswers)
  return named.filter((element) => !named.some((other) => other !== element && isWithin(element, other))).map((item) => ({ document, item, label: null }))
}

const isNamedAnswer = ({ attribs }: Element): boolean =>
  `${attribs.id ?? ''} ${attribs.class ?? ''}`.split(/\s+/).some((name) => name.length < 40 && answerNames.test(name))

/** Several answers under one label, each in a block that is named so, or built like the next: each is an answer of its own. */
function splitAnswers(answer: Answer): Answer[] {
  const { item, label } = answer
  const whole = fold(textOf([item])).length - (label ? fold(textOf([label])).length : 0)
  const blocks = every(item, ({ attribs }) => attribs.class !== undefined).filter((element) => textOf([element]).length >= 8 && (!label || !isWithin(label, element)))
  for (const first of blocks) {
    const alike = blocks.filter((each) => each.parent === first.parent && each.name === first.name && each.attribs.class === first.attribs.class)
    const covered = alike.reduce((sum, each) => sum + fold(textOf([each])).length, 0)
    const named = (first.attribs.class ?? '').split(/\s+/).some((name) => name.length < 40 && /(?:^|[-_])(?:item|list|li|one|each|box)$/i.test(name))
    if (covered >= whole * 0.85 && (alike.length > 1 || named)) return alike.map((each) => ({ ...answer, item: each, label: null }))
  }
  return [answer]
}

/** `<h3><b>答复</b></h3>`: the outer one is looked at, the inner is the same words again. */
const isOnlyWrapper = (element: Element, text: string): boolean =>
  element.parent !== null && 'attribs' in element.parent && textOf([element.parent]) === text

function nextElement(element: Element): Element | null {
  for (let next: AnyNode | null = element.next; next; next = next.next) if ('attribs' in next && textOf([next]) !== '') return next
  return null
}

/** The words that a label speaks of: beside it, below it, or around it. */
function contentOf(label: Element): Element | null {
  const own = textOf([label])
  for (const at of [...lineage(label)].slice(0, 4)) {
    const text = textOf([at])
    if (text.length > own.length + 4) return at
    const next = nextElement(at)
    if (next) return next
  }
  return null
}

function lettersBefore(label: Element, outer: Element): number {
  let letters = 0
  for (const at of lineage(label)) {
    if (at === outer) break
    for (let before: AnyNode | null = at.prev; before; before = before.prev) letters += fold(textOf([before])).length
  }
  return letters
}

function lettersBeside(element: Element): number {
  let letters = 0
  for (let before: AnyNode | null = element.prev; before; before = before.prev) letters += fold(textOf([before])).length
  return letters
}

const holdsQuestion = (element: Element, { short }: Document, title: string): boolean =>
  [...short].some(([inner, text]) => (isQuestionLabel(text) || (title.length >= 4 && fold(text) === title)) && isWithin(inner, element))

/** The words of an answer's office; null where it names none. */
const unitIn = (text: string): string | null => (/(?:单位|部门|机构|答复人|回复人)\s{0,4}[:：】]/.test(text) ? nameIn(text) : null)
const bodies = '局|委|委员会|办|办事处|办公室|中心|政府|街道|镇|乡|支队|大队|管理处|集团|公司|法院|检察院|医院|部|科'
const unitName = new RegExp(`^[\\p{Script=Han}（）()]{2,26}(?:${bodies})$`, 'u')
const looksLikeUnit = (text: string): boolean => text.length <= 30 && unitName.test(text)

/** Selectors for the answers; null where no page shows one, or no selector holds them alone. */
export function describeAnswers(documents: readonly Document[], answers: readonly Answer[]): ReplyOptions | null {
  if (answers.length === 0) return null
  const pages = documents.map((document) => ({ $: document.$, wanted: answers.filter((answer) => answer.document === document).map(({ item }) => item) }))
  const item = selectorForAll([...pages].sort((a, b) => b.wanted.length - a.wanted.length), (found) => textOf([found]).length > 0)
  if (item === null) return null
  const parts = answers.map((answer) => ({ answer, ...partsOf(answer) }))
  const cases = (of: (parts: Parts) => Element | null, accepts: (found: Element, target: Element, document: Document) => boolean): Case[] =>
    parts.flatMap(({ answer: { document, item: outer }, ...each }) => {
      const target = of(each)
      if (!target) return []
      const root = isWithin(target, outer) && target !== outer ? document.$(outer) : document.$.root()
      return [{ root, targets: [target], accepts: (found: Element) => accepts(found, target, document) }]
    })
  const text = (found: Element) => textOf([found])
  const units = cases(({ unit }) => unit, (found, target) => nameIn(text(found)) === nameIn(text(target)))
  const times = cases(({ time }) => time, (found, target, { page }) => readTime(text(found), page.fetchedAt).time === readTime(text(target), page.fetchedAt).time)
  const bodies = parts.every(({ body }) => body !== null) ? cases(({ body }) => body, (found, target) => text(found) === text(target)) : []
  const [author, time, body] = [units, times, bodies].map((each) => (each.length > 0 ? selectorForFirst(each, 0.6) : null))
  return { item, ...(body ? { body } : {}), ...(author ? { author } : {}), ...(time ? { time } : {}) }
}

interface Parts {
  unit: Element | null
  time: Element | null
  body: Element | null
}

function partsOf({ document: { short, page }, item, label }: Answer): Parts {
  const inside = [...short].filter(([element]) => element !== item && isWithin(element, item))
  const around = [...short].filter(([, text]) => text.length <= 60 && /[答回]复|办理|办结|承办/.test(text))
  const smallest = (found: [Element, string][]): Element | null => found.sort(([, a], [, b]) => a.length - b.length)[0]?.[0] ?? null
  /** What stands behind a label that has an element to itself. */
  const valueOf = (label: RegExp): Element | null => around.filter(([, text]) => label.test(fold(text))).map(([element]) => nextElement(element)).find((next) => next !== null) ?? null
  const isTime = ([, text]: [Element, string]) => text.length <= 60 && !['none', 'month'].includes(readTime(text, page.fetchedAt).precision)
  const unit = smallest(inside.filter(([, text]) => looksLikeUnit(text))) ?? smallest(inside.filter(([, text]) => text.length <= 60 && unitIn(text) !== null))
    ?? smallest(around.filter(([, text]) => unitIn(text) !== null))
    ?? valueOf(/^(?:[答回]复|办理|处理|承办)(?:单位|部门|机构):?$/)
  const time = smallest(inside.filter(isTime)) ?? valueOf(/^(?:[答回]复|办理|办结)(?:时间|日期):?$/) ?? smallest(around.filter(isTime))
  return { unit, time, body: bodyOf(item, label, [unit, time], short) }
}

/** The part of an answer that has its words, where label, unit and time stand apart from them; null where it is all of it. */
function bodyOf(item: Element, label: Element | null, others: readonly (Element | null)[], short: ReadonlyMap<Element, string>): Element | null {
  const apart = [label, ...others].filter((element): element is Element => element !== null && isWithin(element, item))
  if (apart.length === 0) return null
  const words = (element: Element): number => fold(textOf([element], (inner) => apart.includes(inner) || isFact(short.get(inner) ?? ''))).length
  const all = words(item)
  let body: Element | null = null
  for (const element of every(item, () => true)) {
    if (apart.some((other) => isWithin(other, element)) || words(element) < all * 0.85) continue
    body ??= element
  }
  return body
}
