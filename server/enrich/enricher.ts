/** Enriches a posting: what it asks for, what it is about, who must act, where, how urgent, and whether it counts. */
import type { DistrictPack } from '../../shared/district.ts'
import type { Enrichment, Posting } from '../../shared/posting.ts'
import { createCategoriser } from './category.ts'
import { createCounter } from './count.ts'
import { createPlaceFinder } from './place.ts'
import { createPurposeReader } from './purpose.ts'
import { readPosting } from './reading.ts'
import type { Segmenter } from './reading.ts'
import { createRelevanceJudge } from './relevance.ts'
import { createSentimentReader } from './sentiment.ts'
import { createUnitFinder } from './unit.ts'
import { createUrgencyReader } from './urgency.ts'

export type { Segmenter } from './reading.ts'

export interface Enricher {
  /**
   * What the line knows of a posting from its own words; the same posting gives the same answer, and no text makes it throw.
   * `words` is the segmentation of the masked and folded title, a line break, and the text: grouping need not cut again.
   */
  enrich(posting: Posting): Enrichment & { words: string[] }
}

/** Compiles the pack's words once; `enrich` then reads each text a fixed number of times, however large the pack. */
export function createEnricher(pack: DistrictPack, segmenter: Segmenter): Enricher {
  const readPurpose = createPurposeReader()
  const categorise = createCategoriser(pack.taxonomy)
  const findPlaces = createPlaceFinder(pack)
  const findUnits = createUnitFinder(pack)
  const readSentiment = createSentimentReader()
  const readUrgency = createUrgencyReader()
  const judgeRelevance = createRelevanceJudge(pack)
  const count = createCounter(pack)

  return {
    enrich(posting) {
      const reading = readPosting(posting, segmenter)
      const category = categorise(reading)
      const { guess: place, named } = findPlaces(reading)
      const sentiment = readSentiment(reading)
      return {
        purpose: readPurpose(posting, reading, category, sentiment),
        category,
        units: findUnits(posting, reading, category, place),
        place,
        sentiment,
        urgency: readUrgency(reading),
        maskedTitle: reading.maskedTitle,
        maskedText: reading.maskedText,
        ...count(posting, category, () => judgeRelevance(reading, named)),
        words: reading.words,
      }
    },
  }
}
