/** Chromium for tests that look at pages: found and started as the product does it, the one from npm included. */
import type { Browser } from 'puppeteer-core'
import { launchBrowser } from '../../shared/node/browser.ts'

export const startChromium = (): Promise<Browser> => launchBrowser(process.env.CHROMIUM_PATH ?? null, {
  args: ['--hide-scrollbars', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
})
