/** Trends: how a window is measured against expectation, how the rhythm of the week is learnt, and what stands out of it. */
export { measure, type Window } from './measure.ts'
export { flatRhythm, learnRhythm, weightAt } from './rhythm.ts'
export { createWatch, type Sighting, type Watch } from './watch.ts'
