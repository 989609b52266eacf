/** The best assignment overall: who gets what, so that the sum of what each pair is worth is the greatest. */

/**
 * Hungarian method with potentials, O(rows² · columns). Pairs that are worth 0 or less are never made.
 * @param worth by row and column; all rows are equally long.
 * @returns for each row its column, or −1.
 */
export function assign(worth: readonly (readonly number[])[]): number[] {
  const rows = worth.length
  const given = worth[0]?.length ?? 0
  // A column of one's own that is worth nothing stands for going without.
  const columns = given + rows
  const cost = (row: number, column: number): number => (column < given ? -Math.max(0, worth[row]?.[column] ?? 0) : 0)
  const rowPotential = new Float64Array(rows + 1)
  const columnPotential = new Float64Array(columns + 1)
  const holder = new Int32Array(columns + 1)
  const cameFrom = new Int32Array(columns + 1)
  for (let row = 1; row <= rows; row++) {
    holder[0] = row
    let column = 0
    const least = new Float64Array(columns + 1).fill(Infinity)
    const used = new Uint8Array(columns + 1)
    do {
      used[column] = 1
      const current = holder[column] as number
      let delta = Infinity
      let next = 0
      for (let at = 1; at <= columns; at++) {
        if (used[at]) continue
        const reduced = cost(current - 1, at - 1) - (rowPotential[current] as number) - (columnPotential[at] as number)
        if (reduced < (least[at] as number)) [least[at], cameFrom[at]] = [reduced, column]
        if ((least[at] as number) < delta) [delta, next] = [least[at] as number, at]
      }
      for (let at = 0; at <= columns; at++) {
        if (used[at]) {
          const held = holder[at] as number
          rowPotential[held] = (rowPotential[held] as number) + delta
          columnPotential[at] = (columnPotential[at] as number) - delta
        } else least[at] = (least[at] as number) - delta
      }
      column = next
    } while (holder[column] !== 0)
    for (; column !== 0; column = cameFrom[column] as number) holder[column] = holder[cameFrom[column] as number] as number
  }
  const chosen = worth.map(() => -1)
  for (let at = 1; at <= given; at++) {
    const row = (holder[at] as number) - 1
    if (row >= 0 && (worth[row]?.[at - 1] ?? 0) > 0) chosen[row] = at - 1
  }
  return chosen
}
