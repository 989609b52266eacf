/** Starts the whole program as its users do, with `npm start`, on free ports and in a data folder of its own. */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig, root } from '../../shared/node/config.ts'
import { livingIn } from './embedded-trial.ts'

export interface WholeProgram {
  npm: ChildProcess
  wall: string
  duty: string
  /** Null after the first start: it is shown once. */
  password: string | null
  /** Address of the sample town. */
  town: string
  /** What it has said so far. */
  output(): string
  ended: Promise<number | null>
}

/** A data folder that begins with the Redis that this machine has already unpacked, so that no test fetches it again. */
export function makeDataDir(): string {
  const dataDir = mkdtempSync(join(tmpdir(), 'tinghu-start-'))
  const packages = readConfig({}).dataPath('packages')
  mkdirSync(packages, { recursive: true })
  symlinkSync(packages, join(dataDir, 'packages'))
  const page = readConfig({}).dataPath('web')
  if (existsSync(page)) symlinkSync(page, join(dataDir, 'web'))
  return dataDir
}

export const removeDataDir = (dataDir: string): void => { rmSync(dataDir, { recursive: true, force: true }) }

/** Resolves when the addresses are printed and the sample town is open. */
export function startWholeProgram(dataDir: string, env: Record<string, string> = {}): Promise<WholeProgram> {
  const npm = spawn('npm', ['start'], {
    cwd: root, stdio: ['ignore', 'pipe', 'pipe'], detached: true,
    env: { ...process.env, PORT: '0', TOWN_PORT: '0', DATA_DIR: dataDir, NODE_OPTIONS: '', ...env },
  })
  let said = ''
  const ended = new Promise<number | null>((resolve) => npm.once('exit', resolve))
  return new Promise((resolve, reject) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString()
      const wall = /(http\S+\/wall\?kiosk=\S+)/.exec(said)?.[1]
      const duty = /(http\S+\/duty)/.exec(said)?.[1]
      const town = /"url":"(http[^"]+)","openedAt"/.exec(said)?.[1]
      if (wall && duty && town) resolve({ npm, wall, duty, town, ended, password: /密码 (\S+?)（/.exec(said)?.[1] ?? null, output: () => said })
    }
    npm.stdout.on('data', hear)
    npm.stderr.on('data', hear)
    void ended.then((code) => { reject(new Error(`npm start ended with ${code}:\n${said}`)) })
  })
}

/** Names of all that still lives of a program: its services by their folder, npm and the roles by the environment they were given. */
export function leftOf(dataDir: string): string[] {
  const roles = readdirSync('/proc').filter((entry) => /^\d+$/.test(entry)).filter((entry) => {
    try {
      return readFileSync(`/proc/${entry}/environ`, 'utf8').split('\0').includes(`DATA_DIR=${dataDir}`)
    } catch {
      return false
    }
  })
  return [...livingIn(dataDir).map(({ name, pid }) => `${name} ${pid}`), ...roles]
}
