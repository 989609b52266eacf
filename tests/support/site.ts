/** A web site of one function on a free port of this machine, which notes what it is asked for. */
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface TestSite {
  /** 127.0.0.1:40123. */
  host: string
  /** Paths in the order in which they were asked for. */
  asked: string[]
  close(): void
}

export async function startSite(answer: RequestListener): Promise<TestSite> {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(request.url ?? '')
    answer(request, response)
  })
  server.on('upgrade', (request) => { asked.push(`upgrade ${request.url ?? ''}`) })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    asked, host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
