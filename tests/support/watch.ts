/** A district that listens for nothing, for sources that ask no questions. */
import type { Watch } from '../../crawlers/source.ts'

export const noWatch: Watch = { names: [], plans: [] }
