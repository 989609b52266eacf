/** Which site a host belongs to: its registrable domain, the unit of cookies, budgets and manners. */
import { getPublicSuffix } from 'tough-cookie'

/**
 * The registrable domain of a host (`m.weibo.cn` → `weibo.cn`, `www.hongze.gov.cn` → `hongze.gov.cn`); a host that has none
 * (an IP address, `localhost`, a name inside the office) stands for itself.
 * @param host a host name with or without a port, no scheme.
 */
export function siteOf(host: string): string {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  try {
    return getPublicSuffix(name) ?? name
  } catch {
    // tough-cookie refuses names of special use (localhost, .test), which are sites of their own here.
    return name
  }
}

export const siteOfUrl = (url: string): string => siteOf(new URL(url).hostname)
