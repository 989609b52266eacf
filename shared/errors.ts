/**
 * The class of an error is its retry policy: whoever catches one needs to look at nothing else.
 *
 * `RetryLater` – the world is not ready (a service is away, a host asks for patience); the same call may succeed.
 * `GiveUp` – this one item will never succeed; skip it, say why, and go on with the next.
 * `Fatal` – going on would do harm (a broken configuration, a damaged store); the process says so and ends.
 */

export class RetryLater extends Error {
  override name = 'RetryLater'
  /** Milliseconds to wait at the least, where the other side said so. */
  readonly afterMs: number | null

  constructor(message: string, options: { afterMs?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause })
    this.afterMs = options.afterMs ?? null
  }
}

export class GiveUp extends Error {
  override name = 'GiveUp'
}

export class Fatal extends Error {
  override name = 'Fatal'
}

/** The message of anything that was thrown. */
export const messageOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
