/** Suggests who must act: as registered, by duty (category × place), by what was done before, and by name in the text. */
import type { DistrictPack, Leaf, Unit } from '../../shared/district.ts'
import { localUnit } from '../../shared/district.ts'
import type { Instant } from '../../shared/clock.ts'
import type { CategoryGuess, PlaceGuess, Posting, UnitGuess } from '../../shared/posting.ts'
import { findRegistered, followSuccessors, nameUnits } from '../../shared/units.ts'
import { createClassifier } from './classify/classifier.ts'
import { createHistory, type PastShare } from './classify/history.ts'
import type { TrainedUnits, View } from './classify/trained.ts'
import { createLexicon } from './lexicon.ts'
import type { Reading } from './reading.ts'

const most = 3
/** A guess from the past below this is not worth a look. */
const leastByPast = 0.05
/** In free text only a name that can be nothing else is taken for a unit: 移动 and 园区 are also common words. */
const plainName = /(?:局|委|办|公司|大队|联|中心|所)$/

type UnitFinder = (posting: Posting, reading: Reading, category: CategoryGuess, place: PlaceGuess | null) => UnitGuess[]
type Add = (unit: Unit | undefined, confidence: number, reason: string) => void
type LearntUnits = TrainedUnits & { view: View }
type Past = (reading: Reading, category: CategoryGuess, place: PlaceGuess | null, byDuty: readonly UnitGuess[]) => UnitGuess[]

/**
 * A suggestion (建议) until a person confirms it; at most three, the likeliest first, each with its reason in Chinese.
 * Where history has been learnt, duty is what is believed before any case, and cases move it.
 */
export function createUnitFinder(pack: DistrictPack, trained: LearntUnits | null = null): UnitFinder {
  const units = new Map(pack.units.map((unit) => [unit.id, unit]))
  const byName = nameUnits(pack.units)
  const plain = [...byName.keys()].filter((name) => name.length >= 3 && plainName.test(name) && byName.get(name)?.kind !== '镇街')
  const lexicon = createLexicon(plain)
  const findByDuty = createDutyFinder(pack)
  const findByPast = trained && createPastFinder(trained, units)
  const inForce = (unit: Unit, at: Instant): Unit => followSuccessors(unit, at, units)

  return (posting, reading, category, place) => {
    const guesses = new Map<string, UnitGuess>()
    const add: Add = (unit, confidence, reason) => {
      if (!unit) return
      const now = inForce(unit, posting.publishedAt)
      const before = guesses.get(now.id)
      if (!before || before.confidence < confidence) guesses.set(now.id, { unit: now.id, confidence: round(confidence), reason })
    }
    const registered = posting.workOrder?.unit
    if (registered) add(findRegistered(registered, byName), 1, '工单登记的承办单位')
    const byDuty = findByDuty(category, place)
    for (const guess of findByPast?.(reading, category, place, byDuty) ?? byDuty) add(units.get(guess.unit), guess.confidence, guess.reason)
    lexicon.scan(reading, (at) => {
      const unit = byName.get(plain[at] as string)
      const guess = unit && guesses.get(unit.id)
      if (guess && guess.confidence < 0.9) guess.confidence = round(guess.confidence + 0.08)
      else if (!guess) add(unit, 0.3, `文中提到“${unit?.name ?? ''}”`)
    })
    return [...guesses.values()].sort((a, b) => b.confidence - a.confidence).slice(0, most)
  }
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000

/** Who must act by the taxonomy: each unit of the leaf once, the local one where the township is known; without a leaf the township. */
export function createDutyFinder(pack: DistrictPack): (category: CategoryGuess, place: PlaceGuess | null) => UnitGuess[] {
  const leaves = new Map(pack.taxonomy.flatMap((branch) => branch.leaves.map((leaf) => [leaf.code, leaf] as const)))
  return (category, place) => {
    const leaf = category.code === null ? undefined : leaves.get(category.code)
    if (leaf) return listDuties(leaf, category.confidence, place)
    return place?.township ? [{ unit: place.township, confidence: 0.3, reason: `${place.name}所在的镇街` }] : []
  }
}

function listDuties(leaf: Leaf, sure: number, place: PlaceGuess | null): UnitGuess[] {
  const duties = new Map<string, UnitGuess>()
  leaf.units.forEach((id, at) => {
    const role = at === 0 ? '主办' : '协办'
    const confidence = (at === 0 ? 0.35 : 0.15 - at * 0.02) + (at === 0 ? 0.5 : 0.35) * sure
    const unit = id === localUnit ? place?.township : id
    if (!unit || duties.has(unit)) return
    const reason = id === localUnit ? `${place?.name ?? ''}的属地，${leaf.name}由属地${role}` : `${leaf.name}的${role}单位`
    duties.set(unit, { unit, confidence, reason })
  })
  return [...duties.values()]
}

/** Words share in a guess as far as training found them right, and less where the text is like nothing they were trained on. */
function createPastFinder({ cases, classifier, share, view }: LearntUnits, units: ReadonlyMap<string, Unit>): Past {
  const lookBack = createHistory(cases)
  const classify = classifier && createClassifier(classifier)
  const nameOf = (unit: string): string => units.get(unit)?.name ?? unit
  return (reading, category, place, byDuty) => {
    const township = place?.township ?? null
    const duties = new Map(byDuty.map((guess) => [guess.unit, guess]))
    const belief = new Map(byDuty.map(({ unit, confidence }) => [unit, confidence]))
    const guesses = new Map(lookBack(category.code, township, belief).map((past): [string, UnitGuess] => {
      const reason = (!past.byCases && duties.get(past.unit)?.reason) || tellPast(past, nameOf, category, township)
      return [past.unit, { unit: past.unit, confidence: past.confidence, reason }]
    }))
    if (!classifier || !classify) return [...guesses.values()]
    const { probabilities, none } = classify(view(reading.body))
    const part = share * (1 - none)
    for (const guess of guesses.values()) guess.confidence *= 1 - part
    classifier.labels.forEach((unit, label) => {
      const confidence = part * (probabilities[label] as number)
      const before = guesses.get(unit)
      if (!before && confidence < leastByPast) return
      const reason = before && before.confidence >= confidence ? before.reason : `与以往由${nameOf(unit)}承办的诉求相近`
      guesses.set(unit, { unit, confidence: confidence + (before?.confidence ?? 0), reason })
    })
    return [...guesses.values()].filter(({ confidence }) => confidence >= leastByPast)
  }
}

function tellPast({ unit, times, of, local }: PastShare, nameOf: (unit: string) => string, category: CategoryGuess, township: string | null): string {
  const where = local && township !== null ? nameOf(township) : ''
  return `以往${where}${category.code === null ? '诉求' : '同类诉求'}${times * 2 >= of ? '多' : '曾'}由${nameOf(unit)}承办（${of}件中${times}件）`
}
