/**
 * `npm run source -- try URL [--private]`: looks at an address as the console does, and writes what it would propose as one line of
 * JSON (a TryAnswer) on stdout; what is being asked for is told on stderr. Ends with 1 when nothing can be proposed.
 */
import { parseArgs } from 'node:util'
import { systemClock } from '../../shared/clock.ts'
import { Fatal, messageOf } from '../../shared/errors.ts'
import { openBrowser } from '../../shared/node/browser.ts'
import { readConfig } from '../../shared/node/config.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { openHttp } from '../../shared/node/http/fetch.ts'
import { userAgentFor } from '../polite.ts'
import { tryAddress } from '../try.ts'

const usage = 'npm run source -- try URL [--private]\n  --private  the address may be on this machine or the private network'
const say = (line: string): void => { process.stderr.write(`${line}\n`) }

try {
  const { positionals: [command, url, ...more], values } = parseArgs({ allowPositionals: true, options: { private: { type: 'boolean', default: false } } })
  if (command !== 'try' || url === undefined || more.length > 0) throw new Fatal(usage)
  process.exitCode = await lookAt(url, values.private) ? 0 : 1
} catch (error) {
  say(messageOf(error))
  process.exitCode = 2
}

/** @param mayBeInside only the host of the address itself, never where it leads. @returns whether anything can be proposed. */
async function lookAt(url: string, mayBeInside: boolean): Promise<boolean> {
  const config = readConfig()
  const { region, plans, profile } = loadDistrict(config.DISTRICT)
  const clock = systemClock
  const http = openHttp({ userAgent: userAgentFor(config.CRAWLER_CONTACT), clock })
  const browser = openBrowser({ chromiumPath: config.CHROMIUM_PATH, http, clock })
  const stopping = new AbortController()
  process.once('SIGINT', () => { stopping.abort() })
  try {
    const answer = await tryAddress(url, {
      http, browse: (address, options) => browser.fetch(address, options), clock, signal: stopping.signal,
      watch: { names: region.strong, plans }, districtNames: [profile.name, ...region.strong],
      privateHosts: mayBeInside && URL.canParse(url) ? [new URL(url).host] : [],
      onRequest: (address) => { say(`读取 ${address}`) },
    })
    process.stdout.write(`${JSON.stringify(answer)}\n`)
    for (const { title, source, because, warning, sample } of answer.proposals) say(`${title}（${source.adapter}）${source.name}：${because}；样例 ${sample.length} 条${warning ? `；注意：${warning}` : ''}`)
    if (answer.refusal !== null) say(answer.refusal)
    return answer.proposals.length > 0
  } finally {
    await Promise.allSettled([browser.close(), http.close()])
  }
}
