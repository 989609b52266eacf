/** Looks at the programs Tinghu stands on: Node.js, the npm packages, Chromium, fonts. */
import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { findChromium } from '../../../shared/node/browser.ts'
import { root, type Config } from '../../../shared/node/config.ts'
import { look, type Finding } from './finding.ts'

const run = promisify(execFile)
const leastNode = 24

export function lookAtNode(): Promise<Finding> {
  return look('Node.js', () => {
    const enough = Number.parseInt(process.versions.node, 10) >= leastNode
    const text = `${process.version}（${process.execPath}）`
    return enough ? { state: 'ok', text } : { state: 'missing', text: `${text}，需要 ${leastNode} 以上`, mend: 'npm ci，然后用 npm run doctor 运行' }
  })
}

export function lookAtPackages(): Promise<Finding> {
  return look('npm 软件包', () => {
    const lock = join(root, 'node_modules', '.package-lock.json')
    if (!existsSync(lock)) return { state: 'missing', text: '尚未安装', mend: 'npm ci' }
    const { packages } = JSON.parse(readFileSync(lock, 'utf8')) as { packages: object }
    return { state: 'ok', text: `${Object.keys(packages).length} 个，已按 package-lock.json 核对` }
  })
}

export function lookAtChromium(config: Config): Promise<Finding> {
  return look('Chromium', async () => {
    const { path, from } = await findChromium(config.CHROMIUM_PATH)
    if (from === 'npm') return { state: 'ok', text: `系统中没有，使用 npm 自带的 ${readPackage('@sparticuz/chromium').version}（@sparticuz/chromium）` }
    const { stdout } = await run(path, ['--version'], { timeout: 10_000 })
    return { state: 'ok', text: `${stdout.trim().split('\n').at(-1) ?? ''}（${path}）` }
  })
}

/** The page brings its own Chinese font; the machine's are for screenshots of other sites' pages and for PDF. */
export function lookAtFonts(): Promise<Finding> {
  return look('中文字体', async () => {
    const { version } = readPackage('@fontsource-variable/noto-sans-sc')
    const own = `页面自带 Noto Sans SC ${version}`
    const tool = findOnPath(['fc-list'])
    const { stdout } = tool === null ? { stdout: '' } : await run(tool, [':lang=zh-cn', 'family'], { timeout: 10_000 })
    const families = new Set(stdout.split('\n').filter((line) => line !== ''))
    if (families.size > 0) return { state: 'ok', text: `${own}；系统另有 ${families.size} 种` }
    const mend = findOnPath(['apt-get']) === null ? undefined : 'apt-get install fonts-noto-cjk（可选）'
    return { state: 'note', text: `${own}；系统没有中文字体，外站网页截图中的汉字会显示为方框`, mend }
  })
}

function readPackage(name: string): { version: string } {
  const path = createRequire(import.meta.url).resolve.paths(name)?.map((folder) => join(folder, name, 'package.json')).find((file) => existsSync(file))
  if (path === undefined) throw new Error(`npm 软件包 ${name} 没有安装（npm ci）`)
  return JSON.parse(readFileSync(path, 'utf8')) as { version: string }
}

function findOnPath(names: readonly string[]): string | null {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? '').split(delimiter)) {
      const path = join(folder, name)
      try {
        if (folder === '') continue
        accessSync(path, constants.X_OK)
        return path
      } catch {
        // Not in this folder.
      }
    }
  }
  return null
}
