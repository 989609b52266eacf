/** `npm run -s bench -- NAME …`: one JSON line on stdout, progress on stderr. */
import { messageOf } from '../../shared/errors.ts'
import { benchCopies } from './copies.ts'
import { benchEnrich } from './enrich.ts'
import { benchGroup } from './group.ts'
import { benchImport } from './import.ts'
import { benchPipeline } from './pipeline.ts'

const benches: Record<string, (args: string[]) => Promise<void>> = {
  copies: benchCopies, enrich: benchEnrich, group: benchGroup, import: benchImport, pipeline: benchPipeline,
}

const [name = '', ...args] = process.argv.slice(2)
const bench = benches[name]
if (!bench) {
  process.stderr.write(`There is no bench “${name}”; there are: ${Object.keys(benches).join(', ')}\n`)
  process.exit(2)
}
try {
  await bench(args)
} catch (error) {
  process.stderr.write(`${messageOf(error)}\n`)
  process.exitCode = 1
}
