/** Measures how surely and how fast copies are found, beside bare jieba cut of the same texts in the same run. */
import { parseArgs } from 'node:util'
import { Copies } from '../../server/issues/copies.ts'
import { loadDistrict } from '../../shared/node/district.ts'
import { createSegmenter } from '../../shared/node/segment.ts'
import { makeStream } from '../support/stream.ts'
import { randomFrom, withChanges } from '../support/texts.ts'

const length = 120
const rounds = 10
/** What people and platforms put before and behind what they pass on. */
const forwarded = [['转发微博//@洪泽小李:', ''], ['', '//@湖边人家:求扩散'], ['【转】', '（来自网络）'], ['求转！', '@洪泽发布']] as const

/**
 * Prints one line `{texts, recall, forwardedRecall, falsePerMillion, perSecond, ratioToCut}`: of `--texts` (20,000) of 120
 * characters the share found again with 2–7 of them changed, and forwarded with words around them; how many, in a million,
 * were called copies of another with which they have less than half of their trigrams in common; texts looked for and
 * remembered a second, and that rate over the rate of bare cutting (median of ten rounds that take turns).
 */
export async function benchCopies(args: string[]): Promise<void> {
  const { values } = parseArgs({ args, options: { texts: { type: 'string', default: '20000' } } })
  const count = Number(values.texts)
  if (!(count >= rounds)) throw new Error(`--texts takes a number from ${rounds} on`)
  const texts = makeTexts(count)
  const segmenter = createSegmenter(loadDistrict('320813'))
  const copies = new Copies()
  let falsely = 0
  const turns = Array.from({ length: rounds }, (_, round) => {
    const each = Math.ceil(count / rounds)
    const part = texts.slice(round * each, (round + 1) * each)
    const cut = time(() => { for (const text of part) segmenter.cut(text) })
    return {
      postings: part.length, cut,
      find: time(() => {
        for (const [index, text] of part.entries()) {
          const copy = copies.find(text)
          if (copy && similarity(text, texts[copy.posting] as string) < 0.5) falsely++
          copies.keep(round * each + index)
        }
      }),
    }
  })
  const random = randomFrom(2)
  const share = (change: (text: string, index: number) => string): number =>
    texts.filter((text, index) => copies.find(change(text, index))?.posting === index).length / count
  const round = (value: number, digits: number): number => Number(value.toFixed(digits))
  process.stdout.write(`${JSON.stringify({
    texts: count, recall: round(share((text, index) => withChanges(random, text, 2 + (index % 6))), 4),
    forwardedRecall: round(share((text, index) => {
      const [before, after] = forwarded[index % forwarded.length]!
      return `${before}${text}${after}`
    }), 4),
    falsePerMillion: round((falsely * 1e6) / count, 0), perSecond: Math.round(median(turns.map(({ postings, find }) => (postings * 1_000) / find))),
    ratioToCut: round(median(turns.map(({ cut, find }) => cut / find)), 3),
  })}\n`)
}

/** Postings of a stream, run together and cut to one length. */
function makeTexts(count: number): string[] {
  const stream = makeStream(count * 2, 3)
  return Array.from({ length: count }, (_, i) => `${stream.item(2 * i).title}，${stream.item(2 * i).text}${stream.item(2 * i + 1).text}`.slice(0, length))
}

/** Share of trigrams in common. */
function similarity(one: string, other: string): number {
  const trigrams = (text: string): Set<string> => {
    const letters = text.replace(/[^\p{L}\p{N}]/gu, '')
    return new Set(Array.from({ length: letters.length - 2 }, (_, i) => letters.slice(i, i + 3)))
  }
  const [a, b] = [trigrams(one), trigrams(other)]
  const common = [...a].filter((trigram) => b.has(trigram)).length
  return common / (a.size + b.size - common)
}

function time(run: () => void): number {
  const start = performance.now()
  run()
  return performance.now() - start
}

const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
