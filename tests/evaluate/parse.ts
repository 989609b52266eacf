/** `evaluate -- parse --source NAME [--options FILE] FILE…`: stored pages through a source's own parser, one JSON line a file. */
import { readFile, stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { findSource, sources } from '../../crawlers/sources/index.ts'
import type { Reading } from '../../crawlers/source.ts'
import { parseInstant } from '../../shared/clock.ts'
import type { SourceConfig } from '../../shared/district.ts'
import { Fatal } from '../../shared/errors.ts'
import type { Page } from '../../shared/node/http/fetch.ts'
import { defaultLimits } from '../../shared/node/http/limits.ts'
import { unpack } from '../../shared/node/http/unpack.ts'

interface Meta {
  url?: string
  status?: number
  headers?: Record<string, string | string[]>
  fetchedAt?: string
}

/** @param args what stands behind `parse` on the command line. */
export async function evaluateParse(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { source: { type: 'string' }, options: { type: 'string' } } })
  const source = findSource(values.source ?? '')
  if (!source) throw new Fatal(`--source must be one of ${sources.map(({ name }) => name).join(', ')}`)
  if (positionals.length === 0) throw new Fatal('Name the stored pages to parse')
  const options = values.options ? JSON.parse(await readFile(values.options, 'utf8')) as Record<string, unknown> : {}
  const config: SourceConfig = {
    id: 'evaluate', name: 'evaluate', adapter: source.name, channel: 'forum', url: 'http://localhost/', enabled: true, every: 60, delay: 0, local: true,
    allowPrivate: false, demo: false, options,
  }
  const open = source.open(config, { names: [], plans: [] })
  for (const file of positionals) process.stdout.write(`${JSON.stringify(tell(file, open.parse(await loadPage(file))))}\n`)
}

/** A stored page as the HTTP door would have handed it over. Without FILE.meta.json it is a 200 fetched when the file was written. */
export async function loadPage(file: string): Promise<Page> {
  const raw = await readFile(file)
  const meta = await readFile(`${file}.meta.json`, 'utf8').then((text) => JSON.parse(text) as Meta, (): Meta => ({}))
  const headers = Object.fromEntries(
    Object.entries(meta.headers ?? {}).map(([name, value]) => [name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]),
  )
  const bytes = await unpack(raw, null, defaultLimits.maxBytes).catch(() => raw)
  const fetchedAt = parseInstant(meta.fetchedAt ?? '') ?? (await stat(file)).mtimeMs
  return { url: meta.url ?? '', status: meta.status ?? 200, headers, bytes, fetchedAt }
}

function tell(file: string, { kind, state, message, currentPage, lastPage, degraded, postings }: Reading): object {
  return {
    file, kind, state, message, currentPage, lastPage, degraded,
    postings: postings.map(({ id, parent, url, title, author, time, text, pinned, edited, official, anonymous, replies, views, images, repostOf }) =>
      ({ id, parent, url, title, author, time, text, pinned, edited, official, anonymous, replies, views, images, repostOf })),
  }
}
