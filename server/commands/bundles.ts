/** `npm run bundles -- DIR`: takes the bundles of a folder once, in whatever order they are, and says what is missing and what is bad. */
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { countNumbers, type NumberRange } from '../../shared/bundle-view.ts'
import { systemClock } from '../../shared/clock.ts'
import { Fatal } from '../../shared/errors.ts'
import { readTrustedKeys } from '../../shared/node/bundle/keys.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate } from '../../shared/node/postgres.ts'
import { readBundleState } from '../archive/bundles.ts'
import { openFolder } from '../bundles/folder.ts'
import { runCommand } from './run.ts'

const help = `npm run bundles -- DIR

Takes every *.tinghu file in DIR (or DIR/outbox, where there is one), as often as wanted: a bundle counts once. Nothing in DIR is
moved or deleted; what was taken may be. BUNDLE_KEYS must name the public key of whoever made them. Ends with 1 when a bundle is
missing or was refused.`

/** A gap may be as wide as a number can be high; so many of its numbers are named one by one. */
const mostNamed = 1_000

await runCommand(async ({ config, services, say }) => {
  const [given] = process.argv.slice(2)
  if (!given || given === '--help') throw new Fatal(help)
  const keys = readTrustedKeys(config.BUNDLE_KEYS)
  const district = config.DISTRICT
  const db = connectPostgres(services.databaseUrl, { max: 2 })
  try {
    await migrate(db, createLog('bundles', config.LOG_LEVEL))
    // Where the command was given, not where npm runs it; of a crawlers' folder, its outbox.
    const named = resolve(process.env.INIT_CWD ?? '.', given)
    const folder = existsSync(join(named, 'outbox')) ? join(named, 'outbox') : named
    const { taken, again, postings, added, changed, same, bad } = await openFolder({ db, district, folder, keys, clock: systemClock, patienceMs: 0 })()
    const { streams } = await readBundleState(db, district, systemClock.now())
    const missing = streams.filter((stream) => stream.missing.length > 0)
      .map(({ stream, missing: ranges }) => ({ stream, numbers: nameNumbers(ranges), count: countNumbers(ranges) }))
    say(`已收 ${taken} 个数据包，重复 ${again} 个；这些文件可以删除。`)
    for (const { stream, numbers, count } of missing) say(`数据流 ${stream} 缺 ${count} 个：${numbers.slice(0, 20).join('、')}`)
    for (const { file, reason } of bad) say(`${file}：${reason}`)
    if (missing.length + bad.length > 0) process.exitCode = 1
    return { taken, again, postings, added, changed, same, missing, bad }
  } finally {
    await db.end()
  }
})

function nameNumbers(ranges: readonly NumberRange[]): number[] {
  const numbers: number[] = []
  for (const [from, to] of ranges) for (let number = from; number <= to && numbers.length < mostNamed; number++) numbers.push(number)
  return numbers
}
