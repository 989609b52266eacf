/** What the page of imports asks the gateway: lists, previews, what came of it, and the file itself with how far it has gone up. */
import type { ImportList, ImportPreview, ImportView } from '../../shared/import-view.ts'
import type { Mapping } from '../../shared/orders/mapping.ts'
import { Refused, ask, frozen, refusalOf } from '../asking.ts'

/** A large spreadsheet is opened before its first rows can be told. */
const openingPatience = 120_000
/** An upload may take long over a thin line; one of which nothing is heard for so long is broken. */
const uploadPatience = 30 * 60_000

export const readImports = async (): Promise<ImportList> => frozen(await ask('GET', '/api/imports'))

/** @throws Refused, 404 where there is none. */
export const readImport = async (id: number): Promise<ImportView> => frozen(await ask('GET', `/api/imports/${id}`))

/** What would be taken; with a mapping, after that one instead of the guess. @throws Refused with why the file cannot be read. */
export const readPreview = async (id: number, mapping: Mapping | null): Promise<ImportPreview> =>
  frozen(mapping === null
    ? await ask('GET', `/api/imports/${id}/preview`, undefined, openingPatience)
    : await ask('POST', `/api/imports/${id}/preview`, { mapping }, openingPatience))

/** Has a file imported as it was previewed, and the mapping kept for the next of its kind. */
export async function confirmImport(id: number, mapping: Mapping): Promise<void> {
  await ask('POST', `/api/imports/${id}/confirm`, { mapping })
}

/** Drops a draft, or ends an import that runs; what it has taken so far stays. */
export async function dropImport(id: number): Promise<void> {
  await ask('DELETE', `/api/imports/${id}`)
}

/** Where the rows that were held back are downloaded. */
export const reportAddress = (id: number): string => `/api/imports/${id}/report`

/**
 * Sends a file as it is. `fetch` does not tell how far an upload is, hence the older way.
 * @param tell the share that has gone up, 0–1.
 * @throws Refused with what to tell whoever sits there.
 */
export function uploadFile(file: File, channel: string, tell: (share: number) => void): Promise<ImportView> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open('POST', `/api/imports?${new URLSearchParams({ name: file.name, channel })}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.responseType = 'json'
    request.timeout = uploadPatience
    request.upload.onprogress = ({ loaded, total }) => { tell(total === 0 ? 0 : loaded / total) }
    request.onload = () => {
      if (request.status >= 200 && request.status < 300) resolve(frozen<ImportView>(request.response))
      else reject(new Refused(request.status, uploadRefusal(request.status, request.response)))
    }
    request.onerror = () => { reject(new Refused(0, '文件没有传上去：连接中断，或文件在选定后被移动、改名或修改。请重新选择该文件')) }
    request.ontimeout = () => { reject(new Refused(0, '文件没有传完：连接太慢，请稍后再试')) }
    request.send(file)
  })
}

/** Servers before ours answer some refusals with a page of their own. */
const uploadRefusal = (status: number, told: unknown): string =>
  (status === 413 ? '文件太大，服务器不接收。请按月或按年拆成几个文件，分次导入' : refusalOf(status, told))
