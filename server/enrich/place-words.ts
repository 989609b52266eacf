/** The words by which names of places are read: what they end with, what they never hold, what only looks like one. */
import { listWords } from './word-list.ts'
import stopWords from './place-stops.json' with { type: 'json' }

/** How closely a school, a market or a works says where. */
export const facility = 4.5
/** Endings of names by how closely each says where. */
const endings: [number, string[]][] = [
  [5, listWords(`
    小区 花园 家园 新村 公寓 公馆 华庭 名都 名苑 雅苑 嘉园 豪庭 新城 花苑 佳苑 苑 华府 首府 嘉苑 家苑 新苑 桂园 家属区 家属院 安置区 棚户区 工地 楼盘
    山庄 人家 名门 世家 雅园 豪园 景园 佳园 康城 名城 花城 御府 学府 王府 府邸 大院 家属楼 一期 二期 三期 四期`)],
  [facility, listWords(`
    学校 小学 中学 幼儿园 医院 卫生院 菜市场 农贸市场 市场 超市 商场 商城 广场 公园 大厦 酒店 饭店 养老院 敬老院 加油站 汽车站
    养殖场 养猪场 养鸡场 猪场 鸡场 搅拌站 集市 车间 小镇 工厂 公司 厂 商贸城 宿舍 火车站 高铁站 客运站 变电站 收费站 服务区 码头 渡口 步行街 敬老中心 党校`)],
  [3.5, listWords('大道 大街 路 街 巷 桥 大桥 路口 道')],
  [3, listWords('社区 村 居委会 村委会 湾')],
  [2.8, listWords('河 渠 圩 闸 排涝站 泵站')],
]
/** Stands for an ending where the number of a building follows a name. */
export const building = ''
export const rankOf: ReadonlyMap<string, number> = new Map([[building, 5] as [string, number]].concat(
  endings.flatMap(([rank, words]) => words.map((word): [string, number] => [word, rank])),
))
export const longestEnding = Math.max(...[...rankOf.keys()].map((word) => word.length))

/** What makes another word of an ending: 路灯, 街道, 村里, 厂家. */
export const turns: ReadonlyMap<string, string> = new Map(Object.entries({
  路: '灯面口边况障牌基人线', 街: '道上边面头', 村: '里民委部道卫头', 桥: '下上面头', 厂: '区家房商', 河: '流床道堤岸', 渠: '道', 一期: '工', 二期: '工', 三期: '工', 四期: '工',
}))

/** Short words at which a name cannot begin or go on to the left. */
const short = listWords(`
  的 了 在 是 有 和 与 及 或 到 从 向 对 把 被 让 给 为 于 由 至 往 去 来 我 你 他 她 它 咱 这 那 此 该 本 贵 各 每 某 整 全 住 旁 外 边 旧
  市 县 区 镇 省 请 求 但 就 都 也 还 又 再 不 没 无 未 能 会 要 想 说 问 看 走 修 建 进 过 停 堵 坏 破 吵 家 所 条 个 座 处 段 号 栋 幢 楼
  等 之 间 前 后 时 年 月 日 道 铁 半 门 网 线 思 管 带 养 受 变 小 大 起 用 比 同 顺 因 自 其 且 已 却 最 太 约 距 含 达 如 可 元 万 多 将 竟 点 离
  称 找 帮 喊 仅 遂 尚 届 天 着 局 委 办 车 人 名 次 户 位 岁 倍 块 份`)
/**
 * Longer ones: place-stops.json holds the times, function words, numbers and verbs that are frequent in complaints (classes and
 * words of jieba's dictionary, less those that real names begin with: 解放, 建设, 第一) and who or what complaints speak of.
 */
const long = listWords(`
  我们 你们 他们 咱们 自己 大家 这个 那个 这条 那条 整个 整条 全部 所有 多个 几个 一个 一条 一些 两个 两条 几条 某个 家住 住在 对面 门口 里面 东侧
  西侧 南侧 北侧 东边 西边 老旧 新建 高档 高层 小高层 多层 洋房 别墅 公寓楼 宿舍楼 居民楼 安置房 后面 前面 旁边 南面 北面 东面 西面 靠近 围绕 特别 以及 包括 例如 尤其 其中 农村 乡村 城区 乡镇 城市 街道 来电 您好 你好 私人 公立 私立 公办 民办 民营 国有 一家 一所 单元 当地 铁路 修路
  走路 生活 建筑 房地产 退让 及时处理 有限 责任 股份 科技 实业 贸易 供电 物业公司 燃气 自来水 保险 公交 周边 敬请 恳请 我市 我区 我县 前往 通往 全体`)
export const stops: ReadonlySet<string> = new Set([...short, ...long, ...Object.values(stopWords).flat().flatMap(listWords)])

/** No name holds these, whatever they are glued to: 坏了路口, 放着小区. */
const stopCharacters = /[的了着过是把被给没吗呢吧啊这那哪您我你他她]|时间|期间/
export const hasStopCharacter = (word: string): boolean => stopCharacters.test(word)

/** Whole words that only look like names. */
export const common: ReadonlySet<string> = new Set(listWords(`
  铁路 道路 马路 公路 线路 网路 思路 出路 半路 一路 走路 修路 门路 电路 水路 管路 套路 上街 逛街 炸街 跑路 让路 生路 冤枉路 政府 农村 乡村 全村 本村
  我村 我厂 高速路 快速路 短路 上路 沿街 沿路 断路 绕路 开路 引路 铺路 拦路 满意路
  十字路口 三岔路口 人行道 步行街 商业街 房地产公司 物业公司 有限公司 分公司 总公司 子公司 开发公司 自来水公司 燃气公司 供电公司 公交公司 保险公司 污水处理厂
  管道燃气公司 自来水厂 服务公司 电力公司 电信公司 广告公司 电梯公司 房产公司 煤气公司 物流公司 中小学 中小学校 公立医院 公立学校 民办学校 私立学校
  专科学校 高等学校 技术学校 师范学校 居住小区 居民小区 住宅小区 安置小区 老旧小区 大型商场 大型超市 建筑工地 后花园 菜市场 农贸市场
  高速公路 农村公路 人行天桥 丁字路口 红绿灯路口 水泥路 泥巴路 石子路 砂石路 柏油路 沥青路 断头路 必经之路 自然村 行政村 大马路 老马路 大公路 小马路 台湾 大工厂 老大街
  市政府 区政府 县政府 镇政府 整条路 这条路 那条路 条路 停车场 公共场所 大河 小河 内河 江河 河流 护城河 沿河 银河 黄河 长河 沟渠 水渠 排渠 灌渠 暗渠 明渠 灌溉渠 排水渠 排洪渠 退圩 河堤 全小区 本小区 我小区 整个小区 家属楼 家属大院 机关大院 小区大院 政府大院 老人家 大人家 城中村 高架桥 立交桥 农民工 搬迁 公交线路 大街小巷 走投无路 街心花园`))
/** Endings that jieba glues to what follows, and how words begin that only look like that. */
export const glued = {
  heads: ['小区', '工地', '学校', '村', '路', '街', '河'],
  not: new Set(listWords(`
    村民 村委 村居 村干 村镇 村庄 村落 村级 村长 村支 村小 村头 村口 村道 村部 村组 村子 村卫 村规 村办
    路灯 路口 路面 路边 路上 路段 路人 路线 路况 路过 路障 路政 路基 路标 路牌 路程 路径 路由 路费 路旁 路途 路子 路桥 路沿 路网 路肩 路局 路虎 路经
    河道 河水 河流 河堤 河床 河南 河北 河东 河西 河畔 河岸 河口 河沙 河滩 河湾 河长 河工 河豚 河蟹 河虾 河鲜 河粉
    街道 街上 街边 街面 街头 街口 街区 街坊 街办 街舞 街巷 街心 街景`)),
}
/** Words that may stand inside a name (幸福里小区) and never begin one. */
export const inner: ReadonlySet<string> = new Set(listWords('里 内 上 下 东 西 南 北 中 新 老 大 小 一 二 三 开 马 公 出'))
/** 黄集花园 is a name, 黄集镇小区 is an estate somewhere in 黄集镇. */
export const division = /[省市县区镇乡道]$/
