/**
 * Makes `npm start` alone enough: installs the packages when they are missing or not those of package-lock.json.
 *
 * Runs before everything else, on whatever Node the machine has (18 or later), hence plain JavaScript without packages.
 * When all is well it reads two files and is done in some milliseconds. It speaks on stderr: stdout belongs to results.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')
const marker = join(root, 'data', 'installing')

/** @param {string} text */
const say = (text) => process.stderr.write(`${text}\n`)

/**
 * Why the packages have to be installed; null when they need not be.
 * npm writes what it has installed into a lock file of its own, at the end, so a broken installation has none.
 * Packages of other platforms are in package-lock.json alone.
 */
function whyInstall() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (!installed) return 'no packages are installed yet'
  const wanted = readPackages(join(root, 'package-lock.json'))
  if (!wanted) return null
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.link) continue
    const found = installed[path]
    if (!found && entry.optional) continue
    if (found?.version !== entry.version || found?.integrity !== entry.integrity) return `${path} is not version ${entry.version}`
  }
  const binary = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (!existsSync(binary)) return 'Node 24 is not in node_modules/node (were install scripts forbidden?)'
  return null
}

/** @param {string} path @returns {Record<string, {version?: string, integrity?: string, optional?: boolean, link?: boolean}> | null} */
function readPackages(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8')).packages ?? null
  } catch {
    return null
  }
}

function install() {
  // npm gives scripts the path of its own program; outside npm it is looked up on PATH (on Windows a .cmd, which needs a shell).
  const own = process.env.npm_execpath
  const [command, prefix] = own ? [process.execPath, [own]] : ['npm', []]
  // node itself is a development dependency, so production settings of the machine must not leave those out.
  // Warnings are about the machine's own Node, which runs nothing but npm.
  const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error']
  const args = [...prefix, 'ci', '--include=dev', '--include=optional', '--ignore-scripts=false', ...quiet]
  const { status, error } = spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], shell: !own && process.platform === 'win32' })
  if (error) say(`npm could not be started: ${error.message}`)
  return status === 0
}

/** Waits while another command of this folder installs: two at once would remove each other's files. */
function waitForOthers() {
  for (let first = true; ; first = false) {
    try {
      mkdirSync(dirname(marker), { recursive: true })
      writeFileSync(marker, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    const pid = Number(readText(marker))
    if (!isAlive(pid)) rmSync(marker, { force: true })
    else {
      if (first) say(`Waiting for process ${pid}, which is installing the packages …`)
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 300)
    }
  }
}

/** @param {string} path */
function readText(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    return pid > 0 && process.kill(pid, 0)
  } catch (error) {
    return error.code === 'EPERM'
  }
}

if (whyInstall()) {
  waitForOthers()
  try {
    const why = whyInstall()
    if (why) {
      say(`正在安装依赖 / Installing packages: ${why} …`)
      const begin = Date.now()
      const remains = install() ? whyInstall() : 'npm ci failed'
      if (remains) {
        say(`The packages could not be installed: ${remains}. Run "npm ci" and look at what it says.`)
        process.exitCode = 1
      } else say(`Packages installed in ${Math.round((Date.now() - begin) / 1000)} s.`)
    }
  } finally {
    rmSync(marker, { force: true })
  }
}
