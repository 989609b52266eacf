/** A site on this machine that keeps a log of who asked for what, when, and what came of it. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface Entry {
  path: string
  from: number
  to: number
  status: number
  headers: IncomingMessage['headers']
}

export class LoggingSite {
  log: Entry[] = []
  answer: (path: string, response: ServerResponse, request: IncomingMessage) => void = (_path, response) => { response.writeHead(404).end() }
  readonly #server: Server = createServer((request, response) => {
    const entry: Entry = { path: request.url ?? '', from: Date.now(), to: Infinity, status: 0, headers: request.headers }
    this.log.push(entry)
    response.on('close', () => Object.assign(entry, { to: Date.now(), status: response.statusCode }))
    // A real site takes a while: what overlaps shows.
    setTimeout(() => { this.answer(entry.path, response, request) }, 15)
  })

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}
