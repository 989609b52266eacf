/** Puts a happening into words: the clerk's note of a call, a forum user's post, a letter to the leaders, a piece of news. */
import { chanceOf, type Chance } from '../chance.ts'
import type { Happening, ProblemTopic } from '../plan/happening.ts'
import { leak } from '../people/numbers.ts'
import { idCardOf, phoneOf } from '../people/people.ts'
import { spotIn, townshipUnits, type Place } from '../places.ts'
import { hostileWords, chatter, type Words } from './chatter.ts'
import { praises, questions, suggestions, type Question } from './consultations.ts'
import { newsItems } from './news.ts'
import {
  clerkClosings, clerkOpenings, durations, forumClosings, forumOpenings, forumRants, hoursLong, justNow, letterClosings, letterIntros, letterOpenings,
  numbers, recently, tens, titleForms,
} from './phrases.ts'

/** How many of those who complain write down a number of their own. */
const leakShare = 0.05

/** Title and text of a happening: the same every time. */
export function compose(seed: string, happening: Happening): Words {
  const chance = chanceOf(seed, happening.words, 'words')
  const { topic, place } = happening
  switch (topic.type) {
    case 'problem': return complain(seed, happening, topic, chance)
    case 'question': return ask(chance, happening, questions[topic.index]!)
    case 'praise': return short(chance, praises[topic.index]!, place, '表扬')
    case 'suggestion': return short(chance, suggestions[topic.index]!, place, '建议')
    case 'chatter': return chatter[topic.index]!
    case 'hostile': return hostileWords(topic.index, chance)
    case 'news': {
      const { title, text } = newsItems[topic.index]!
      const count = String(2 + chance.below(30))
      return { title: title.replace('{n}', count), text: text.replace('{n}', count) }
    }
  }
}

/** The unit that handles a happening's matter, as the hotline registers it. */
export function unitOf({ topic, place }: Happening): string {
  const unit = topic.type === 'problem' ? topic.problem.unit : topic.type === 'question' ? questions[topic.index]!.unit : '属地'
  return unit === '属地' ? townshipUnits[place.township]! : unit
}

function complain(seed: string, happening: Happening, { problem, thing, fresh, facts: own }: ProblemTopic, chance: Chance): Words {
  const goingOn = problem.things[thing]!
  const { place, person, style } = happening
  const unit = unitOf(happening)
  const fill = (text: string): string => text.replaceAll('{n}十', '{t}十').replace(/\{([sndtup])\}/g, (_, slot: string) => {
    switch (slot) {
      case 's': return spotIn(chance, place)
      case 'n': return chance.pick(numbers)
      case 't': return chance.pick(tens)
      case 'd': return chance.pick(fresh ? hoursLong : durations)
      case 'u': return unit
      default: return place.name
    }
  })
  const what = fill(chance.pick(goingOn.what))
  const where = locate(chance, place, style === 'hotline')
  const time = chance.pick(fresh ? justNow : recently)
  const facts = some(chance, [...own, ...some(chance, goingOn.facts, 3)], own.length > 0 ? 4 : 2 + chance.below(2)).map(fill)
  const effect = chance.happens(0.75) ? fill(chance.pick(problem.effects)) : ''
  const wish = fill(chance.pick(problem.asks))
  const wishing = (forms: readonly string[]): string => fill(chance.pick(forms).replaceAll('{a}', wish))
  const told = chance.happens(leakShare) ? leak(chance, phoneOf(seed, person), idCardOf(seed, person)) : ''
  const title = fill(chance.pick(titleForms).replaceAll('{w}', what).replaceAll('{time}', time))
  const core = `${time}${where}${what}，${facts.join('，')}${effect ? `，${effect}` : ''}。`
  if (style === 'hotline') {
    const opening = happening.kind === 'repeat' ? '市民再次来电反映' : chance.pick(clerkOpenings)
    return { title, text: `${opening}：${core}${told}${wishing(clerkClosings)}。` }
  }
  if (style === 'letters') {
    const opening = chance.pick(letterOpenings) + fill(chance.pick(letterIntros))
    return { title, text: `${opening}。${core}${told}${wishing(letterClosings)}` }
  }
  return { title, text: `${chance.pick(forumOpenings)}${colloquial(chance, core)}${chance.pick(forumRants)}${told}${wishing(forumClosings)}` }
}

/** The place as said in a running text: villages and small roads carry the name of their township. */
function locate(chance: Chance, place: Place, formal: boolean): string {
  if (place.kind === 'town' || place.name.includes(place.township)) return place.name
  const small = place.kind === 'village' || place.township !== '高良涧'
  if (!chance.happens(small ? 0.8 : formal ? 0.2 : 0)) return place.name
  return `${formal ? townshipUnits[place.township]! : place.township}${place.name}`
}

/** `count` of the choices, each at most once, in their order. */
function some(chance: Chance, choices: readonly string[], count: number): string[] {
  const left = [...choices]
  while (left.length > count) left.splice(chance.below(left.length), 1)
  return left
}

/** Loosens a sentence up: line breaks, doubled marks, filler words. */
function colloquial(chance: Chance, text: string): string {
  const parts = text.split('，')
  return parts.map((part, index) => {
    const last = index === parts.length - 1
    const filler = index > 0 && chance.happens(0.12) ? chance.pick(['关键是', '而且', '说实话', '你说气不气', '反正']) : ''
    return filler + part + (last ? '' : chance.happens(0.15) ? '！' : chance.happens(0.1) ? '，\n' : '，')
  }).join('')
}

function ask(chance: Chance, happening: Happening, question: Question): Words {
  const { style, place } = happening
  const cases = some(chance, question.cases, 1 + chance.below(question.cases.length))
  const near = chance.happens(0.2) ? `（${locate(chance, place, false)}）` : ''
  const title = style === 'hotline' ? `咨询${question.ask}` : chance.pick([`请问${question.ask}`, `咨询一下${question.ask}`, `${question.ask}？`])
  if (style === 'hotline') {
    const opening = chance.pick(['来电人咨询', '市民来电咨询', '来电人想了解', '市民询问'])
    const closing = chance.pick(['请予解答。', '希望答复。', '', '已告知联系电话。'])
    return { title, text: `${opening}${question.ask}${near}，称${cases.join('，')}。${closing}` }
  }
  const opening = chance.pick(['各位好，想问', '请教一下，', '有谁知道', '领导好，请问'])
  return { title, text: `${opening}${question.ask}${near}？${cases.join('，')}。${chance.pick(['谢谢！', '在线等。', '盼复。'])}` }
}

function short(chance: Chance, template: string, place: Place, label: string): Words {
  const unit = chance.pick([townshipUnits[place.township]!, '区城管局', '区住建局', '区数据局'])
  const text = template.replaceAll('{p}', place.name).replaceAll('{u}', unit)
  const head = text.split('，')[0]!
  return { title: chance.happens(0.5) ? head : `${label}：${head.replace(/^(建议|表扬)/, '')}`, text: `${text}。` }
}
