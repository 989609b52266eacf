/** Makes a long stream of postings whose true matters are known: a city's ninety days at any size, the same for the same seed. */
import { day } from '../../shared/clock.ts'
import type { GroupItem } from '../../server/issues/index.ts'
import { consequences, demands, histories, kindsOfPlace, nameCharacters, openings, problems } from './stream-words.ts'
import { randomFrom } from './texts.ts'

type Random = () => number

/** Places for each posting, and postings of a matter: most are alone, few have hundreds (Zipf). */
const placesPerPosting = 0.04
const steepness = 2.3
const largest = 2_000
/** A matter is talked of for so long: half of its postings come in the first third of it. */
const longest = 30 * day

export interface Stream {
  readonly count: number
  /** Truly different matters in it. */
  readonly matters: number
  /** The posting that comes `index`-th; its id is `index` + 1. Made anew each time, so that a million need no memory. */
  item(index: number): GroupItem
  /** Which matter it is about: postings of one number belong together. */
  matter(index: number): number
}

/**
 * A matter is one problem at one place: no two matters share both. Places are as popular as words are (Zipf), so that the
 * same place has many problems, and each problem is told in the same few phrases at thousands of places: what tells matters
 * apart is their pairing. Four in five postings come with the place and nine in ten with the problem that enrich would see.
 */
export function makeStream(count: number, seed: number, startAt = Date.UTC(2026, 7, 1)): Stream {
  const random = randomFrom(seed)
  const places = makePlaces(Math.max(kindsOfPlace.length, Math.ceil(count * placesPerPosting)), random)
  const pairs = new Set<number>()
  const events = new Float64Array(count)
  let made = 0
  while (made < count) {
    pairs.add(pickPair(places.length, random, pairs))
    const size = Math.min(count - made, sizeOfMatter(random))
    const begins = random() * 90 * day
    const lasts = longest * random() ** 2
    for (let i = 0; i < size; i++) {
      const later = i === 0 ? 0 : lasts * random() ** 1.6
      events[made++] = Math.floor(Math.min(90 * day - 1, begins + later)) * 2 ** 20 + pairs.size - 1
    }
  }
  events.sort()
  const pairOf = Float64Array.from(pairs)
  const matter = (index: number): number => (events[index] as number) % 2 ** 20
  return {
    count, matters: pairs.size, matter,
    item(index) {
      const pair = pairOf[matter(index)] as number
      const place = places[Math.floor(pair / problems.length)] as string
      return write(index, startAt + Math.floor((events[index] as number) / 2 ** 20), place, pair % problems.length, randomFrom(seed + 7_919 * (index + 1)))
    },
  }
}

function makePlaces(count: number, random: Random): string[] {
  const names = new Set<string>()
  while (names.size < count) {
    const length = random() < 0.7 ? 2 : 3
    const name = Array.from({ length }, () => nameCharacters[Math.floor(random() * nameCharacters.length)]).join('')
    names.add(name + (kindsOfPlace[names.size % kindsOfPlace.length] as string))
  }
  return [...names]
}

function pickPair(places: number, random: Random, taken: ReadonlySet<number>): number {
  for (;;) {
    const place = Math.floor(places ** random()) - 1
    const pair = place * problems.length + Math.floor(random() * problems.length)
    if (!taken.has(pair)) return pair
  }
}

const sizeOfMatter = (random: Random): number => Math.min(largest, Math.floor((1 - random()) ** (-1 / (steepness - 1))))

function write(index: number, at: number, place: string, problem: number, random: Random): GroupItem {
  const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)] as string
  const { titles, facts } = problems[problem] as (typeof problems)[number]
  const where = `${place}${pick(['', '', '', '附近', '门口', '里面', '东边', '北侧', '这里'])}`
  const house = random() < 0.5 ? `${1 + Math.floor(random() * 40)}${pick(['号楼', '幢', '栋', '单元', '号'])}` : ''
  const fact = pick(facts)
  const other = random() < 0.5 ? `，${pick(facts)}` : ''
  const since = `${pick(['从', '自从', '大概从'])}${1 + Math.floor(random() * 12)}月${1 + Math.floor(random() * 28)}号${pick(['开始', '起', '以来'])}`
  const sentences = [
    `${pick(openings)}${where}${house}${fact}${other === `，${fact}` ? '' : other}`, `${since}${pick(consequences)}`, pick(histories), pick(consequences),
    ...(random() < 0.6 ? [pick(histories)] : []), ...(random() < 0.5 ? [`${place}${pick(['的居民', '的业主', '周边的人', '这边的人'])}都可以作证`] : []), pick(demands),
  ]
  const seen = random() < 0.9 ? problem : Math.floor(random() * problems.length)
  return {
    id: index + 1, at, repostOf: null, parent: null,
    title: random() < 0.85 ? `${pick(['', '', '关于', '反映'])}${place}${pick(titles)}${pick(['', '', '的问题', '，谁来管', '怎么办'])}` : pick(titles),
    text: `${sentences.join(pick(['，', '。', '，']))}。`,
    place: random() < 0.8 ? place : null, placeKnown: random() < 0.5, category: String(seen),
  }
}
