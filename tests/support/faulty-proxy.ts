/** A proxy on this machine in front of a site on this machine, which spoils every answer in one of the ways that answers are spoilt. */
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'

export const faults = [
  'hang', 'reset', '503', '429', '418', '432', 'flaky', 'loop', 'tologin', 'empty200', 'gzip', 'br', 'badgzip', 'badbr', 'fakegzip', 'nocharset',
  'wrongcharset', 'badcharset', 'truncate', 'shortlength', 'slow', 'huge', 'json', 'pdf',
] as const
export type ProxyFault = (typeof faults)[number] | 'none'

interface Answer {
  status: number
  headers: Record<string, string>
  body: Buffer
}

/** What a fault does to an answer before it is sent whole. */
const spoil: Partial<Record<ProxyFault, (answer: Answer) => void>> = {
  gzip: (answer) => pack(answer, 'gzip', gzipSync(answer.body)),
  br: (answer) => pack(answer, 'br', brotliCompressSync(answer.body)),
  badgzip: (answer) => pack(answer, 'gzip', half(gzipSync(answer.body))),
  badbr: (answer) => pack(answer, 'br', half(brotliCompressSync(answer.body))),
  fakegzip: (answer) => pack(answer, 'gzip', answer.body),
  truncate: (answer) => { answer.body = half(answer.body) },
  nocharset: ({ headers }) => { headers['content-type'] = 'text/html' },
  wrongcharset: ({ headers }) => { headers['content-type'] = `text/html; charset=${/gbk/i.test(headers['content-type'] ?? '') ? 'utf-8' : 'gbk'}` },
  badcharset: ({ headers }) => { headers['content-type'] = 'text/html; charset=ISO-88509-1' },
  json: ({ headers }) => { headers['content-type'] = 'application/json' },
  pdf: ({ headers }) => { headers['content-type'] = 'application/pdf' },
}

function pack(answer: Answer, encoding: string, body: Buffer): void {
  answer.headers['content-encoding'] = encoding
  answer.body = body
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length >> 1)

export class FaultyProxy {
  fault: ProxyFault = 'none'
  /** Requests that came in. */
  asked: string[] = []
  #count = 0
  readonly #target: URL
  readonly #server: Server = createServer((incoming, response) => { void this.#answer(incoming, response).catch(() => response.destroy()) })

  constructor(target: string) {
    this.#target = new URL(target)
  }

  async open(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve))
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  async #answer(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = incoming.url ?? '/'
    this.asked.push(path)
    const { fault } = this
    if (fault === 'hang') return
    if (fault === 'reset') return void incoming.socket.destroy()
    if (fault === '503' || fault === '429') return void response.writeHead(Number(fault), { 'retry-after': '1' }).end('busy')
    if (fault === '418' || fault === '432') return void response.writeHead(Number(fault)).end()
    if (fault === 'flaky' && ++this.#count % 3 > 0) return void response.writeHead(502).end('bad gateway')
    if (fault === 'loop') return void response.writeHead(302, { location: path }).end()
    if (fault === 'tologin') return void response.writeHead(302, { location: '/member.php?mod=logging&action=login' }).end()
    if (fault === 'empty200') return void response.writeHead(200, { 'content-type': 'text/html' }).end()
    const answer = await this.#fetch(incoming, path)
    spoil[fault]?.(answer)
    const { status, headers, body } = answer
    if (fault === 'shortlength') return void response.writeHead(status, { ...headers, 'content-length': body.length }).write(half(body), () => setTimeout(() => response.destroy(), 50))
    if (fault === 'slow') return trickle(response.writeHead(status, headers), body)
    if (fault === 'huge') return flood(response.writeHead(status, headers), body)
    response.writeHead(status, headers).end(body)
  }

  #fetch(incoming: IncomingMessage, path: string): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const headers = { ...incoming.headers, 'host': this.#target.host, 'accept-encoding': 'identity' }
      const asked = request({ host: this.#target.hostname, port: this.#target.port, path, method: incoming.method, headers }, (answer) => {
        const parts: Buffer[] = []
        answer.on('data', (part: Buffer) => parts.push(part))
        answer.on('end', () => {
          const { 'content-type': type = 'text/html', etag } = answer.headers
          resolve({ status: answer.statusCode ?? 502, headers: { 'content-type': type, ...(etag ? { etag } : {}) }, body: Buffer.concat(parts) })
        })
      })
      asked.on('error', reject)
      incoming.pipe(asked)
    })
  }
}

/** Half a kilobyte every tenth of a second. */
function trickle(response: ServerResponse, body: Buffer): void {
  let at = 0
  const timer = setInterval(() => {
    response.write(body.subarray(at, at += 512))
    if (at >= body.length) response.end()
  }, 100)
  response.on('close', () => { clearInterval(timer) })
}

/** The page, and two hundred megabytes of nothing behind it. */
function flood(response: ServerResponse, body: Buffer): void {
  const pad = Buffer.alloc(1 << 20, 32)
  let left = 200
  const pour = (): void => {
    while (left-- > 0 && !response.destroyed) if (!response.write(pad)) return void response.once('drain', pour)
    response.end()
  }
  response.write(body)
  pour()
}
