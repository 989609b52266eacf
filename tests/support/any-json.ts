/** Any JSON at all, with the names that a reader looks for among its own. */
import fc from 'fast-check'

export function anyJson(names: readonly string[]): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    json: fc.oneof({ maxDepth: 5 },
      fc.constantFrom<unknown>(null, 0, 1, '0', '', 'success', '9223372036854775807', true), fc.integer(), fc.string(),
      fc.array(tie('json'), { maxLength: 4 }), fc.dictionary(fc.constantFrom(...names, '__proto__'), tie('json'), { maxKeys: 8 })),
  })).json
}
