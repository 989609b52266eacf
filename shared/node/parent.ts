/** Ends a role when the process that started it is gone: nobody is left who could stop it. */

const everyMs = 250

/**
 * Calls `onGone` once when this process's parent ends (npm killed, the server killed) or the IPC channel closes.
 *
 * The system hands an orphan to another parent, so a changed `process.ppid` tells; it works on every POSIX system and costs
 * one system call a quarter of a second. Where it fails: a shell that stays between npm and this process hides npm's end,
 * so package.json's scripts are single commands, which shells replace themselves with.
 * @returns a function that stops watching.
 */
export function endWithParent(onGone: () => void): () => void {
  const parent = process.ppid
  const stop = () => {
    clearInterval(timer)
    process.off('disconnect', gone)
  }
  const gone = () => {
    stop()
    onGone()
  }
  const timer = setInterval(() => { if (process.ppid !== parent) gone() }, everyMs)
  timer.unref()
  process.on('disconnect', gone)
  return stop
}
