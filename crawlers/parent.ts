/** Ends a role when whoever started it is gone: a crawler that outlives its server would crawl for nobody. */

/** Calls `end` once, on SIGTERM or SIGINT, when the IPC channel closes, or when another process has become the parent. */
export function endWithParent(end: (why: string) => void): void {
  const parent = process.ppid
  let ended = false
  const once = (why: string) => {
    if (ended) return
    ended = true
    clearInterval(watch)
    end(why)
  }
  const watch = setInterval(() => {
    if (process.ppid !== parent) once('parent is gone')
  }, 500)
  watch.unref()
  process.once('disconnect', () => { once('parent disconnected') })
  process.once('SIGTERM', () => { once('SIGTERM') })
  process.once('SIGINT', () => { once('SIGINT') })
}
