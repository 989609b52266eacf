/** The desk of imports: keeps what is handed in, shows what would be taken of it, and lets it be taken. */
import { createReadStream } from 'node:fs'
import type { Clock } from '../../shared/clock.ts'
import type { DistrictPack } from '../../shared/district.ts'
import { GiveUp } from '../../shared/errors.ts'
import type { ImportList, ImportPreview, ImportView } from '../../shared/import-view.ts'
import type { Database } from '../../shared/node/postgres.ts'
import type { Mapping } from '../../shared/orders/mapping.ts'
import { cleanTitle } from '../../shared/text.ts'
import { addImport, confirmImport, endImport, findByKey, listImports, readImport, readReport, rememberMapping } from '../archive/imports.ts'
import { fingerprintOf } from './columns.ts'
import { KeyTaken, NoSuchImport } from './refusals.ts'
import { keepScratch } from './scratch.ts'
import { startWorker } from './workers.ts'

/** A file as it comes in. */
export interface Upload {
  /** As whoever sent it calls it; its ending says the format where the bytes do not. */
  name: string
  channel: string
  by: string
  door: ImportView['door']
  bytes: AsyncIterable<Buffer>
  /** Given: taken at once with these columns, without a preview; the mapping is not remembered. */
  mapping?: Mapping
  /** Of a batch over the API: id of the token, what makes sending it again the same as sending it once, and the hash of the body (hex). */
  token?: number
  idempotencyKey?: string
  bodyHash?: string
}

export interface Kept {
  view: ImportView
  /** True where this token has sent the same batch under this key before: nothing was kept anew. */
  again: boolean
}

/** What a batch under a key that stood for another body is refused with (409); a GiveUp. */
export { KeyTaken }

/** All methods throw GiveUp (NoSuchImport for an unknown id) with a sentence in Chinese for whoever asked, RetryLater when it is not the time. */
export interface ImportDesk {
  /** Keeps a file as a draft (as waiting where a mapping is given). @throws GiveUp when it is no file that can be read, or larger than 200 MB. */
  keep(upload: Upload): Promise<Kept>
  /** What would be taken, with this mapping or (null) with the remembered or guessed one. Seconds of work, done beside the event loop. */
  preview(id: number, mapping: Mapping | null): Promise<ImportPreview>
  /** Lets a draft be taken, and remembers the mapping for the next file with these columns. Again = nothing. */
  confirm(id: number, mapping: Mapping, by: string): Promise<ImportView>
  /** Drops a draft, or ends one that waits or runs; rows that are recorded already stay. */
  cancel(id: number): Promise<ImportView>
  /** The newest first, at most 50 of those that people made; batches of the API only with `door`. */
  list(door?: ImportView['door']): Promise<ImportList>
  read(id: number): Promise<ImportView | null>
  /** The rows held back as a workbook, with the name to save it under; null where there is none (any more). */
  report(id: number): Promise<{ name: string; bytes: Buffer } | null>
}

export interface DeskParts {
  db: Database
  databaseUrl: string
  pack: DistrictPack
  clock: Clock
}

const largest = 200 << 20
const part = 1 << 20
const mostListed = 50
/** Files of which somebody waits to see what is in them are read one after another: each may take a core and some hundred megabytes. */
const mostAtOnce = 2

export function createImportDesk({ db, databaseUrl, pack, clock }: DeskParts): ImportDesk {
  const district = pack.profile.code
  let reading = 0

  const turns: (() => void)[] = []

  async function beside<T>(work: () => Promise<T>): Promise<T> {
    if (reading < mostAtOnce) reading += 1
    else await new Promise<void>((resolve) => { turns.push(resolve) })
    try {
      return await work()
    } finally {
      const next = turns.shift()
      // Whoever is next takes over this place.
      if (next) next()
      else reading -= 1
    }
  }

  async function view(id: number): Promise<ImportView> {
    const found = await readImport(db, district, id)
    if (!found) throw new NoSuchImport(id)
    return found
  }

  const look = (id: number, mapping: Mapping | null): Promise<ImportPreview> => beside(async () => {
    const { answer } = startWorker({ do: 'preview', databaseUrl, district, id, mapping })
    return (await answer).preview!
  })

  /** The import that this key stands for, if it does. */
  async function again({ token, idempotencyKey, bodyHash }: Upload): Promise<Kept | null> {
    const known = token === undefined || idempotencyKey === undefined ? null : await findByKey(db, district, token, idempotencyKey)
    if (!known) return null
    if (known.bodyHash !== (bodyHash ?? null)) throw new KeyTaken()
    return { view: await view(known.id), again: true }
  }

  return {
    async keep(upload) {
      const channel = pack.channels.find(({ id }) => id === upload.channel)
      if (!channel) throw new GiveUp(`渠道“${upload.channel}”不能导入，请从列表中选择`)
      const before = await again(upload)
      if (before) return before
      const name = cleanTitle(upload.name) || '未命名'
      const file = await keepScratch(noMoreThan(upload.bytes))
      try {
        if (file.bytes === 0) throw new GiveUp('文件是空的')
        if (!upload.mapping) await beside(() => startWorker({ do: 'check', path: file.path, name }).answer)
        const id = await addImport(db, district, {
          door: upload.door, channel: upload.channel, name, bytes: file.bytes, by: upload.by, at: clock.now(), mapping: upload.mapping ?? null,
          token: upload.token ?? null, idempotencyKey: upload.idempotencyKey ?? null, bodyHash: upload.bodyHash ?? null,
        }, createReadStream(file.path, { highWaterMark: part }))
        // Another of the same key was quicker.
        return id === null ? (await again(upload))! : { view: await view(id), again: false }
      } finally {
        file.remove()
      }
    },
    async preview(id, mapping) {
      const { state } = await view(id)
      if (state !== 'draft') throw new GiveUp('这次导入已确认或已结束，不能再预览；请重新选择文件')
      return look(id, mapping)
    },
    async confirm(id, mapping, by) {
      const { state, channel } = await view(id)
      if (state === 'waiting' || state === 'running' || state === 'done') return view(id)
      if (state !== 'draft') throw new GiveUp('这次导入已取消或失败，请重新选择文件')
      const { columns, missing, sheets } = await look(id, mapping)
      if (missing.includes('time')) throw new GiveUp('还没有指定“受理时间”是哪一列')
      if (!sheets.some(({ taken }) => taken)) throw new GiveUp('没有一张工作表有对应的列，请检查列的对应')
      await rememberMapping(db, district, channel, fingerprintOf(columns.map(({ header }) => header)), mapping, by, clock.now())
      await confirmImport(db, district, id, mapping)
      return view(id)
    },
    async cancel(id) {
      const { state } = await view(id)
      if (state === 'done' || state === 'failed') throw new GiveUp('这次导入已结束，不能取消')
      await endImport(db, district, id, { state: 'cancelled' }, clock.now())
      return view(id)
    },
    async list(door) {
      const imports = await listImports(db, district, door ? [door] : ['console', 'command'], mostListed)
      return { asOf: clock.now(), imports, channels: pack.channels.map(({ id, name, totalsOnly }) => ({ id, name, totalsOnly })) }
    },
    read: (id) => readImport(db, district, id),
    async report(id) {
      const found = await readReport(db, district, id)
      return found && { name: reportName(found.name), bytes: found.bytes }
    },
  }
}

/** 工单.xlsx → 工单.错误.xlsx */
export const reportName = (name: string): string => `${name.replace(/\.[A-Za-z0-9]{1,8}$/, '')}.错误.xlsx`

async function* noMoreThan(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of bytes) {
    size += chunk.length
    if (size > largest) throw new GiveUp(`文件超过 ${largest >> 20} MB，请按月或按年分成几个文件`)
    yield chunk
  }
}
