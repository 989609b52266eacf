/** Chromium for tests that look at pages: the one of CHROMIUM_PATH, else the first on PATH. */
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { launch } from 'puppeteer-core'
import type { Browser } from 'puppeteer-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** @throws Error saying what to set, when there is none. */
export function findChromium(env: NodeJS.ProcessEnv = process.env): string {
  const candidates = [
    ...(env.CHROMIUM_PATH ? [env.CHROMIUM_PATH] : []),
    ...(env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name))),
  ]
  const found = candidates.find(isExecutable)
  if (found === undefined) throw new Error('No Chromium found: install one, or set CHROMIUM_PATH.')
  return found
}

/** As root Chromium cannot have its sandbox; as anybody else it keeps it. */
export const startChromium = (): Promise<Browser> =>
  launch({
    executablePath: findChromium(),
    args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-dev-shm-usage', '--hide-scrollbars', '--disable-gpu'],
  })

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
