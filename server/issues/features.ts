/** Compares a new posting with an earlier one: the few numbers from which the pair model tells whether they are the same matter. */
import { bucketIn, damped, inTitle, isTitlePlace, longestDigest, mostShapes, noGram, oftenIn, type Digest, type Digester } from './digest.ts'
import { followRuns, noRuns, type SharedRun } from './runs.ts'
import { views, type Setting, type Shelf, type Slot } from './shelf.ts'
import type { Rarity } from './terms.ts'
import { topicCosine, topicCount, type Topics } from './topics.ts'

/** In the order of the feature vector; a model names those it was trained on and is refused if they differ. */
export const featureNames = [
  'cosine', 'titleCosine', 'newTitleInOld', 'oldTitleInNew', 'shapeCosine', 'longestShared', 'allShared', 'restCosine', 'restTitle',
  'rarestTitled', 'sharedRarity', 'shorter', 'longer', 'titleShared', 'ratioToBest', 'rank', 'rarestShape', 'secondShared',
  'newPlaceInOld', 'oldPlaceInNew', 'contrast', 'toOtherIssue', 'toNeighbours', 'titleContrast', 'placeAgrees', 'categoryAgrees',
  'topicCosine',
] as const
export type FeatureName = (typeof featureNames)[number]
export const featureCount = featureNames.length

/** Longest shared string that can be a place; a longer one is copied text, and what follows its beginning is not taken out. */
const longestPlace = 8
/** Stands for “found half” when a title names no place: it speaks neither for nor against. */
const noPlace = 0.5

/**
 * Holds one new posting (`load`) and compares earlier ones with it (`compare`), in time linear in the earlier one's length.
 * Cosines are of (1 + ln tf) · idf; shared strings are the runs of runs.ts.
 */
export class Comparer {
  #digest: Digest | null = null
  #setting: Setting = { place: null, category: null }
  readonly #idf = new Float64Array(longestDigest)
  readonly #damped = new Float64Array(longestDigest)
  readonly #titled = new Uint8Array(longestDigest)
  readonly #position = new Int32Array(longestDigest)
  readonly #shapeIdf = new Float64Array(mostShapes)
  /** Of the posting compared last: for each of its grams which one of the loaded posting it is (−1 = none of them) … */
  readonly #ours = new Int32Array(longestDigest)
  /** … and for each gram of the loaded one that it holds, how often (damped), and whether in its title. */
  readonly #theirs = new Float64Array(longestDigest)
  readonly #theirTitle = new Uint8Array(longestDigest)
  readonly #runs = noRuns()
  /** Of the loaded posting, in the order of `views`; the nearest is not computed here. */
  readonly norms = new Float64Array(views)
  /** Of the loaded posting: where it lies among the topics. */
  readonly topics = new Float64Array(topicCount)
  readonly #rarity: Rarity
  readonly #topics: Topics
  readonly #digester: Digester

  /** @param digester made what is loaded: its indexes tell which gram of the loaded posting is which. */
  constructor(rarity: Rarity, topics: Topics, digester: Digester) {
    this.#rarity = rarity
    this.#topics = topics
    this.#digester = digester
  }

  /** Weight of the loaded posting's i-th gram: (1 + ln tf) · idf. */
  weight(i: number): number {
    return (this.#damped[i] as number) * (this.#idf[i] as number)
  }

  load(digest: Digest, setting: Setting): void {
    this.#setting = setting
    this.#digest = digest
    this.#topics.locate(digest, this.topics)
    this.#rarity.ofAll(digest.terms, digest.termCount, this.#idf)
    this.#rarity.ofAll(digest.shapes, digest.shapeCount, this.#shapeIdf)
    let main = 0
    let title = 0
    let titleRarity = 0
    for (let i = 0; i < digest.termCount; i++) {
      const packed = digest.terms[i] as number
      const idf = this.#idf[i] as number
      const often = damped[oftenIn(packed)] as number
      this.#damped[i] = often
      main += (often * idf) ** 2
      this.#titled[i] = inTitle(packed) ? 1 : 0
      if (inTitle(packed)) {
        title += idf * idf
        titleRarity += idf
      }
    }
    for (let i = digest.length - 1; i >= 0; i--) {
      const at = digest.sequence[i] as number
      if (at !== noGram) this.#position[at] = i
    }
    let shapes = 0
    let titlePlaces = 0
    for (let i = 0; i < digest.shapeCount; i++) {
      const idf = this.#shapeIdf[i] as number
      if (isTitlePlace(digest.shapes[i] as number)) titlePlaces += idf
      shapes += idf * idf
    }
    const { norms } = this
    norms[0] = Math.sqrt(main)
    norms[1] = Math.sqrt(title)
    norms[2] = Math.sqrt(shapes)
    norms[3] = titleRarity
    norms[4] = titlePlaces
  }

  /**
   * Writes the features of (loaded posting, `slot`) into `into`, but for those that depend on the other candidates.
   * False when the cosine is below `least`: then nothing else is computed.
   */
  compare(shelf: Shelf, slot: Slot, least: number, into: Float64Array): boolean {
    const digest = this.#digest as Digest
    const { grams, shapes } = this.#digester
    const other = shelf.open(slot)
    const { words, reals } = other.page
    const ours = this.#ours
    const theirs = this.#theirs
    const theirTitled = this.#theirTitle
    const titled = this.#titled
    const idfs = this.#idf
    const weights = this.#damped
    let dot = 0
    let titleDot = 0
    let oldTitleIn = 0
    let newTitleIn = 0
    let rarest = 0
    let shared = 0
    for (let i = 0; i < other.termCount; i++) {
      const packed = words[other.terms + i] as number
      const at = grams.get(bucketIn(packed))
      ours[i] = at
      if (at < 0) continue
      const idf = idfs[at] as number
      const often = damped[oftenIn(packed)] as number
      theirs[at] = often
      theirTitled[at] = inTitle(packed) ? 1 : 0
      dot += (weights[at] as number) * often * idf * idf
      shared += idf
      const our = titled[at] === 1
      const their = inTitle(packed)
      if (their) {
        oldTitleIn += idf
        if (our) titleDot += idf * idf
      }
      if (our) newTitleIn += idf
      if ((our || their) && idf > rarest) rarest = idf
    }
    const main = this.norms[0] as number
    const theirMain = reals[other.norms] as number
    if (ratio(dot, main * theirMain) < least) return false
    const title = this.norms[1] as number
    const theirTitle = reals[other.norms + 1] as number
    const titlePlaces = this.norms[4] as number
    const theirTitlePlaces = reals[other.norms + 4] as number
    const runs = this.#runs
    followRuns(digest, this.#position, this.#idf, other, ours, runs)
    let placeDot = 0
    let placeOurs = 0
    let placeTheirs = 0
    let placeTitleDot = 0
    let placeTitleOurs = 0
    let placeTitleTheirs = 0
    // Every gram of a run stands in both.
    const end = runs.start + Math.min(runs.length, longestPlace)
    for (let i = runs.start; i < end; i++) {
      const at = digest.sequence[i] as number
      const square = (idfs[at] as number) ** 2
      const our = weights[at] as number
      const their = theirs[at] as number
      placeDot += our * their * square
      placeOurs += our * our * square
      placeTheirs += their * their * square
      if (titled[at] === 1) placeTitleOurs += square
      if (theirTitled[at] === 1) placeTitleTheirs += square
      if (titled[at] === 1 && theirTitled[at] === 1) placeTitleDot += square
    }
    let shapeDot = 0
    let rarestShape = 0
    let newPlaces = 0
    let oldPlaces = 0
    for (let i = other.shapes; i < other.shapes + other.shapeCount; i++) {
      const packed = words[i] as number
      const at = shapes.get(bucketIn(packed))
      if (at < 0) continue
      if (isTitlePlace(packed)) oldPlaces += this.#shapeIdf[at] as number
      if (isTitlePlace(digest.shapes[at] as number)) newPlaces += this.#shapeIdf[at] as number
      const idf = this.#shapeIdf[at] as number
      shapeDot += idf * idf
      if (idf > rarestShape) rarestShape = idf
    }
    const ownSize = digest.termCount + 1
    into[0] = ratio(dot, main * theirMain)
    into[1] = ratio(titleDot, title * theirTitle)
    into[2] = ratio(newTitleIn, this.norms[3] as number)
    into[3] = ratio(oldTitleIn, reals[other.norms + 3] as number)
    into[4] = ratio(shapeDot, (this.norms[2] as number) * (reals[other.norms + 2] as number))
    into[5] = Math.log1p(runs.best)
    into[6] = Math.log1p(runs.all)
    into[7] = ratio(dot - placeDot, Math.sqrt(Math.max(0, main * main - placeOurs) * Math.max(0, theirMain * theirMain - placeTheirs)))
    into[8] = ratio(titleDot - placeTitleDot,
      Math.sqrt(Math.max(0, title * title - placeTitleOurs) * Math.max(0, theirTitle * theirTitle - placeTitleTheirs)))
    into[9] = rarest
    into[10] = Math.log1p(shared)
    into[11] = Math.log(Math.min(ownSize, other.termCount + 1))
    into[12] = Math.log(Math.max(ownSize, other.termCount + 1))
    into[13] = Math.log1p(runs.titled)
    into[16] = rarestShape
    into[17] = Math.log1p(runs.second)
    into[18] = titlePlaces > 0 ? ratio(newPlaces, titlePlaces) : noPlace
    into[19] = theirTitlePlaces > 0 ? ratio(oldPlaces, theirTitlePlaces) : noPlace
    into[24] = agreement(this.#setting.place, shelf.place(slot))
    into[25] = agreement(this.#setting.category, shelf.category(slot))
    into[26] = topicCosine(this.topics, words, other.topics)
    return true
  }

  /** The strings that the loaded posting and `slot` share, the rarest first: what a person is shown as the reason. */
  sharedRuns(shelf: Shelf, slot: Slot): SharedRun[] {
    const found: SharedRun[] = []
    const other = shelf.open(slot)
    for (let i = 0; i < other.termCount; i++) this.#ours[i] = this.#digester.grams.get(bucketIn(other.page.words[other.terms + i] as number))
    followRuns(this.#digest as Digest, this.#position, this.#idf, other, this.#ours, noRuns(), found)
    return found.sort((a, b) => b.weight - a.weight)
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
