/** Keeps the built page true to its sources: builds it with Vite when anything it is made of has changed. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { glob, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Fatal } from '../shared/errors.ts'
import { root, type Config } from '../shared/node/config.ts'
import type { Log } from '../shared/node/log.ts'

const run = promisify(execFile)

const ingredients = ['web/**/*.{ts,vue,css,html,svg}', 'shared/*.ts', 'vite.config.ts', 'package-lock.json']

/** Builds the page if it is missing or older than its sources. @throws Fatal with Vite's own words when it does not build. */
export async function buildPage(config: Config, log: Log): Promise<void> {
  const stamp = config.dataPath('web', '.built-from')
  const wanted = await fingerprint()
  if ((await readFile(stamp, 'utf8').catch(() => null)) === wanted) return
  log.info('building the page')
  const vite = join(root, 'node_modules/vite/bin/vite.js')
  try {
    await run(process.execPath, [vite, 'build', '--logLevel', 'error'], { cwd: root, env: { ...process.env, DATA_DIR: config.dataPath() } })
  } catch (error) {
    throw new Fatal(`The page could not be built: ${(error as { stderr?: string }).stderr ?? String(error)}`)
  }
  await writeFile(stamp, wanted)
}

/** Names, sizes and times of what the page is made of: cheap to read, and any edit changes it. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  const files: string[] = []
  for await (const file of glob(ingredients, { cwd: root, exclude: ['**/node_modules/**'] })) files.push(file)
  for (const file of files.sort()) {
    const { size, mtimeMs } = await stat(join(root, file))
    hash.update(`${file} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}
