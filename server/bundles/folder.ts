/** Takes what a folder holds, file by file; nothing in it is moved, changed or deleted. */
import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock, Instant } from '../../shared/clock.ts'
import { largestBundle } from '../../shared/node/bundle/format.ts'
import type { TrustedKeys } from '../../shared/node/bundle/keys.ts'
import type { Database } from '../../shared/node/postgres.ts'
import type { Recorded } from '../../shared/node/record.ts'
import { forgetFaults, noteFault, takeBundle, type Taken } from './take.ts'

/** What came of looking through the folder once. */
export interface Pass extends Recorded {
  taken: number
  again: number
  postings: number
  bad: { file: string; reason: string }[]
  /** Files that are still being copied. */
  unfinished: string[]
}

interface FolderParts {
  db: Database
  district: string
  folder: string
  keys: TrustedKeys
  clock: Clock
  /** Milliseconds for which an unfinished file may stay as it is before it is called bad. */
  patienceMs: number
  /** Ends a pass after the file at hand. */
  signal?: AbortSignal
}

/** A file is as it was when its size and time are. */
interface Seen {
  as: string
  since: Instant
  settled: boolean
}

/**
 * @returns a function that looks through the folder once and takes what is new since it did last, one file after another in the order of
 *   their names. @throws what folder or database throw; the next call goes on where it was.
 */
export function openFolder({ db, district, folder, keys, clock, patienceMs, signal }: FolderParts): () => Promise<Pass> {
  const seen = new Map<string, Seen>()
  let first = true

  async function take(name: string, size: number): Promise<Taken> {
    if (size <= largestBundle) return takeBundle(db, district, { name, bytes: await readFile(join(folder, name)) }, keys, clock.now())
    const reason = `文件超过 ${largestBundle >> 20} MB`
    await noteFault(db, district, name, reason, clock.now())
    return { outcome: 'bad', reason }
  }

  return async () => {
    const pass: Pass = { taken: 0, again: 0, postings: 0, added: 0, changed: 0, same: 0, bad: [], unfinished: [] }
    const names = (await readdir(folder)).filter((name) => name.endsWith('.tinghu')).sort()
    const there = new Set(names)
    if (first || [...seen.keys()].some((name) => !there.has(name))) await forgetFaults(db, district, names)
    first = false
    for (const name of seen.keys()) if (!there.has(name)) seen.delete(name)
    for (const name of names) {
      if (signal?.aborted) break
      const found = await stat(join(folder, name)).catch(() => null)
      if (!found?.isFile()) continue
      const as = `${found.size} ${found.mtimeMs}`
      const before = seen.get(name)
      const since = before?.as === as ? before.since : clock.now()
      if (before?.as === as && before.settled) continue
      const taken = await take(name, found.size)
      const patient = taken.outcome === 'unfinished' && clock.now() - since < patienceMs
      seen.set(name, { as, since, settled: !patient })
      if (taken.outcome === 'unfinished' && !patient) await noteFault(db, district, name, taken.reason, clock.now())
      note(pass, name, taken, patient)
    }
    return pass
  }
}

function note(pass: Pass, file: string, taken: Taken, patient: boolean): void {
  if (taken.outcome === 'again') pass.again++
  else if (taken.outcome === 'taken') {
    pass.taken++
    pass.postings += taken.postings
    pass.added += taken.recorded.added
    pass.changed += taken.recorded.changed
    pass.same += taken.recorded.same
  } else if (patient) pass.unfinished.push(file)
  else pass.bad.push({ file, reason: taken.reason })
}
