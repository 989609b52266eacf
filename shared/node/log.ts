/** The one logger: JSON lines on stderr (stdout belongs to results), secrets and personal data never among them. */
import { pino, type Logger } from 'pino'

export type Log = Logger

/** `name` is the role that speaks: server, pipeline, crawlers, doctor … */
export function createLog(name: string, level: string): Log {
  return pino(
    { name, level, base: { name }, timestamp: pino.stdTimeFunctions.isoTime, redact: { paths: ['*.password', '*.cookie', '*.authorization'], remove: true } },
    pino.destination({ dest: 2, sync: true }),
  )
}
