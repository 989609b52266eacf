/** `npm run -s evaluate -- NAME …`: the product's own parts on given files; JSON lines on stdout, progress on stderr. */
import { messageOf } from '../../shared/errors.ts'

const evaluations: Record<string, () => Promise<(args: string[]) => Promise<void>>> = {
  parse: async () => (await import('./parse.ts')).evaluateParse,
  group: async () => (await import('./group.ts')).evaluateGroup,
  'group-train': async () => (await import('./group-train.ts')).trainGroup,
  'topics-train': async () => (await import('./topics-train.ts')).trainTopicsOf,
  classify: async () => (await import('./classify.ts')).evaluateClassify,
  mask: async () => (await import('./mask.ts')).evaluateMask,
  burst: async () => (await import('./burst.ts')).evaluateBurst,
  'burst-bench': async () => (await import('./burst-bench.ts')).benchBursts,
}

const [name = '', ...args] = process.argv.slice(2)
const load = evaluations[name]
if (!load) {
  process.stderr.write(`There is no evaluation “${name}”; there are: ${Object.keys(evaluations).join(', ')}\n`)
  process.exit(2)
}
try {
  await (await load())(args)
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
