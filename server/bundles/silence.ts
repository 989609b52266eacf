/** What is known of sources behind a gap: as much as the stream that tells of them is fit to say. */
import type { StreamState } from '../../shared/bundle-view.ts'
import { countNumbers, tellNumbers } from '../../shared/bundle-view.ts'
import { day, minute, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { SourceHealth, SourceState } from '../../shared/source.ts'

/** A stream's heartbeat comes every three minutes; five of them are waited for, since files are carried in batches. */
export const silentAfter = 15 * minute
/** A number may be overtaken on the way by later ones for so long. */
const overtaken = 5 * minute
/** What is still missing then was lost; it stays on the page of bundles, and the sources are judged by what comes now. */
export const gapTold = day

/** States in which something comes in, of which a broken gap now makes doubt; the others are worse already. */
const flowing: ReadonlySet<SourceState> = new Set(['OK', 'OK_EMPTY', 'STALE', 'DEGRADED'])

/**
 * The health of sources with what is wrong with their streams: a silent stream makes them 久无更新, a gap 部分失败, each from the time
 * up to which all is known, so that the rule on sources in trouble (采集异常) counts from there. A source that is worse off already keeps
 * its state and is told both.
 * @param streamOf stream by source, of those whose newest health came in a bundle.
 */
export function tellOfStreams(
  health: readonly SourceHealth[], streamOf: ReadonlyMap<string, string>, streams: readonly StreamState[], now: Instant,
): SourceHealth[] {
  const byName = new Map(streams.map((stream) => [stream.stream, stream]))
  return health.map((source) => {
    const stream = byName.get(streamOf.get(source.source) ?? '')
    const trouble = stream && source.state !== 'DISABLED' ? troubleOf(stream, now) : null
    if (!trouble) return source
    if (!flowing.has(source.state)) return { ...source, reason: source.reason ? `${source.reason}；${trouble.reason}` : trouble.reason }
    const { state, since, reason } = trouble
    return { ...source, state, since, reason, lastGoodAt: Math.min(source.lastGoodAt ?? since, since) }
  })
}

function troubleOf({ silent, lag, missing, gapAt }: StreamState, now: Instant): { state: SourceState; since: Instant; reason: string } | null {
  if (silent) return { state: 'STALE', since: now - lag, reason: `跨网传输中断：${clockTime(now - lag)}以后没有收到数据包` }
  if (gapAt === null || now - gapAt < overtaken || now - gapAt > gapTold) return null
  return { state: 'DEGRADED', since: gapAt, reason: `跨网数据包缺 ${countNumbers(missing)} 个（${tellNumbers(missing)}），期间数据可能不全` }
}

/** “11月22日08:30”. */
function clockTime(at: Instant): string {
  const iso = toBeijingIso(at)
  return `${Number(iso.slice(5, 7))}月${Number(iso.slice(8, 10))}日${iso.slice(11, 16)}`
}
