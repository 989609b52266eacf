/** `npm run doctor`: says in one screen what was found, where, which version, and what is missing with the command that mends it. */
import { messageOf } from '../../shared/errors.ts'
import { readConfig, type Config } from '../../shared/node/config.ts'
import { layOut, type Finding } from './doctor/finding.ts'
import { lookAtDataFolder, lookAtDisk, lookAtPort } from './doctor/machine.ts'
import { lookAtChromium, lookAtFonts, lookAtNode, lookAtPackages } from './doctor/programs.ts'
import { lookAtPostgres, lookAtRedis } from './doctor/services.ts'
import { lookAtSettings, tabulateSettings } from './doctor/settings.ts'

if (process.argv.includes('--settings')) {
  process.stdout.write(`${tabulateSettings()}\n`)
} else {
  const findings = await examine(process.env)
  process.stdout.write(`${layOut(findings)}\n`)
  // Not process.exit: what was written to a pipe may still be on its way.
  process.exitCode = findings.some(({ state }) => state === 'missing') ? 1 : 0
}

/** Looks at everything; settings that cannot be used are a finding, and the rest is then looked at with the defaults. */
async function examine(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  let config: Config
  let settings: Finding
  try {
    config = readConfig(env)
    settings = lookAtSettings(env)
  } catch (error) {
    config = readConfig({})
    settings = { label: '设置', state: 'missing', text: messageOf(error) }
  }
  return [
    ...await Promise.all([
      lookAtNode(), lookAtPackages(), lookAtPostgres(config), lookAtRedis(config), lookAtChromium(config), lookAtFonts(),
      lookAtDataFolder(config), lookAtDisk(config), lookAtPort(config, 'PORT', '大屏端口'),
      ...(config.CRAWL ? [lookAtPort(config, 'TOWN_PORT', '演示小镇端口')] : []),
    ]),
    settings,
  ]
}
