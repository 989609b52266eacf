/** `npm run -s figures -- --period 2018 [--by unit]`: prints the indicators of a period with their basis as one line of JSON. */
import { parseArgs } from 'node:util'
import { systemClock } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import { figureKeys, type FigureKey } from '../../shared/figures.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createLog } from '../../shared/node/log.ts'
import { connectPostgres, migrate } from '../../shared/node/postgres.ts'
import { readFigures } from '../archive/figures.ts'
import { parsePeriod } from '../figures/period.ts'
import { runOnDatabase } from './run.ts'

const help = `用法：npm run -s figures -- --period 统计期 [--by 分组]

  --period  2018、2018-03、2018-Q1、2018-H1、2018-01-05 或 2018-01-05..2018-01-11（北京时间整日，首尾都含）
  --by      ${figureKeys.join('、')}

指标连同口径、同比、环比以一行 JSON 输出。`

const isKey = (text: string): text is FigureKey => figureKeys.some((key) => key === text)

if (process.argv.includes('--help')) process.stdout.write(`${help}\n`)
else {
  await runOnDatabase(async ({ config, databaseUrl }) => {
    const { period, by } = readArguments()
    const pack = loadDistrict(config.DISTRICT)
    const db = connectPostgres(databaseUrl, { max: 4 })
    try {
      await migrate(db, createLog('figures', 'warn'))
      return await readFigures(db, pack, { period, by, now: systemClock.now() })
    } finally {
      await db.end()
    }
  })
}

/** @throws GiveUp that says what to write. */
function readArguments(): { period: string; by: FigureKey | null } {
  const { values: { period, by = null } } = parseArgs({ options: { period: { type: 'string' }, by: { type: 'string' } } })
  if (period === undefined) throw new GiveUp(help)
  parsePeriod(period)
  if (by !== null && !isKey(by)) throw new GiveUp(`不能按“${by}”分组，可用：${figureKeys.join('、')}`)
  return { period, by }
}
