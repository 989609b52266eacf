/** All indicators, in the order in which they are shown. */
import type { Indicator } from '../indicator.ts'
import { appeased, calledBack, reachedRate, resolved, satisfied } from './callback.ts'
import { onTime, returned, signed } from './handling.ts'
import { returning } from './return.ts'
import { direct, directRate, posts, received, transferred } from './volume.ts'

export const indicators: readonly Indicator[] = [
  received, posts, direct, transferred, directRate, signed, onTime, returned, calledBack, reachedRate, satisfied, resolved, appeased, ...returning,
]
