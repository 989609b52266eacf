/** How bitter or grateful a posting is. */
import { createLexicon, isDenied } from './lexicon.ts'
import { listWords } from './word-list.ts'
import type { Reading } from './reading.ts'

/** Words by how much they weigh; below 0 bitter. */
const weighed: [number, string[]][] = [
  [-1, listWords(`
    不满意 影响 扰民 难闻 臭 脏 乱 差 吵 堵 坏 破 漏 慢 烦 拖延 推诿 敷衍 失望 无奈 担心 着急 害怕 不便 不满 不公 不合理 困难 损失 隐患 危险 投诉 举报
    噪音 污染 拖欠 欺骗 乱收费 没人管 无人管 无人处理 不处理 不解决 不作为 坑洼 受伤 难受 坏了 不亮 没电 没水 没气 停水 停电 停气 臭气 太少 大坑
    破损 损坏 没人修 咬伤 跑路 办不下来 堵塞 拥堵 被骗 违建 太烂 虫子 腹泻 呕吐 偷排 直排 堆积 成堆 打鸣 积水 到处是 半夜 凌晨 乱停 占用 拖着
    退不了 不退 破烂 泥泞 漆黑 无电 无水 睡觉`)],
  [-1.6, listWords(`
    严重 恶劣 忍无可忍 苦不堪言 气愤 愤怒 怨声载道 民不聊生 欺压 霸道 黑心 无耻 缺德 可恨 太过分 过分 绝望 崩溃 欺人太甚 叫苦连天 哭诉 无法无天
    不管不问 气死 烦死 踢皮球 置之不理 走投无路 骗子 恶臭 彻夜难眠 无法入睡 睡不着 睡不好 臭气熏天 害人 丧尽天良 没法住 没法走`)],
  // Asked for, not given.
  [0, listWords('满意的答复 满意答复 满意的答案 满意的回复 就说满意 满意的结果 图方便 为了方便')],
  // Wished for as often as praised: 为了方便, 希望改善.
  [0.3, listWords('谢谢 感谢 您好 辛苦 方便 改善 放心 高效 及时处理')],
  [1.2, listWords('表扬 点赞 满意 好评 赞 热情 耐心 暖心 解决了 修好了 很快就 负责任 周到 舒心')],
  [2, listWords('衷心感谢 非常感谢 十分满意 非常满意 锦旗 好样的 拍手称快 为民办实事')],
]
const strengtheners = new Set(listWords('很 太 极 最 特 超 更 非常 十分 极其 特别 实在 极度 相当 尤其'))

/** −1 (bitter) … 1 (grateful), 0 where no word speaks; a denied word counts half against itself. Irony is not seen. */
export function createSentimentReader(): (reading: Reading) => number {
  const entries = weighed.flatMap(([weight, words]) => words.map((word) => ({ word, weight })))
  const lexicon = createLexicon(entries.map((entry) => entry.word))
  return (reading) => {
    let sum = 0
    let weightSum = 0
    lexicon.scan(reading, (at, start, end) => {
      const { weight, word } = entries[at] as (typeof entries)[number]
      if (word.length === 1 && (reading.starts[start] === 0 || reading.starts[end] === 0)) return
      const strong = [1, 2].some((length) => strengtheners.has(reading.body.slice(Math.max(0, start - length), start))) ? 1.4 : 1
      sum += weight * strong * (isDenied(reading.body, start) ? -0.5 : 1)
      weightSum += Math.abs(weight)
    })
    return weightSum === 0 ? 0 : Math.round(Math.tanh(sum / (1.5 + 0.5 * weightSum)) * 1_000) / 1_000
  }
}
