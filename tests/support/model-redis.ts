/** As much of Redis as effects use, in memory: what properties compare. */
import type { Effects } from '../../server/live-state/effects.ts'

type Value = Map<string, string | number>

export class ModelRedis {
  /** Key → field or member → value or score. Sets hold 1. */
  readonly values = new Map<string, Value>()

  copy(): ModelRedis {
    const copy = new ModelRedis()
    for (const [key, value] of this.values) copy.values.set(key, new Map(value))
    return copy
  }

  apply({ keys, commands }: Effects): void {
    for (const [command, place, ...args] of commands) {
      const key = keys[Number(place) - 1]!
      this.#run(String(command), key, args)
      if (this.values.get(key)?.size === 0) this.values.delete(key)
    }
  }

  hash(key: string): Value {
    return this.values.get(key) ?? new Map<string, string | number>()
  }

  #run(command: string, key: string, args: (string | number)[]): void {
    const value = this.values.get(key) ?? new Map<string, string | number>()
    if (command !== 'DEL' && command !== 'EXPIREAT') this.values.set(key, value)
    const [first = '', second = ''] = args
    switch (command) {
      case 'DEL': this.values.delete(key); return
      case 'EXPIREAT': return
      case 'HSET': value.set(String(first), second); return
      case 'HINCRBY': value.set(String(first), Number(value.get(String(first)) ?? 0) + Number(second)); return
      case 'SADD': value.set(String(first), 1); return
      case 'HDEL': case 'SREM': case 'ZREM': value.delete(String(first)); return
      case 'ZADD': {
        const [score, member] = first === 'GT' ? [args[1]!, String(args[2])] : [first, String(second)]
        if (first !== 'GT' || Number(score) > Number(value.get(member) ?? -Infinity)) value.set(member, score)
        return
      }
      case 'ZREMRANGEBYSCORE':
        for (const [member, score] of value) if (Number(score) <= Number(second)) value.delete(member)
        return
      default: throw new Error(`No model of ${command}`)
    }
  }
}
