/** Scores guesses against what was right. */

export interface LabelScore {
  label: string
  precision: number
  recall: number
  f1: number
  /** Rows that are of it. */
  support: number
}

export interface ClassifyScore {
  /** The mean of the labels' F1, each label counting alike. */
  macroF1: number
  accuracy: number
  labels: LabelScore[]
  /** Rows of `label` guessed as `guess`, most often first. */
  confusions: { label: string; guess: string; times: number }[]
}

/** @param rows what was right and what was guessed; labels that were only guessed count with F1 0. */
export function scoreGuesses(rows: readonly { label: string; guess: string }[]): ClassifyScore {
  const labels = [...new Set(rows.flatMap(({ label, guess }) => [label, guess]))].sort()
  const pairs = new Map<string, { label: string; guess: string; times: number }>()
  for (const { label, guess } of rows) {
    const pair = pairs.get(`${label}\n${guess}`)
    if (pair) pair.times += 1
    else pairs.set(`${label}\n${guess}`, { label, guess, times: 1 })
  }
  const times = (is: (pair: { label: string; guess: string }) => boolean): number =>
    [...pairs.values()].reduce((sum, pair) => sum + (is(pair) ? pair.times : 0), 0)
  const scores = labels.map((label): LabelScore => {
    const right = times((pair) => pair.label === label && pair.guess === label)
    const guessed = times((pair) => pair.guess === label)
    const support = times((pair) => pair.label === label)
    return { label, precision: guessed === 0 ? 0 : right / guessed, recall: support === 0 ? 0 : right / support, f1: (2 * right) / (guessed + support), support }
  })
  return {
    macroF1: scores.reduce((sum, { f1 }) => sum + f1, 0) / Math.max(1, scores.length),
    accuracy: times(({ label, guess }) => label === guess) / Math.max(1, rows.length),
    labels: scores,
    confusions: [...pairs.values()].filter(({ label, guess }) => label !== guess).sort((a, b) => b.times - a.times),
  }
}

/** Expected calibration error: the mean distance between how sure and how often right, over ten bands of being sure. */
export function scoreCalibration(rows: readonly { sure: number; right: boolean }[]): number {
  const bands = Array.from({ length: 10 }, () => ({ sure: 0, right: 0 }))
  for (const { sure, right } of rows) {
    const band = bands[Math.min(9, Math.floor(sure * 10))] as { sure: number; right: number }
    band.sure += sure
    band.right += Number(right)
  }
  return bands.reduce((sum, band) => sum + Math.abs(band.sure - band.right), 0) / Math.max(1, rows.length)
}
