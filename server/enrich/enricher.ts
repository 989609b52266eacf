/** Enriches a posting: what it asks for, what it is about, who must act, where, how urgent, and whether it counts. */
import type { DistrictPack } from '../../shared/district.ts'
import type { Enrichment, Posting } from '../../shared/posting.ts'
import { createCategoriser } from './category.ts'
import { createLearntPurpose } from './classify/purpose.ts'
import type { TrainedModel } from './classify/trained.ts'
import { createViewer } from './classify/views.ts'
import { createCounter } from './count.ts'
import { createPlaceFinder } from './place.ts'
import { createPlanMatcher } from './plan.ts'
import { createPurposeReader } from './purpose.ts'
import { readPosting } from './reading.ts'
import type { Segmenter } from './reading.ts'
import { createRegisteredCategory } from './registered.ts'
import { createRelevanceJudge } from './relevance.ts'
import { createSentimentReader } from './sentiment.ts'
import { createUnitFinder } from './unit.ts'
import { createUrgencyReader } from './urgency.ts'

export type { Segmenter } from './reading.ts'

export interface Enricher {
  /** What the line knows of a posting from its own words; the same posting gives the same answer, and no text makes it throw. */
  enrich(posting: Posting): Enrichment
}

/**
 * Compiles the pack's words once; `enrich` then reads each text a fixed number of times, however large the pack.
 * @param findTrained the model to use, asked for at every posting; null = the pack's own words serve.
 */
export function createEnricher(pack: DistrictPack, segmenter: Segmenter, findTrained: () => TrainedModel | null = () => null): Enricher {
  const readPurpose = createPurposeReader()
  const findPlaces = createPlaceFinder(pack)
  const readSentiment = createSentimentReader()
  const readUrgency = createUrgencyReader()
  const judgeRelevance = createRelevanceJudge(pack)
  const matchPlans = createPlanMatcher(pack)
  const count = createCounter(pack)
  const settle = createRegisteredCategory(pack.taxonomy)
  let learnt = compile(pack, findTrained())

  return {
    enrich(posting) {
      const trained = findTrained()
      if (trained !== learnt.trained) learnt = compile(pack, trained)
      const reading = readPosting(posting, segmenter)
      const guess = () => learnt.categorise(reading)
      const registered = posting.workOrder?.category
      const category = registered ? settle(registered, guess, reading) : guess()
      const { guess: place, named } = findPlaces(reading)
      const sentiment = readSentiment(reading)
      const purpose = learnt.readPurpose?.(posting, reading) ?? readPurpose(posting, reading, category, sentiment)
      const plans = matchPlans(reading, posting)
      return {
        purpose,
        category,
        units: learnt.findUnits(posting, reading, category, place),
        place,
        sentiment,
        urgency: readUrgency(reading),
        plans,
        maskedTitle: reading.maskedTitle,
        maskedText: reading.maskedText,
        ...count(posting, { category, purpose, plans }, () => judgeRelevance(reading, named)),
      }
    },
  }
}

/** What works from the pack alone, and better with a trained model. */
function compile(pack: DistrictPack, trained: TrainedModel | null) {
  if (!trained) return { trained, categorise: createCategoriser(pack.taxonomy), findUnits: createUnitFinder(pack), readPurpose: null }
  const { category, units, purpose, space } = trained
  const view = createViewer(space)
  return {
    trained,
    categorise: createCategoriser(pack.taxonomy, category && { ...category, view }),
    findUnits: createUnitFinder(pack, units && { ...units, view }),
    readPurpose: purpose && createLearntPurpose(purpose, view),
  }
}
