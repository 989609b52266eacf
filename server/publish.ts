/** Pushes what changed: sections that read as before are not sent again. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Alert } from '../shared/alert.ts'
import { second, type Instant } from '../shared/clock.ts'
import type { WallSections } from '../shared/wall.ts'
import type { LiveState } from './live-state/store.ts'
import type { Push } from './live/broadcast.ts'

const lua = readFileSync(join(import.meta.dirname, 'live-state/scripts/publish.lua'), 'utf8')

/** With nothing changed the time up to which all is true is still told so often (milliseconds). */
const quietFor = 2 * second

interface Scripted {
  publishSections(...args: (string | number)[]): Promise<number>
}

/** Makes the function that publishes; it remembers what was last said. */
export function createPublisher(live: LiveState): (asOf: Instant, sections: Partial<WallSections>, raised: Alert[]) => Promise<void> {
  const { redis, keys } = live
  redis.defineCommand('publishSections', { lua, numberOfKeys: 3 })
  const scripted = redis as unknown as Scripted
  const said = new Map<string, string>()
  let saidAt = -Infinity

  return async (asOf, sections, raised) => {
    const changed = Object.entries(sections).map(([name, value]) => [name, JSON.stringify(value)] as const).filter(([name, json]) => said.get(name) !== json)
    if (changed.length === 0 && raised.length === 0 && asOf - saidAt < quietFor) return
    const push: Push = { asOf, sections: Object.fromEntries(changed.map(([name]) => [name, sections[name as keyof WallSections]])) }
    if (raised.length > 0) push.raised = raised
    await scripted.publishSections(keys.version, keys.sections, keys.asOf, asOf, keys.live, JSON.stringify(push), ...changed.flat())
    for (const [name, json] of changed) said.set(name, json)
    saidAt = asOf
  }
}
