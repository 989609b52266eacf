/** Refusals that whoever asks tells apart. */
import { GiveUp } from '../../shared/errors.ts'

/** There is no import of this number. */
export class NoSuchImport extends GiveUp {
  constructor(id: number) {
    super(`没有第 ${id} 号导入`)
  }
}

/** The key stood for another body. */
export class KeyTaken extends GiveUp {
  constructor() {
    super('这个幂等键（Idempotency-Key）已用于另一批内容不同的数据，请为新的一批换一个键')
  }
}
