/** The segmenter: jieba with its own dictionary and the words of a district. */
import { Jieba } from '@node-rs/jieba'
import { dict } from '@node-rs/jieba/dict.js'
import type { DistrictPack } from '../district.ts'
import { foldText, longestText, longestTitle } from '../text.ts'

/** Longer seeds are phrases: as one word they would hide the words that two postings share. */
const longestSeed = 3
/** High enough that a name is not cut into commoner words. */
const nameFrequency = 20_000
const seedFrequency = 500
/** Title, line break, text, and room for the placeholders of masking; a million characters would block for .7 s. */
const longest = (longestText + longestTitle) * 2

/** Cuts a text into words that, put together, are the text again (of what is too long, only the beginning is cut). */
export function createSegmenter(pack: DistrictPack): { cut(text: string): string[] } {
  const jieba = Jieba.withDict(dict)
  jieba.loadDict(Buffer.from(userDictionary(pack)))
  return { cut: (text) => jieba.cut((text.length <= longest ? text : text.slice(0, longest)).toWellFormed(), true) }
}

function userDictionary(pack: DistrictPack): string {
  const words = new Map<string, string>()
  const add = (word: string, frequency: number, tag: string): void => {
    const folded = foldText(word)
    if (folded.length >= 2 && !words.has(folded)) words.set(folded, `${folded} ${frequency} ${tag}`)
  }
  for (const place of pack.places) for (const name of [place.name, ...place.aliases]) add(name, nameFrequency, 'ns')
  for (const unit of pack.units) for (const name of [unit.name, ...unit.aliases]) add(name, nameFrequency, 'nt')
  for (const leaf of pack.taxonomy.flatMap((branch) => branch.leaves)) {
    const parts = leaf.seeds.flatMap((seed) => seed.split(' '))
    for (const part of parts) if (part.length <= longestSeed) add(part, seedFrequency, 'n')
  }
  return `${[...words.values()].join('\n')}\n`
}
