/** Serves the plain lists of tests/fixtures/lists over real HTTP, and counts what is asked for. */
import { readFileSync, readdirSync, existsSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'

export const listPages = join(import.meta.dirname, '../fixtures/lists')

export interface ListTruth {
  kind: 'letter' | 'news'
  /** Whether a link leads to a second page. */
  next: boolean
  rows: { title: string; time: string; path: string }[]
  details: Record<string, { title: string; time: string; author: string; text: string; reply: { text: string; unit: string; time: string } | null }>
}

export const listNames = readdirSync(listPages)
export const truthOf = (name: string): ListTruth => JSON.parse(readFileSync(join(listPages, name, 'truth.json'), 'utf8')) as ListTruth

/** The stored page of an address below a list's folder; null where there is none. */
export function storedPage(path: string): Buffer | null {
  const [name = '', ...rest] = path.replace(/^\//, '').split('/')
  const file = rest.join('/').replace('?', '@')
  const found = [file === '' ? 'index.html' : file, `${file}.html`].map((each) => join(listPages, name, each)).find((each) => !each.endsWith('/') && existsSync(each))
  return found ? readFileSync(found) : null
}

export type Answers = (request: IncomingMessage) => { status?: number; type?: string; location?: string; body?: string | Buffer } | null

/** A site on this machine; what `answers` does not know is looked for among the lists. */
export async function openListSite(answers: Answers = () => null) {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    const own = answers(request)
    const body = own ? own.body ?? '' : storedPage(request.url ?? '/')
    response.writeHead(own ? own.status ?? 200 : body ? 200 : 404, { 'content-type': own?.type ?? 'text/html', ...(own?.location ? { location: own.location } : {}) })
    response.end(body ?? '')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    asked,
    async close() {
      server.closeAllConnections()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}
