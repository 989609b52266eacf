/** Reads names of places that no gazetteer holds by their shape: …小区, …路, …村, …学校, …公司. */
import { listWords } from './lexicon.ts'
import type { Reading } from './reading.ts'

/** Endings of names by how closely each says where. */
const endings: [number, string[]][] = [
  [5, listWords(`
    小区 花园 家园 新村 公寓 公馆 华庭 名都 名苑 雅苑 嘉园 豪庭 新城 花苑 佳苑 苑 华府 首府 嘉苑 家苑 新苑 家属区 家属院 安置区 棚户区 工地 楼盘`)],
  [4.5, listWords(`
    学校 小学 中学 幼儿园 医院 卫生院 菜市场 农贸市场 市场 超市 商场 广场 公园 大厦 酒店 饭店 养老院 敬老院 加油站 汽车站
    养殖场 养猪场 养鸡场 猪场 鸡场 搅拌站 集市 车间 小镇 工厂 公司 厂`)],
  [3.5, listWords('大道 大街 路 街 巷 桥 大桥 路口')],
  [3, listWords('社区 村 居委会 村委会')],
]
const rankOf = new Map(endings.flatMap(([rank, words]) => words.map((word): [string, number] => [word, rank])))
const longestEnding = Math.max(...[...rankOf.keys()].map((word) => word.length))

/** Words at which a name cannot begin or go on to the left. */
const stops = new Set(listWords(`
  的 了 在 是 有 和 与 及 或 到 从 向 对 把 被 让 给 为 于 由 至 往 去 来 我 你 他 她 它 我们 你们 他们 咱们 咱 自己 大家 这 那 这个 那个 这条 那条
  这里 那里 此 该 本 贵 各 每 某 整个 整条 全 全部 所有 很多 许多 多个 几个 一个 一条 一些 两个 两条 几条 某个 位于 反映 请问 投诉 举报 咨询 关于
  住 家住 住在 居住 路过 经过 途经 沿着 附近 旁边 旁 对面 前面 后面 门口 里面 外 边 东侧 西侧 南侧 北侧 东边 西边 老旧 旧 新建 高档 农村 乡村
  城区 乡镇 城市 市 县 区 镇 街道 省 市民 群众 居民 业主 村民 来电 尊敬 领导 您好 你好 请 希望 要求 建议 求 求助 因为 由于 但 但是 而且 就 都
  也 还 又 再 不 没 没有 无 未 可以 应该 能 会 要 想 说 问 看 走 修 建 进 过 停 堵 坏 破 吵 私人 公立 私立 公办 民办 民营 国有 物业 一家 一所
  家 所 条 个 座 处 段 号 栋 幢 单元 楼 等 之 间 前 后 时 年 月 日 政府 部门 有关 相关 当地 道 铁 半 门 网 线 思 铁路 高速 修路 走路 管 带
  养 生活 建筑 房地产 开发 有限 责任 股份 科技 实业 贸易 供电 物业公司 燃气 自来水 保险 公交 表扬 感谢 周边 受 入驻 学生 敬请 恳请 我市 我区 我县 选择 参考 变 前往 通往 咱们 小 大 全体`))
/** Whole words that only look like names. */
const common = new Set(listWords(`
  铁路 道路 马路 公路 线路 网路 思路 出路 半路 一路 走路 修路 门路 电路 水路 管路 套路 上街 逛街 政府 农村 乡村 全村 本村 我村 我厂 高速路
  十字路口 三岔路口 人行道 步行街 房地产公司 物业公司 有限公司 分公司 开发公司 自来水公司 燃气公司 供电公司 公交公司 保险公司 污水处理厂
  高速公路 农村公路 人行天桥 丁字路口 红绿灯路口 水泥路 泥巴路 石子路 砂石路 柏油路 沥青路 断头路 必经之路 自然村 行政村 大马路 老马路
  市政府 区政府 县政府 镇政府 整条路 这条路 那条路 条路 停车场 公共场所 老旧小区 安置小区 住宅小区 居民小区 城中村 高架桥 立交桥 农民工 搬迁`))
/** Words that may stand inside a name (幸福里小区) and never begin one. */
const inner = new Set(listWords('里 内 上 下 东 西 南 北 中 新 老 大 小 一 二 三 开 马 公 出'))
/** 黄集花园 is a name, 黄集镇小区 is an estate somewhere in 黄集镇. */
const division = /[省市县区镇乡道]$/
const longestName = 10
const titleWeight = 2

type Names = ReadonlySet<string>

/**
 * Goes left from an ending over short words until a stop word, the name of a wider place, a mark, a digit or ten
 * characters; jieba cuts unknown names into pieces (海·棠·晴·园·小区), so the pieces are put together again. It fails where
 * a verb that is no stop word stands right before the name. Null when nothing is as close as `least` (5 estate, 4.5 site,
 * 3.5 road, 3 village).
 */
export function findShapedPlace(reading: Reading, known: Names, wide: Names, least: number): string | null {
  const { words, titleEnd } = reading
  let offset = 0
  let best: string | null = null
  let most = 0
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] as string
    const ending = endingOf(word)
    if (ending && !common.has(word)) {
      const name = extend(words, at, wide)
      const score = (rankOf.get(ending) as number) * (offset < titleEnd ? titleWeight : 1)
      const isNew = name !== null && name.length > ending.length && !common.has(name) && !known.has(name)
      if (isNew && score > most && (rankOf.get(ending) as number) >= least) [best, most] = [name, score]
    }
    offset += word.length
  }
  return best
}

function endingOf(word: string): string | null {
  for (let length = Math.min(longestEnding, word.length); length > 0; length -= 1) {
    const ending = word.slice(-length)
    if (rankOf.has(ending)) return ending
  }
  return null
}

function extend(words: readonly string[], at: number, wide: Names): string | null {
  let name = words[at] as string
  if (name.length >= 3 && !rankOf.has(name)) return name.length <= longestName && !wide.has(name) ? name : null
  let whole: string | null = null
  for (let left = at - 1; left >= 0; left -= 1) {
    const word = words[left] as string
    if (stops.has(word) || !isName(word) || name.length + word.length > longestName) break
    if (wide.has(word)) {
      if (left === at - 1 && !division.test(word)) whole = word + name
      break
    }
    name = word + name
    if (!inner.has(word)) whole = name
  }
  return whole !== null && whole.length >= 3 ? whole : null
}

/** Han characters and letters only: a mark or a digit ends a name. */
const isName = (word: string): boolean => /^[\p{Script=Han}a-z]+$/u.test(word)
