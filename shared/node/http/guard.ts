/**
 * The SSRF guard: no request of ours reaches the machine itself or its private network unless a source is configured to.
 *
 * A name is resolved here, once, and the connection goes to the address that was judged: a name that resolves to a public
 * address for the check and to 127.0.0.1 for the connection (DNS rebinding) gains nothing. Where it fails: a public
 * address behind which the operator's own network forwards requests inwards cannot be told from any other.
 */
import type { LookupAddress, LookupAllOptions } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'
import { GiveUp } from '../../errors.ts'

/** Loopback, private, link-local (cloud metadata among them), shared, benchmark, documentation, multicast and reserved ranges. */
const inside = new BlockList()
const ranges4: [string, number][] = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24],
  ['192.0.2.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['198.18.0.0', 15], ['198.51.100.0', 24], ['203.0.113.0', 24],
  ['224.0.0.0', 4], ['240.0.0.0', 4],
]
const ranges6: [string, number][] = [
  ['::', 128], ['::1', 128], ['64:ff9b::', 96], ['64:ff9b:1::', 48], ['100::', 64], ['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['3fff::', 20], ['5f00::', 16],
  ['fc00::', 7], ['fe80::', 10], ['fec0::', 10], ['ff00::', 8],
]
for (const [network, bits] of ranges4) inside.addSubnet(network, bits, 'ipv4')
for (const [network, bits] of ranges6) inside.addSubnet(network, bits, 'ipv6')

/**
 * Whether an IP address is on this machine, a private network, or in a range that leads to no public host.
 * IPv4 inside IPv6 (`::ffff:127.0.0.1`, `::127.0.0.1`) is judged by the IPv4 address. What is no address counts as inside.
 */
export function isInside(address: string): boolean {
  const bare = address.split('%')[0] ?? ''
  const version = isIP(bare)
  if (version === 0) return true
  if (version === 4) return inside.check(bare, 'ipv4')
  const embedded = embedded4(bare)
  return embedded !== null ? inside.check(embedded, 'ipv4') : inside.check(bare, 'ipv6')
}

/** The IPv4 address in `::ffff:a.b.c.d` or the deprecated `::a.b.c.d`, in any spelling; null where there is none. */
function embedded4(address: string): string | null {
  // The URL parser writes an IPv6 address in its one canonical form: ::ffff:7f00:1.
  const canonical = new URL(`http://[${address}]/`).hostname.slice(1, -1)
  const found = /^::(?:ffff:(?:0:)?)?([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(canonical)
  if (!found) return null
  const [high, low] = [parseInt(found[1] ?? '', 16), parseInt(found[2] ?? '', 16)]
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** Which hosts a source may reach although they are inside: `host:port` as in the URL of the source, e.g. `127.0.0.1:8090`. */
export type PrivateHosts = readonly string[]

/**
 * Judges a URL before anything is sent.
 * @returns whether its host is one that may be inside.
 * @throws GiveUp when the URL is no web address, carries a password, or names an inside address that is not allowed.
 */
export function checkUrl(url: URL, allowed: PrivateHosts): { mayBeInside: boolean } {
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new GiveUp(`${url.protocol} 地址不读取`)
  if (url.username || url.password) throw new GiveUp(`带密码的地址不读取（${url.host}）`)
  const mayBeInside = allowed.includes(url.host)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!mayBeInside && isIP(host) !== 0 && isInside(host)) throw new GiveUp(`${url.host} 在内网，未获准访问`)
  return { mayBeInside }
}

/** How names become addresses; the system's, save in a test that plays a hostile name server. */
export type Resolve = (hostname: string, options: LookupAllOptions, callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void

/** A lookup for sockets that answers only with addresses outside; a name with even one inside address is refused. */
export const guardLookup = (resolve: Resolve): LookupFunction => (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0)
    const bad = addresses.find(({ address }) => isInside(address))
    const first = addresses[0]
    if (bad || !first) return callback(new GiveUp(bad ? `${hostname} 解析到内网地址 ${bad.address}，未获准访问` : `${hostname} 没有地址`), '', 0)
    return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
  })
}
