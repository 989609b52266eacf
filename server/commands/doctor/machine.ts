/** Looks at what the machine has to give: the data folder, disk space, memory, ports. */
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { totalmem } from 'node:os'
import { dirname } from 'node:path'
import type { Config } from '../../../shared/node/config.ts'
import { readHolder } from '../../../shared/node/lock.ts'
import { look, type Finding } from './finding.ts'

const gigabyte = 1024 ** 3
/** A first start takes 0.2 GB; a year of a district with evidence takes some. */
const leastDisk = 1
const goodDisk = 5
/** With less, the processes of a server and a Chromium together crowd the machine. */
const goodMemory = 1.5

export function lookAtDataFolder(config: Config): Promise<Finding> {
  return look('数据目录', () => {
    const folder = config.dataPath()
    const existing = nearestExisting(folder)
    try {
      accessSync(existing, constants.W_OK)
    } catch {
      return { state: 'missing', text: `${existing} 不能写入`, mend: `sudo chown -R $(id -u) ${existing}，或设置 DATA_DIR` }
    }
    return { state: 'ok', text: existing === folder ? folder : `${folder}（首次启动时建立）` }
  })
}

export function lookAtDisk(config: Config): Promise<Finding> {
  return look('磁盘和内存', () => {
    const { bavail, bsize } = statfsSync(nearestExisting(config.dataPath()))
    const [disk, memory] = [(bavail * bsize) / gigabyte, totalmem() / gigabyte]
    const text = `可用磁盘 ${disk.toFixed(1)} GB，内存 ${memory.toFixed(1)} GB`
    if (disk < leastDisk) return { state: 'missing', text: `${text}；磁盘至少要 ${leastDisk} GB`, mend: '腾出空间，或把 DATA_DIR 设到别的磁盘' }
    return { state: disk < goodDisk || memory < goodMemory ? 'note' : 'ok', text }
  })
}

/** A port of ours that is taken is fine while our own server holds the data folder. */
export function lookAtPort(config: Config, name: 'PORT' | 'TOWN_PORT', label: string): Promise<Finding> {
  return look(label, async () => {
    const port = config[name]
    if (port === 0) return { state: 'ok', text: '任一空闲端口' }
    const why = await tryPort(port, config.HOST)
    if (why === null) return { state: 'ok', text: `${port} 可用` }
    const holder = readHolder(config.dataPath('lock'))
    if (holder && why === 'EADDRINUSE') return { state: 'ok', text: `${port} 正由听湖使用（服务进程 ${holder.pid}）` }
    const text = why === 'EADDRINUSE' ? `${port} 已被别的程序占用` : `${port} 不能使用（${why}）`
    return { state: 'missing', text, mend: `${name}=${port + 10_000 > 65_535 ? port - 10_000 : port + 10_000} npm start` }
  })
}

function tryPort(port: number, host: string): Promise<string | null> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => { resolve(error.code ?? error.message) })
    server.listen({ port, host, exclusive: true }, () => { server.close(() => { resolve(null) }) })
  })
}

function nearestExisting(folder: string): string {
  let at = folder
  while (!existsSync(at)) at = dirname(at)
  return at
}
