/** Looks at PostgreSQL and Redis: the configured ones by asking them, the embedded ones by their programs. */
import { existsSync } from 'node:fs'
import type { Config } from '../../../shared/node/config.ts'
import { connectPostgres } from '../../../shared/node/postgres.ts'
import { connectRedis } from '../../../shared/node/redis.ts'
import { chooseDisguise } from '../../embedded/account.ts'
import { readHolder } from '../../../shared/node/lock.ts'
import { findPostgres, versionOfPostgres } from '../../embedded/postgres-package.ts'
import { adviceForRedis, findRedis } from '../../embedded/redis-package.ts'
import { look, type Finding } from './finding.ts'

export function lookAtPostgres(config: Config): Promise<Finding> {
  return look('PostgreSQL', async () => {
    const url = config.DATABASE_URL
    if (url !== null) return askPostgres(url)
    const programs = findPostgres()
    const version = versionOfPostgres(programs)
    const existing = existsSync(config.dataPath()) ? [config.dataPath()] : []
    const { account, prefix } = chooseDisguise([...existing, programs])
    const who = account ? `，以用户 ${account.name} 运行` : prefix.length > 0 ? '，在用户命名空间中运行' : ''
    return { state: 'ok', text: `内置 ${version}（${programs}${who}）${runningState(config)}` }
  })
}

async function askPostgres(url: string): Promise<Omit<Finding, 'label'>> {
  const db = connectPostgres(url, { max: 1 })
  try {
    const { rows: [row] } = await db.query<{ server_version: string }>('show server_version')
    return { state: 'ok', text: `${row?.server_version ?? '?'}（DATABASE_URL，${hostOf(url)}）` }
  } catch (error) {
    return { state: 'missing', text: `DATABASE_URL（${hostOf(url)}）连不上：${reasonOf(error)}`, mend: '检查 DATABASE_URL，或去掉它以使用内置的' }
  } finally {
    await db.end()
  }
}

export function lookAtRedis(config: Config): Promise<Finding> {
  return look('Redis', async () => {
    const url = config.REDIS_URL
    if (url !== null) return askRedis(url)
    const found = findRedis(config.dataPath('packages'))
    if (found) return { state: 'ok', text: `内置 ${found.version}（${found.path}）${runningState(config)}` }
    if (existsSync('/usr/bin/apt-get')) return { state: 'note', text: '尚无，首次启动时从系统软件源取得（不需要 root），放在数据目录里' }
    return { state: 'missing', text: '没有 redis-server 或 valkey-server（7 以上）', mend: adviceForRedis() }
  })
}

async function askRedis(url: string): Promise<Omit<Finding, 'label'>> {
  let seen: Error | null = null
  const redis = connectRedis(url, (error) => { seen = error })
  try {
    const info = await redis.info('server')
    const version = /(?:valkey|redis)_version:([\d.]+)/.exec(info)?.[1] ?? '?'
    return { state: 'ok', text: `${version}（REDIS_URL，${hostOf(url)}）` }
  } catch (error) {
    return { state: 'missing', text: `REDIS_URL（${hostOf(url)}）连不上：${reasonOf(seen ?? error)}`, mend: '检查 REDIS_URL，或去掉它以使用内置的' }
  } finally {
    redis.disconnect()
  }
}

function runningState(config: Config): string {
  const holder = readHolder(config.dataPath('lock'))
  return holder ? `，正在运行（服务进程 ${holder.pid}）` : ''
}

/** A host that refuses on several addresses gives an error without words; its code says enough. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ((error as NodeJS.ErrnoException).code ?? error.name)
}

/** The address without user and password. */
function hostOf(url: string): string {
  if (!URL.canParse(url)) return '地址无法识别'
  const { host, pathname, searchParams } = new URL(url)
  return `${searchParams.get('host') ?? host}${pathname}`
}
