/** Compares a new posting with an earlier one: the few numbers from which the pair model tells whether they are the same matter. */
import { bucketIn, damped, inTitle, isTitlePlace, longestDigest, oftenIn, type Digest } from './digest.ts'
import type { Norms, Setting, Shelf, Slot } from './shelf.ts'
import { SmallIndex } from './small-index.ts'
import type { Rarity } from './terms.ts'

/** In the order of the feature vector; a model names those it was trained on and is refused if they differ. */
export const featureNames = [
  'cosine', 'titleCosine', 'newTitleInOld', 'oldTitleInNew', 'shapeCosine', 'longestShared', 'allShared', 'restCosine', 'restTitle',
  'rarestTitled', 'sharedRarity', 'shorter', 'longer', 'titleShared', 'ratioToBest', 'rank', 'rarestShape', 'secondShared',
  'newPlaceInOld', 'oldPlaceInNew', 'contrast', 'toOtherIssue', 'toNeighbours', 'titleContrast', 'placeAgrees', 'categoryAgrees',
] as const
export type FeatureName = (typeof featureNames)[number]
export const featureCount = featureNames.length

/** A shared string: where it starts in the new posting's sequence, its grams, and how rare they are together. */
export interface SharedRun {
  start: number
  length: number
  weight: number
}

/** Longest shared string that can be a place; a longer one is copied text, and what follows its beginning is not taken out. */
const longestPlace = 8
/** Stands for “found half” when a title names no place: it speaks neither for nor against. */
const noPlace = 0.5

/**
 * Holds one new posting (`load`) and compares earlier ones with it (`compare`), in time linear in the earlier one's length.
 * Cosines are of (1 + ln tf) · idf; shared strings are runs of grams that stand in both in the same order. A string that
 * occurs twice in the new posting is followed from its first place only, so that a run may come out shorter than it is.
 */
export class Comparer {
  /** Where each gram of the loaded posting stands in the arrays below. */
  readonly #local = new SmallIndex()
  readonly #localShapes = new SmallIndex()
  #digest: Digest | null = null
  #setting: Setting = { place: null, category: null }
  readonly #idf = new Float64Array(longestDigest)
  readonly #damped = new Float64Array(longestDigest)
  readonly #titled = new Uint8Array(longestDigest)
  readonly #position = new Int32Array(longestDigest)
  readonly #shapeIdf = new Float64Array(longestDigest * 3)
  /** Of the posting compared last: how often (damped) it holds each gram of the loaded one, and whether in its title. */
  readonly #theirs = new Float64Array(longestDigest)
  readonly #theirTitle = new Uint8Array(longestDigest)
  norms: Norms = [0, 0, 0, 0, 0, 0]
  readonly #rarity: Rarity

  constructor(rarity: Rarity) {
    this.#rarity = rarity
  }

  /** Weight of the loaded posting's i-th gram: (1 + ln tf) · idf. */
  weight(i: number): number {
    return (this.#damped[i] as number) * (this.#idf[i] as number)
  }

  load(digest: Digest, setting: Setting): void {
    this.#setting = setting
    this.#local.clear()
    this.#localShapes.clear()
    this.#digest = digest
    const count = digest.terms.length
    let main = 0
    let title = 0
    let titleRarity = 0
    for (let i = 0; i < count; i++) {
      const packed = digest.terms[i] as number
      const bucket = bucketIn(packed)
      const idf = this.#rarity.of(bucket)
      const often = damped[oftenIn(packed)] as number
      this.#local.put(bucket, i)
      this.#idf[i] = idf
      this.#damped[i] = often
      main += (often * idf) ** 2
      this.#titled[i] = inTitle(packed) ? 1 : 0
      if (inTitle(packed)) {
        title += idf * idf
        titleRarity += idf
      }
    }
    for (let i = digest.sequence.length - 1; i >= 0; i--) {
      const bucket = digest.sequence[i] as number
      if (bucket >= 0) this.#position[this.#local.get(bucket)] = i
    }
    let shapes = 0
    let titlePlaces = 0
    for (let i = 0; i < digest.shapes.length; i++) {
      const packed = digest.shapes[i] as number
      const idf = this.#rarity.of(bucketIn(packed))
      this.#localShapes.put(bucketIn(packed), i)
      this.#shapeIdf[i] = idf
      if (isTitlePlace(packed)) titlePlaces += idf
      shapes += idf * idf
    }
    this.norms = [Math.sqrt(main), Math.sqrt(title), Math.sqrt(shapes), titleRarity, titlePlaces, 0]
  }

  /**
   * Writes the features of (loaded posting, `slot`) into `into`, but for those that depend on the other candidates.
   * False when the cosine is below `least`: then nothing else is computed.
   */
  compare(shelf: Shelf, slot: Slot, least: number, into: Float64Array): boolean {
    const digest = this.#digest as Digest
    const terms = shelf.terms(slot)
    this.#theirs.fill(0, 0, digest.terms.length)
    this.#theirTitle.fill(0, 0, digest.terms.length)
    let dot = 0
    let titleDot = 0
    let oldTitleIn = 0
    let newTitleIn = 0
    let rarest = 0
    let shared = 0
    for (let i = 0; i < terms.length; i++) {
      const packed = terms[i] as number
      const at = this.#local.get(bucketIn(packed))
      if (at < 0) continue
      const idf = this.#idf[at] as number
      const often = damped[oftenIn(packed)] as number
      this.#theirs[at] = often
      dot += (this.#damped[at] as number) * often * idf * idf
      shared += idf
      const ours = this.#titled[at] === 1
      const their = inTitle(packed)
      if (their) {
        this.#theirTitle[at] = 1
        oldTitleIn += idf
        if (ours) titleDot += idf * idf
      }
      if (ours) newTitleIn += idf
      if ((ours || their) && idf > rarest) rarest = idf
    }
    const [main, title, shapeNorm, titleRarity, titlePlaces] = this.norms
    const theirMain = shelf.norm(slot, 0)
    if (ratio(dot, main * theirMain) < least) return false
    const theirTitle = shelf.norm(slot, 1)
    const runs = this.#runs(shelf.sequence(slot), digest, shelf.titleEnd(slot))
    let placeDot = 0
    let placeOurs = 0
    let placeTheirs = 0
    let placeTitleDot = 0
    let placeTitleOurs = 0
    let placeTitleTheirs = 0
    const end = runs.best.start + Math.min(runs.best.length, longestPlace)
    for (let i = runs.best.start; i < end; i++) {
      const at = this.#local.get(digest.sequence[i] as number)
      const square = (this.#idf[at] as number) ** 2
      const ours = this.#damped[at] as number
      const theirs = this.#theirs[at] as number
      placeDot += ours * theirs * square
      placeOurs += ours * ours * square
      placeTheirs += theirs * theirs * square
      if (this.#titled[at] === 1) placeTitleOurs += square
      if (this.#theirTitle[at] === 1) placeTitleTheirs += square
      if (this.#titled[at] === 1 && this.#theirTitle[at] === 1) placeTitleDot += square
    }
    let shapeDot = 0
    let rarestShape = 0
    let newPlaces = 0
    let oldPlaces = 0
    for (const packed of shelf.shapes(slot)) {
      const at = this.#localShapes.get(bucketIn(packed))
      if (at < 0) continue
      if (isTitlePlace(packed)) oldPlaces += this.#shapeIdf[at] as number
      if (isTitlePlace(digest.shapes[at] as number)) newPlaces += this.#shapeIdf[at] as number
      const idf = this.#shapeIdf[at] as number
      shapeDot += idf * idf
      if (idf > rarestShape) rarestShape = idf
    }
    const ownSize = digest.terms.length + 1
    into[0] = ratio(dot, main * theirMain)
    into[1] = ratio(titleDot, title * theirTitle)
    into[2] = ratio(newTitleIn, titleRarity)
    into[3] = ratio(oldTitleIn, shelf.norm(slot, 3))
    into[4] = ratio(shapeDot, shapeNorm * shelf.norm(slot, 2))
    into[5] = Math.log1p(runs.best.weight)
    into[6] = Math.log1p(runs.all)
    into[7] = ratio(dot - placeDot, Math.sqrt(Math.max(0, main * main - placeOurs) * Math.max(0, theirMain * theirMain - placeTheirs)))
    into[8] = ratio(titleDot - placeTitleDot,
      Math.sqrt(Math.max(0, title * title - placeTitleOurs) * Math.max(0, theirTitle * theirTitle - placeTitleTheirs)))
    into[9] = rarest
    into[10] = Math.log1p(shared)
    into[11] = Math.log(Math.min(ownSize, terms.length + 1))
    into[12] = Math.log(Math.max(ownSize, terms.length + 1))
    into[13] = Math.log1p(runs.titled)
    into[16] = rarestShape
    into[17] = Math.log1p(runs.second)
    into[18] = titlePlaces > 0 ? ratio(newPlaces, titlePlaces) : noPlace
    into[19] = shelf.norm(slot, 4) > 0 ? ratio(oldPlaces, shelf.norm(slot, 4)) : noPlace
    into[24] = agreement(this.#setting.place, shelf.place[slot] ?? null)
    into[25] = agreement(this.#setting.category, shelf.category[slot] ?? null)
    return true
  }

  /** The strings that the loaded posting and `slot` share, the rarest first: what a person is shown as the reason. */
  sharedRuns(shelf: Shelf, slot: Slot): SharedRun[] {
    const found: SharedRun[] = []
    this.#runs(shelf.sequence(slot), this.#digest as Digest, shelf.titleEnd(slot), found)
    return found.sort((a, b) => b.weight - a.weight)
  }

  #runs(theirs: Int32Array, digest: Digest, theirTitleEnd: number, found?: SharedRun[]) {
    const ours = digest.sequence
    const best: SharedRun = { start: 0, length: 0, weight: 0 }
    let second = 0
    let all = 0
    let titled = 0
    let start = 0
    let length = 0
    let weight = 0
    for (let i = 0; i <= theirs.length; i++) {
      const bucket = i < theirs.length ? (theirs[i] as number) : -1
      if (length > 0 && bucket >= 0 && ours[start + length] === bucket) {
        weight += this.#idf[this.#local.get(bucket)] as number
        length++
        continue
      }
      if (length > 0) {
        if (length > 1) all += weight
        if (weight > best.weight) {
          second = best.weight
          best.start = start
          best.length = length
          best.weight = weight
        } else if (weight > second && start !== best.start) second = weight
        if (weight > titled && i - length < theirTitleEnd && start < digest.titleEnd) titled = weight
        if (found && length > 1) found.push({ start, length, weight })
        length = 0
      }
      const at = bucket < 0 ? -1 : this.#local.get(bucket)
      if (at < 0) continue
      start = this.#position[at] as number
      length = 1
      weight = this.#idf[at] as number
    }
    return { best, second, all, titled }
  }
}

/** Bounded to 0–1.2: a stored norm may be older than today's rarities, which moves a cosine a little over 1. */
function ratio(part: number, whole: number): number {
  return whole > 1e-9 ? Math.min(1.2, Math.max(0, part / whole)) : 0
}

/** 1 = the same, or one is the longer name of the other; −1 = both known and different; 0 = not known. */
export function agreement(ours: string | null, theirs: string | null): number {
  if (ours === null || theirs === null) return 0
  return ours.includes(theirs) || theirs.includes(ours) ? 1 : -1
}
