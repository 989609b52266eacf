/** Signs that somebody should look soon: danger to life, crowds, threats, petitions, media, outages. */
import { urgencies } from '../../shared/posting.ts'
import type { Urgency } from '../../shared/posting.ts'
import { createLexicon, isDenied } from './lexicon.ts'
import { listWords } from './word-list.ts'
import type { Reading } from './reading.ts'

const signs: Record<Urgency, string[]> = {
  danger: listWords(`
    轻生 跳楼 想自杀 要自杀 准备自杀 企图自杀 寻短见 割腕 喝农药 不想活 活不下去 溺水 落水 掉进河 掉河里 被困 困在电梯 电梯困人 中毒 爆炸 起火 着火 失火 发生火灾
    坍塌 倒塌 塌方 垮塌 燃气泄漏 天然气泄漏 煤气泄漏 漏气 煤气味 触电 漏电 晕倒 昏迷不醒 救命啊 喊救命 快救命 有人受伤 砸伤 砸到人 决堤 管涌 漫堤 溃堤 出了人命 闹出人命`),
  crowd: listWords(`
    聚集 聚众 围堵 堵路 堵门 拉横幅 打横幅 静坐 罢工 罢运 罢课 停运抗议 游行 集会 几十人 几十个人 几百人 上百人 上百名 数百人 数十人
    群体性 集体维权 集体抗议 集体讨薪 联名 抗议`),
  threat: listWords('报复 同归于尽 鱼死网破 砍死 砍人 弄死 杀了 杀人 炸掉 放火 点火烧 泼汽油 玉石俱焚 血债 要出人命 走极端 极端行为 做出过激'),
  petition: listWords('上访 信访局 去北京 进京 赴京 到北京 赴省 到省里 去省里 去南京 越级 国家信访 巡视组 督察组 巡察组 集体信访'),
  media: listWords('曝光 记者 媒体 电视台 焦点访谈 抖音 快手 发到网上 发网上 上热搜 热搜 微博曝光 今日头条 315晚会 新闻联播 央视 网络曝光 发视频'),
  outage: listWords(`
    停水 停电 停气 没水 没电 没气 断水 断电 断网 断供 无水 无电 水停了 电停了 停水了 停电了 停气了 跳闸 没有水 没有电 没有气 没信号
    网络中断 爆管 水管爆 大面积停`),
}
/** What turns a word into fear, rehearsal, story or notice: the danger is not there now. */
const supposed = listWords(`
  会不会 容易 可能 万一 怕 担心 恐 隐患 如果 要是 一旦 假如 倘若 若 将会 随时 快要 说不定 引起 引发 导致 非得 以防 避免 防止 预防 防范
  演练 演习 培训 宣传 电影 小说 游戏 电视剧 险些 差点 曾 去年 前年 往年 历年 多次 频发`)
/** The same right after the word. */
const supposedAfter = listWords('隐患 危险 风险 可能 事件 事故 怎么办 不堪设想 频发 演练 演习 等 都有 、')
const reach = 8

/** Each sign at most once, in the order of `urgencies`. A denied word, and for danger a supposed one, is no sign. */
export function createUrgencyReader(): (reading: Reading) => Urgency[] {
  const entries = urgencies.flatMap((urgency) => signs[urgency].map((word) => ({ word, urgency })))
  const lexicon = createLexicon(entries.map((entry) => entry.word))
  return (reading) => {
    const seen = new Set<Urgency>()
    lexicon.scan(reading, (at, start, end) => {
      const { urgency, word } = entries[at] as (typeof entries)[number]
      if (seen.has(urgency) || (isDenied(reading.body, start) && !word.startsWith('不'))) return
      if (urgency === 'danger' && isSupposed(reading.body, start, end)) return
      seen.add(urgency)
    })
    return urgencies.filter((urgency) => seen.has(urgency))
  }
}

/** Looks within the clause: back to the last stop, and on to the next word (坍塌隐患, 起火演练). */
function isSupposed(body: string, start: number, end: number): boolean {
  const before = body.slice(Math.max(0, start - reach), start)
  const clause = before.slice(Math.max(...[',', '。', '!', '?', ';', '\n'].map((stop) => before.lastIndexOf(stop))) + 1)
  const after = body.slice(end, end + 5)
  return supposed.some((word) => clause.includes(word)) || supposedAfter.some((word) => after.startsWith(word) || after.startsWith(`的${word}`))
}
