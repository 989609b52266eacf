/** Where things happen: townships and the estates, roads, villages, schools … of each, real names mixed with invented ones. */
import type { Chance } from './chance.ts'

export const placeKinds = [
  'estate', 'road', 'village', 'school', 'market', 'hospital', 'park', 'site', 'water', 'factory', 'town',
] as const
export type PlaceKind = (typeof placeKinds)[number]

export interface Place {
  name: string
  kind: PlaceKind
  /** Name of its township as people say it. */
  township: string
}

/** Township as spoken → unit that registers orders for it. */
export const townshipUnits: Record<string, string> = {
  高良涧: '高良涧街道', 朱坝: '朱坝街道', 黄集: '黄集街道', 蒋坝: '蒋坝镇', 岔河: '岔河镇', 东双沟: '东双沟镇', 三河: '三河镇', 老子山: '老子山镇',
  西顺河: '西顺河镇', 经济开发区: '洪泽经济开发区',
}

/** Names by township and kind; estates, sites and schools of the bulletin are among them. */
const names: Record<string, Partial<Record<PlaceKind, string>>> = {
  高良涧: {
    estate: '润园小区 卫校小区 钱码小区 杨码小区 盛世华庭 巴黎花园 苏源绿洲 华厦世纪嘉园 惠民家园 中兴名都 东湖人家 海棠晴园 天城一品 泽瑞悦公馆 洪盛国际 '
      + '原司法局家属区 湖滨花园 浔河新村 砚台小区 大庆花园 利民小区 益寿家园 水釜华庭 翠湖湾 东方花园 人民路家属院 泰山花苑 漫城一期 富康花园 世纪桂园',
    road: '人民路 大庆路 东三街 东一街 洪泽湖大道 大庆北路 北京路 浔河路 文化路 太湖路 洪祥路 东风路 益民路 富民路 洪武路 健康路 砚临河路 建设东路 解放路 东七道 南四街',
    school: '洪泽实验小学 洪泽湖初级中学 洪泽中专 机关幼儿园 三之三幼儿园 城南小学 育才实验学校 高良涧中心小学',
    market: '洪泽农贸市场 东风市场 水产批发市场 中央商场 万联超市 大润发超市 洪泽商贸城', hospital: '洪泽区人民医院 洪泽区中医院 区妇幼保健院',
    park: '文化广场 世纪公园 古堰公园 洪泽湖公园 浔河风光带 体育公园', site: '海棠晴园工地 天城一品工地 泽瑞悦公馆工地 洪盛国际工地 机关幼儿园工地 三之三幼儿园工地 漫城三期工地',
    water: '洪泽湖停泊区 浔河 砚临河 洪泽湖大堤高良涧段 二河闸', factory: '植物油厂 老酒厂', town: '高良涧街道',
  },
  朱坝: {
    estate: '朱坝新城 大魏家园 朱坝嘉苑', road: '朱坝镇前街 三里桥路 宁连路朱坝段 大魏路', village: '大魏村 三里村 赵集居 曙光村 青墩村 双合村 陆圩村 小街居 花园村 卢集村',
    school: '朱坝中心小学 朱坝中学', market: '朱坝农贸市场', hospital: '朱坝卫生院', park: '朱坝文化广场', water: '往良河 浔河朱坝段', town: '朱坝街道',
  },
  黄集: {
    estate: '黄集花园 桃园新村', road: '黄集街 黄高路 幸福路', village: '桃园村 黄圩村 张庄村 团结村 洪新村 吴墩村 李滩村 滨河村 窑头村', school: '黄集中心小学 黄集初级中学',
    market: '黄集农贸市场', hospital: '黄集卫生院', water: '花河 黄集排涝站', factory: '黄集饲料厂', town: '黄集街道',
  },
  蒋坝: {
    estate: '河工小镇 蒋坝新苑', road: '蒋坝老街 彭城路 大堤路蒋坝段', village: '头河村 彭城村 堆头村 白虾滩村 三河头村', school: '蒋坝中心小学', market: '蒋坝鱼圆街 蒋坝集市', hospital: '蒋坝卫生院',
    park: '蒋坝船塘公园', water: '三河闸 洪泽湖大堤蒋坝段 蒋坝船塘', town: '蒋坝镇',
  },
  岔河: {
    estate: '岔河家苑 白马湖新村', road: '岔河正街 岔仁路 白马路', village: '陈向村 淮宝村 东阳村 马庄村 仁和村 唐曹村 滨湖村 合兴村 王桥村 郭庄村 沈渡村', school: '岔河九年制学校 仁和小学',
    market: '岔河农贸市场', hospital: '岔河卫生院', water: '白马湖 草泽河', factory: '岔河米厂', town: '岔河镇',
  },
  东双沟: {
    estate: '双沟花苑 万集小区', road: '双沟街 万集路 浔河南路', village: '万集村 大街村 双新村 丁庄村 河东村 谢庄村 史周村 沿湖村 常庄村 石桥村 赵庄村', school: '东双沟中心小学 万集小学',
    market: '东双沟集市', hospital: '东双沟卫生院', water: '苏北灌溉总渠东双沟段 张马河', factory: '双沟砖瓦厂', town: '东双沟镇',
  },
  三河: {
    estate: '三河小区 共和家园', road: '三河街 共和路 洪三路', village: '桥南村 共和村 蔡庄村 石工村 小滩村 临河村 四圩村 新集村 塘埂村', school: '三河中心小学', market: '三河集市',
    hospital: '三河卫生院', water: '入江水道三河段 三河泵站', factory: '三河钢管厂', town: '三河镇',
  },
  老子山: {
    estate: '渔民新村 温泉花园', road: '老子山街 温泉大道 环山路', village: '龟山村 长山村 马浪岗村 新滩村 剪草沟村 丁滩村', school: '老子山中心小学', market: '老子山水产市场', hospital: '老子山卫生院',
    park: '老子山温泉广场', water: '淮河入湖口 龟山渡口 剪草沟', town: '老子山镇',
  },
  西顺河: {
    estate: '西顺河新村', road: '西顺河街 张福河路', village: '张福河村 于圩村 街南村 新河村 沿圩村 滩头村', school: '西顺河中心小学', market: '西顺河集市', hospital: '西顺河卫生院',
    park: '洪泽湖湿地', water: '张福河 二河 成子洼圩区', town: '西顺河镇',
  },
  经济开发区: {
    estate: '园区人才公寓 东九花园', road: '东九街 东十一街 北环路 开发大道', market: '园区综合超市', site: '盐化工厂房工地 标准厂房二期工地 污水处理厂工地', water: '化工园区排渠',
    factory: '园区纺织厂 园区印染车间 岩盐化工厂 玻璃制品厂 服装三厂 食品加工厂 电镀车间', town: '洪泽经济开发区',
  },
}

export const places: readonly Place[] = Object.entries(names).flatMap(([township, kinds]) =>
  placeKinds.flatMap((kind) => (kinds[kind]?.split(' ') ?? []).map((name) => ({ name, kind, township }))),
)

const byKind = new Map(placeKinds.map((kind) => [kind, places.filter((place) => place.kind === kind)]))

/** A place of one of the kinds, each place as likely as any other of them. */
export function placeOf(chance: Chance, kinds: readonly PlaceKind[]): Place {
  const choices = kinds.map((kind) => byKind.get(kind)!)
  let mark = chance.below(choices.reduce((sum, list) => sum + list.length, 0))
  for (const list of choices) {
    if (mark < list.length) return list[mark]!
    mark -= list.length
  }
  throw new RangeError(`There is no place of kind ${kinds.join(', ')}.`)
}

/** @throws RangeError for a name that is not in the table. */
export function placeNamed(name: string): Place {
  const found = places.find((place) => place.name === name)
  if (!found) throw new RangeError(`The sample town has no place called ${name}.`)
  return found
}

const spots: Record<PlaceKind, (chance: Chance) => string> = {
  estate: (chance) => chance.pick([`${chance.below(28) + 1}号楼`, `${chance.below(9) + 1}栋${chance.below(4) + 1}单元`, '北门', '南门', '东门', '西侧']),
  road: (chance) => chance.pick(['路口', '中段', '北侧', '南头', '加油站旁', '公交站台', `${chance.below(180) + 1}号门前`]),
  village: (chance) => chance.pick(['一组', '二组', '三组', '四组', '五组', '六组', '村部旁', '村东头']),
  school: (chance) => chance.pick(['校门口', '北门', '操场边']),
  market: (chance) => chance.pick(['东门', '西门', '二楼', '水产区']),
  hospital: (chance) => chance.pick(['门诊楼', '急诊', '停车场']),
  park: (chance) => chance.pick(['东侧', '亭子旁', '步道']),
  site: (chance) => chance.pick(['北区', '南区', '二标段']),
  water: (chance) => chance.pick(['桥下', '东岸', '闸口', '渡口边']),
  factory: (chance) => chance.pick(['东厂区', '北门', '锅炉房']),
  town: (chance) => chance.pick(['便民中心', '街上', '车站']),
}

/** A spot within a place: a building, a junction, a group of a village. */
export const spotIn = (chance: Chance, place: Place): string => spots[place.kind](chance)
