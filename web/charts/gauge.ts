/**
 * What was seen against the band that was to be expected, as lengths on one line: the picture of a row of trends.
 *
 * The line begins at nothing and ends at whichever is more, what was seen or the band's upper end; so every row has a scale of
 * its own, and shows how far past the band it is, not how much it is beside other rows. CSS draws it, as there are hundreds.
 */

/** All in percent of the line's length. */
export interface Gauge {
  /** Where the band begins and ends. */
  from: number
  to: number
  seen: number
}

export function drawGauge({ seen, low, high }: { seen: number; low: number; high: number }): Gauge {
  const end = Math.max(seen, high, 1)
  const percent = (count: number): number => Math.round((Math.max(0, count) / end) * 10_000) / 100
  return { from: percent(Math.min(low, high)), to: percent(high), seen: percent(seen) }
}
