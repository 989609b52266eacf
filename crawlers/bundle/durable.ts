/** Files that are whole on the disk or not there at all, whatever is killed when. */
import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/** Writes a file under another name, waits until it is on the disk, and renames it into place. */
export async function writeDurably(path: string, content: string | Buffer): Promise<void> {
  const draft = `${path}.tmp`
  const file = await open(draft, 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await moveDurably(draft, path)
}

/** Renames, and waits until the folder knows of it. */
export async function moveDurably(from: string, to: string): Promise<void> {
  await rename(from, to)
  const folder = await open(dirname(to), 'r')
  await folder.sync().finally(() => folder.close())
}
