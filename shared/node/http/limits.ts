/** How long and how much one fetch may take; every number is a ceiling, chosen so that a sick site never holds up the others. */

export interface HttpLimits {
  /** Milliseconds until the connection stands. */
  connectMs: number
  /** Milliseconds until the head of the answer is there. */
  headerMs: number
  /** Milliseconds for everything, redirects included. */
  totalMs: number
  /** Bytes of a body, before and after decompression. */
  maxBytes: number
  /** Redirects that are followed; a browser follows 20, no page worth crawling needs more than a few. */
  maxRedirects: number
}

export const defaultLimits: HttpLimits = {
  connectMs: 5_000,
  headerMs: 8_000,
  // A visit that meets nothing but silence must be over within fifteen seconds, what else it does included.
  totalMs: 12_000,
  maxBytes: 8 * 1024 * 1024,
  maxRedirects: 5,
}
