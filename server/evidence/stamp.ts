/** Burns into a copy of a picture who looks at it and when, drawn by Chromium with the font we bring along; the original is not touched. */
import { toBeijingIso, type Instant } from '../../shared/clock.ts'
import { GiveUp } from '../../shared/errors.ts'
import type { BlankPages } from '../../shared/node/browser.ts'
import { fontFaces, fontFor, fontName } from '../../shared/node/browsing/fonts.ts'

export interface Viewing {
  evidence: number
  by: string
  at: Instant
  /** Print of the original. */
  sha256: string
}

/** Milliseconds for one picture: the tallest takes some three seconds. */
const drawingMs = 30_000
/** Pixels: the band above the picture, and from one mark to the next: close enough that no paragraph can be cut out without one. */
const band = 44
const across = 400
const down = 190

/** @returns a JPEG. @throws GiveUp where the bytes are no PNG. */
export async function stampPicture(pages: BlankPages, picture: Uint8Array, viewing: Viewing): Promise<Uint8Array> {
  const { width, height } = sizeOf(picture)
  const time = toBeijingIso(viewing.at).slice(0, 19).replace('T', ' ')
  const mark = `内部资料 禁止外传 ${viewing.by} ${time}`
  const head = ['内部资料 禁止外传', `查看人：${viewing.by}`, `查看时间：${time}`, `存证编号：${viewing.evidence}`, `原图 SHA-256：${viewing.sha256.slice(0, 16)}…`].join(' · ')
  const html = pageOf({ width, height, mark, head, faces: fontFaces(await fontFor(mark + head)), source: Buffer.from(picture).toString('base64') })
  return pages.use(drawingMs, async (page) => {
    await page.setViewport({ width, height: 900 })
    await page.setContent(html, { waitUntil: 'load' })
    await page.evaluate(async () => {
      await document.querySelector('img')?.decode()
      await document.fonts.ready
    })
    return page.screenshot({ type: 'jpeg', quality: 88, clip: { x: 0, y: 0, width, height: height + band }, captureBeyondViewport: true })
  })
}

/** Width and height stand at the head of a PNG. */
function sizeOf(picture: Uint8Array): { width: number; height: number } {
  const bytes = Buffer.from(picture)
  if (bytes.length < 24 || bytes.readUInt32BE(0) !== 0x89504e47) throw new GiveUp('存证图片不是 PNG')
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}

function pageOf({ width, height, mark, head, faces, source }: { width: number; height: number; mark: string; head: string; faces: string; source: string }): string {
  const marks: string[] = []
  for (let row = 0; row * down < height; row++) {
    // Every other row begins half a step earlier, so that no upright strip is free of marks.
    for (let x = row % 2 ? -across / 2 : 0; x < width; x += across) marks.push(`<i style="left:${x}px;top:${row * down + 90}px">${escapeHtml(mark)}</i>`)
  }
  return `<!doctype html><meta charset="utf-8"><style>${faces}
    body { margin: 0; width: ${width}px; height: ${height + band}px; position: relative; overflow: hidden; background: #fff; font-family: '${fontName}' }
    header { height: ${band}px; line-height: ${band}px; padding: 0 16px; background: #16202c; color: #fff; font-size: 15px; white-space: nowrap; overflow: hidden }
    img { display: block; width: ${width}px; height: ${height}px }
    i { position: absolute; transform: rotate(-20deg); font-style: normal; font-size: 17px; font-weight: 600; white-space: nowrap;
      color: rgb(110 20 20 / 24%); text-shadow: 0 0 2px rgb(255 255 255 / 45%) }
  </style><header>${escapeHtml(head)}</header><img src="data:image/png;base64,${source}">${marks.join('')}`
}

const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
