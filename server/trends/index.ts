/** Trends: how a window is measured against expectation, and how the rhythm of the week is learnt. */
export { measure, type Window } from './measure.ts'
export { flatRhythm, learnRhythm } from './rhythm.ts'
