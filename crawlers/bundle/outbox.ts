/**
 * The folder of a stream of bundles: its key, how far it has come, and the outbox from which bundles are carried across.
 *
 *     key, public-key.txt     made with the folder
 *     state/progress.json     the number of the last bundle, and every source's cursor and health as of it
 *     making/                 a bundle that is written but not yet out
 *     outbox/                 what is to be carried across; whoever carries may copy, move or delete it
 *
 * A commit is one rename: the bundle is put whole into `making`, then the progress that counts it replaces the former one, then the
 * bundle moves to the outbox. Killed before the progress was replaced, the bundle never was, and its postings are found again by the
 * cursors of before; killed after it, the next start moves the bundle out. A number is therefore never given twice, even when the
 * outbox was emptied meanwhile, and never left out.
 * Where it fails: a folder that is restored from a backup gives numbers again that were given; the other side names them (server/bundles/take.ts).
 */
import { randomBytes, type KeyObject } from 'node:crypto'
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { Instant } from '../../shared/clock.ts'
import { Fatal } from '../../shared/errors.ts'
import { bundleName, digestOf, packBundle, parseBundleName } from '../../shared/node/bundle/format.ts'
import { makePrivateKey, publicKeyText, readPrivateKey } from '../../shared/node/bundle/keys.ts'
import { takeLock } from '../../shared/node/lock.ts'
import type { SourceHealth } from '../../shared/source.ts'
import { moveDurably, writeDurably } from './durable.ts'

/** What is known of one source. */
export interface SourceProgress {
  cursor: unknown
  health: SourceHealth | null
  /** When that health was judged; 0 = never. */
  healthAt: Instant
}

const progressSchema = z.strictObject({
  version: z.literal(1),
  district: z.string(),
  stream: z.string(),
  number: z.number().int(),
  digest: z.string().nullable(),
  sources: z.record(z.string(), z.strictObject({ cursor: z.unknown(), health: z.custom<SourceHealth | null>(), healthAt: z.number() })),
})

export interface Outbox {
  stream: string
  publicKey: string
  /** As last committed. */
  sources: Readonly<Record<string, SourceProgress>>
  /** Absolute path below the folder. */
  path(...parts: string[]): string
  /**
   * Commits a bundle of these lines (none: no bundle) together with the progress that is true of it: both or neither, on the disk.
   * @returns the number of the last bundle.
   * @throws what the disk says (full, gone); the same commit, or a larger one, may then be tried again.
   */
  commit(lines: readonly string[], sources: Record<string, SourceProgress>, now: Instant): Promise<number>
  close(): void
}

/**
 * Opens the folder, making what is missing; one process at a time.
 * @throws Fatal when another process holds it, or what it holds is damaged or of another district.
 */
export async function openOutbox(folder: string, district: string): Promise<Outbox> {
  const path = (...parts: string[]): string => join(folder, ...parts)
  for (const part of ['state', 'making', 'outbox']) await mkdir(path(part), { recursive: true })
  const release = await takeLock(path('lock'), `The bundle folder ${folder}`, 3_000, 'another folder')
  try {
    const key = await readKey(path)
    let progress = await readProgress(path('state/progress.json'), district)
    await clearMaking(path, progress.number)
    return {
      stream: progress.stream,
      publicKey: publicKeyText(key),
      get sources() { return progress.sources },
      path,
      async commit(lines, sources, now) {
        // What an earlier commit could not move out goes first.
        await clearMaking(path, progress.number)
        let next = { ...progress, sources }
        if (lines.length > 0) {
          const about = { district, stream: progress.stream, number: progress.number + 1, madeAt: now, previous: progress.digest }
          const file = packBundle(about, lines, key)
          await writeDurably(path('making', bundleName(district, about.stream, about.number)), file)
          next = { ...next, number: about.number, digest: digestOf(file) }
        }
        await writeDurably(path('state/progress.json'), JSON.stringify(next))
        progress = next
        await clearMaking(path, progress.number)
        return progress.number
      },
      close: release,
    }
  } catch (error) {
    release()
    throw error
  }
}

type Path = Outbox['path']

/** Moves out what the progress counts; what it does not count was never committed. */
async function clearMaking(path: Path, last: number): Promise<void> {
  for (const name of await readdir(path('making'))) {
    const number = parseBundleName(name)?.number
    if (number !== undefined && number <= last) await moveDurably(path('making', name), path('outbox', name))
    else await rm(path('making', name))
  }
}

async function readKey(path: Path): Promise<KeyObject> {
  let pem = await readFile(path('key'), 'utf8').catch(() => null)
  if (pem === null) {
    pem = makePrivateKey()
    await writeDurably(path('key'), pem)
  }
  await chmod(path('key'), 0o600)
  const key = readPrivateKey(pem, path('key'))
  await writeFile(path('public-key.txt'), `${publicKeyText(key)}\n`)
  return key
}

async function readProgress(file: string, district: string): Promise<z.infer<typeof progressSchema>> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) {
    const first = { version: 1 as const, district, stream: randomBytes(6).toString('hex'), number: 0, digest: null, sources: {} }
    await writeDurably(file, JSON.stringify(first))
    return first
  }
  const parsed = progressSchema.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new Fatal(`${file} is damaged. Removing it starts a new stream, in which everything is sent once more; what was taken counts once.`)
  }
  if (parsed.data.district !== district) throw new Fatal(`${file} is of district ${parsed.data.district}, not ${district}`)
  return parsed.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
