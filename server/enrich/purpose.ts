/** Guesses the type of request (诉求类型): as registered where there is a work order, else by the words. */
import { readPurposeWord } from '../../shared/orders/words.ts'
import type { CategoryGuess, Posting, Purpose } from '../../shared/posting.ts'
import { createLexicon } from './lexicon.ts'
import { listWords } from './word-list.ts'
import type { Reading } from './reading.ts'

const signs: [Purpose, weight: number, words: string[]][] = [
  ['咨询', 1, listWords(`
    请问 咨询 想问 问一下 想了解 如何办理 怎么办理 怎样办理 什么时候 何时 是否可以 能不能 可不可以 多少钱 需要什么材料 需要哪些 什么条件 有什么要求
    怎么申请 如何申请 政策是 什么政策 在哪里办 哪里办 流程 怎么查 请教一下 有谁知道 有没有规定 几月份 想咨询 是否符合 标准是 规定是`)],
  ['求助', 1, listWords(`
    求助 求帮 帮帮 帮忙解决 救救 帮助解决 请求帮助 急需 报修 抢修 恳请帮 求领导帮 帮我 帮我们 走投无路 希望帮 求解决 请帮
    什么时候能解决 什么时候解决 什么时候修 什么时候能修 什么时候恢复 什么时候能恢复 什么时候来电 什么时候来水 什么时候有水 什么时候有电
    何时解决 何时修 何时恢复 何时能 请问这事归谁管 归谁管 该谁管 有人管吗 有这么难吗`)],
  ['投诉', 1, listWords(`
    投诉 扰民 太过分 不合理 乱收费 不作为 态度恶劣 态度差 无人管 没人管 没人处理 无人处理 拒不 不予 不退 欺骗 强制 严重影响 影响休息 受不了 忍无可忍
    苦不堪言 推诿 敷衍 不处理 坑人 不解决 违规 一直不 迟迟 拖欠 噪音 臭气 脏乱 管管 管一管 有没有人管 能不能管 到底拆不拆 谁来管 坏了 不亮 堵塞 乱停`)],
  ['举报', 1.4, listWords('举报 检举 揭发 实名举报 偷排 偷倒 非法 无证经营 贪污 受贿 偷税 违法占地 黑作坊 假冒 涉嫌 赌博 销售假')],
  ['建议', 1.3, listWords(`
    建议 提议 提个建议 希望增设 希望增加 能否增设 能否增加 希望能增 合理化建议 是否可以增设 希望政府考虑 建议在 不妨 请增加 请增设 能不能考虑 几点建言`)],
  ['表扬', 2, listWords(`
    表扬 点赞 锦旗 好样的 感谢信 特此感谢 非常感谢工作人员 为民办实事 很满意 十分满意 办事效率高 热心帮助 热情周到 暖心 拾金不昧 致谢 衷心感谢 服务好 师傅们辛苦 师傅辛苦 好多了`)],
]

/** A title that says itself what it is. */
const titles: [Purpose, RegExp][] = [
  ['建议', /^(?:强烈)?建议|建议$|的(?:几点|一些|一点|小)建议/], ['咨询', /^(?:关于)?咨询|咨询$/], ['举报', /^(?:实名)?举报/], ['投诉', /^投诉|投诉$/], ['求助', /^(?:紧急)?求助/],
  ['表扬', /^(?:表扬|感谢|点赞)|感谢信|表扬信/],
]
/** Somebody asks for something, in whatever words. */
const plea = /^(?:请|恳请|敬请|希望|盼|望|求|能否|能不能)/
/** A question that asks for a deed: 能不能尽快抢修? */
const deed = /(?:能不能|能否|可否|可不可以|有这么难|谁管).{0,16}\?$/
const titleWeight = 2
/** What is this bitter is no consultation, even when the text holds a question. */
const bitter = -0.5
/** Ties go to the rarer type, which is seldom named in passing. */
const order: readonly Purpose[] = ['表扬', '举报', '建议', '投诉', '求助', '咨询']

type PurposeReader = (posting: Posting, reading: Reading, category: CategoryGuess, sentiment: number) => Purpose

/**
 * Registered type first; without one, what the title calls itself, else the type whose words weigh most. Praise with a
 * grievance beside it is a courtesy, and a bitter text that asks something in passing is a 投诉: both would drop out of
 * repeats and bursts. When no word speaks, a bitter text is a 投诉, a plea or a text on a known matter a 求助, a bare question
 * a 咨询, the rest 其他. “什么时候能修好” is no consultation: it is left to count.
 */
export function createPurposeReader(): PurposeReader {
  const entries = signs.flatMap(([purpose, weight, words]) => words.map((word) => ({ word, purpose, weight })))
  const lexicon = createLexicon(entries.map((entry) => entry.word))
  return (posting, reading, category, sentiment) => {
    const registered = posting.workOrder?.purpose
    if (registered) return readPurposeWord(registered) ?? '其他'
    const title = reading.body.slice(0, reading.titleEnd)
    const titled = titles.find(([, pattern]) => pattern.test(title))
    if (titled) return titled[0]
    const scores = new Map<Purpose, number>()
    const inTitle = new Set<Purpose>()
    lexicon.scan(reading, (at, start) => {
      const entry = entries[at] as (typeof entries)[number]
      if (start < reading.titleEnd) inTitle.add(entry.purpose)
      scores.set(entry.purpose, (scores.get(entry.purpose) ?? 0) + entry.weight * (start < reading.titleEnd ? titleWeight : 1))
    })
    const isGrievance = scores.has('投诉') || scores.has('举报')
    if (!inTitle.has('表扬') && (isGrievance || sentiment <= 0)) scores.delete('表扬')
    if (!inTitle.has('咨询') && sentiment < bitter) scores.delete('咨询')
    let best: Purpose = '其他'
    let weight = 0
    for (const purpose of order) {
      const score = scores.get(purpose) ?? 0
      if (score > weight) [best, weight] = [purpose, score]
    }
    if (weight > 0) return best
    if (sentiment < 0) return '投诉'
    if (reading.body.endsWith('?')) return deed.test(reading.body.slice(-24)) ? '求助' : '咨询'
    return category.code !== null || plea.test(title) ? '求助' : '其他'
  }
}
