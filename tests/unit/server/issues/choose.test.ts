import { describe, expect, test } from 'vitest'
import background from '../../../../server/issues/background.json' with { type: 'json' }
import { bestIssue } from '../../../../server/issues/choose.ts'
import { featureCount, featureNames } from '../../../../server/issues/features.ts'
import { Matcher, type Candidate } from '../../../../server/issues/matcher.ts'
import topicTable from '../../../../server/issues/topics.json' with { type: 'json' }
import { Topics } from '../../../../server/issues/topics.ts'

const matcher = new Matcher(background, new Topics(topicTable))
const told = featureNames.indexOf('titleCosine')
const missing = -2
let postings = 0

/** A shelved posting of an issue, which the pair model gives these log-odds. */
function candidate(issue: number, logit: number, said: Partial<Record<(typeof featureNames)[number], number>> = {}): Candidate {
  const digest = matcher.read({ title: `${issue}号楼漏水`, text: '', place: null, category: null })
  const features = new Float64Array(featureCount)
  for (const [name, value] of Object.entries(said)) features[featureNames.findIndex((other) => other === name)] = value
  features[told] = logit
  return { slot: matcher.keep(digest, postings++, issue, 0), features }
}
const choose = (...near: Candidate[]) => bestIssue(near, matcher, (features) => features[told] as number, missing)

describe('the issue that a posting belongs to', () => {
  test('is none without candidates', () => {
    expect(choose()).toBeNull()
  })

  test('is asked through its likeliest three members, however many say no', () => {
    const best = choose(candidate(1, 3), candidate(1, -9), candidate(1, 1), candidate(1, 2), candidate(1, -9))
    expect(best?.score).toBeCloseTo(2, 10)
    expect(best?.nearest.features[told]).toBe(3)
  })

  test('is doubted when a single posting speaks for it', () => {
    expect(choose(candidate(1, 3))?.score).toBeCloseTo((3 + missing) / 2, 10)
    expect(choose(candidate(1, 3), candidate(2, 2), candidate(2, 2))?.issue).toBe(2)
  })

  test('is the one of the likelier member, found first, when two are equally likely', () => {
    expect(choose(candidate(5, 1), candidate(4, 1))?.issue).toBe(5)
  })

  test('is never one whose text was copied for another place', () => {
    const copy = candidate(1, 9, { cosine: 0.8, placeAgrees: -1, newPlaceInOld: 0, oldPlaceInNew: 0 })
    expect(choose(copy, candidate(2, -3))?.issue).toBe(2)
  })
})
