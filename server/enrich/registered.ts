/** Reads the category under which the office registered an order as a leaf or a branch of the pack's taxonomy. */
import type { Branch } from '../../shared/district.ts'
import type { CategoryGuess } from '../../shared/posting.ts'
import { foldText } from '../../shared/text.ts'
import { createCategoriser } from './category.ts'
import type { Reading } from './reading.ts'

const longestPath = 300

/** Names are compared without their punctuation: 小广告“牛皮癣”, 小广告(牛皮癣). */
const fold = (name: string): string => foldText(name).replace(/[^\p{L}\p{N}]/gu, '')

/**
 * The guess, as what was registered has it:
 * - Words that name a leaf, by its name or code, alone or as a part of a path (城乡建设/市政设施/路灯亮化), are the category with confidence 1:
 *   a person said so, who heard the caller. Of several parts the last that is a leaf counts.
 * - Words that name a branch only keep the guess within it. A guess elsewhere gives way to what the branch's own seed words say, and to
 *   未分类 where they say nothing: whoever opens 市容环卫 must not find there what was registered as 教育, nor the other way round.
 * - Other words change nothing: most offices have a taxonomy of their own.
 */
export function createRegisteredCategory(taxonomy: readonly Branch[]): (words: string, guess: () => CategoryGuess, reading: Reading) => CategoryGuess {
  const leaves = new Map(taxonomy.flatMap((branch) => branch.leaves.flatMap(({ code, name }) => [[fold(name), code], [code, code]])))
  const branches = new Map(taxonomy.map((branch) => [fold(branch.name), branch]))
  const within = new Map<Branch, ReturnType<typeof createCategoriser>>()

  function guessWithin(branch: Branch, reading: Reading): CategoryGuess {
    const categorise = within.get(branch) ?? createCategoriser([branch])
    within.set(branch, categorise)
    return categorise(reading)
  }

  return (words, guess, reading) => {
    const path = words.slice(0, longestPath)
    const parts = [path, ...path.split(/[/\\>＞／→|｜—–-]/).toReversed()].map(fold)
    const leaf = parts.map((part) => leaves.get(part)).find((code) => code !== undefined)
    if (leaf !== undefined) return { code: leaf, confidence: 1 }
    const guessed = guess()
    const branch = parts.map((part) => branches.get(part)).find((named) => named !== undefined)
    if (!branch || guessed.code === null || branch.leaves.some(({ code }) => code === guessed.code)) return guessed
    return guessWithin(branch, reading)
  }
}
