/** The matters planted in the town's past: most from the annual bulletin of 2018, told anew in cycles of some weeks. */
import { placeNamed, type Place } from './places.ts'

export interface Matter {
  /** Name for evaluation; never served. */
  id: string
  problem: string
  /** Which of the problem's things it is. */
  thing: number
  place: Place
  /** What sets this matter apart, said by most who report it; each a clause. */
  facts: readonly string[]
  /** Another kind of problem at the same place, and another place with the same problem. */
  otherProblem: string
  otherPlace: Place
}

/** `kind` is the problem, and after a slash which of its things, the first unless said. */
function matter(id: string, kind: string, place: string, facts: string, otherProblem: string, otherPlace: string): Matter {
  const [problem, thing] = kind.split('/')
  return {
    id: `matter:${id}`, problem: problem!, thing: Number(thing ?? 0), place: placeNamed(place), facts: facts.split('|'), otherProblem,
    otherPlace: placeNamed(otherPlace),
  }
}

export const matters: readonly Matter[] = [
  matter('runyuan-rooftop', 'rooftop', '润园小区', '多幢楼的楼顶都有违建|大大小小有四十多处|领导批示过怎么还没拆完', 'backyard-hens', '湖滨花园'),
  matter('weixiao-garage', 'garage-power', '卫校小区', '车库从五月份起就没有电|学校和社区都说不归自己管|线路改造一直没有钱', 'parking', '利民小区'),
  matter('berth-road', 'berth', '洪泽湖停泊区', '停泊区里的路坑坑洼洼|船民进出都要走这条路|一下雨就成了烂泥塘', 'black-water', '蒋坝船塘'),
  matter('muck-night', 'muck-noise', '洪泽湖大道', '渣土车专挑夜里十点以后走|巡查十点就下班了|一路上颠得哐当响', 'muck-spill', '北京路'),
  matter('dongshuanggou-pigs', 'pig-farm', '万集村', '养猪场就在村子边上|粪便直接排进沟渠|一到晚上臭得关窗都没用', 'village-road', '桃园村'),
  matter('huangji-pigs', 'pig-farm', '桃园村', '几百头猪没有化粪池|沟里的水都是黑的|浇菜都不敢用', 'irrigation', '黄圩村'),
  matter('gaoliangjian-lamps', 'streetlight', '东一街', '背街小巷一到晚上漆黑一片|老单位宿舍没人管路灯|社区说没有经费修', 'pothole', '益民路'),
  matter('chahe-lamps', 'streetlight', '淮宝村', '村里的路灯装了两年坏了大半|镇里说维修人员排不过来|晚上接孩子全靠手电', 'village-water', '陈向村'),
  matter('square-path', 'pothole', '文化路', '文化广场景观路的石板翘起来了|都说不清这条路是谁的|老人散步摔过好几个', 'stalls', '人民路'),
  matter('square-landscape', 'fitness/2', '文化广场', '景观路上木栈道烂了洞|管理单位一直没有明确|晚上走容易踩空', 'dancing', '世纪公园'),
  matter('haitang-night', 'night-work', '海棠晴园工地', '执法的人走了就接着打桩|连续一个星期没睡好|说没有办夜间施工手续', 'dust', '漫城三期工地'),
  matter('tiancheng-night', 'night-work', '天城一品工地', '半夜浇混凝土泵车轰轰响|投诉一次停一会|楼里有备考的学生', 'dust', '洪盛国际工地'),
  matter('zerui-night', 'night-work', '泽瑞悦公馆工地', '塔吊的灯照得屋里通亮|凌晨还在卸钢筋|跟工地负责人吵过几回', 'wages', '机关幼儿园工地'),
  matter('shengshi-hens', 'backyard-hens', '盛世华庭', '在绿化带里围网养鸡|天不亮公鸡就打鸣|物业和社区都来过没用', 'parking', '巴黎花园'),
  matter('bali-hens', 'backyard-hens', '巴黎花园', '楼下有人养了一群鸡|鸡粪味道飘上楼|说城管和街道互相推', 'corridor', '大庆花园'),
  matter('qianma-pigeons', 'backyard-hens/1', '钱码小区', '楼顶搭了鸽棚养鸽子|鸽子粪把晾的被子弄脏|一放飞就是几十只', 'leaflets', '原司法局家属区'),
  matter('dongsan-deed', 'deed', '惠民家园', '当年买的是东三街的公房|资产公司说资料找不到|房款早就付清了过户办不了', 'lift', '人民路家属院'),
  matter('dongsan-road', 'manhole', '东三街', '井盖响了几个月|半夜车压过去像打雷|路边停的车都不敢靠近', 'loudspeaker', '健康路'),
  matter('suyuan-parking', 'lawn', '苏源绿洲', '把草坪推了改成停车位|业主根本没有投票|树都被连夜拉走了', 'parking', '中兴名都'),
  matter('donghu-parking', 'parking', '东湖人家', '车位不到住户的一半|晚上消防通道全停满|物业只管收费', 'flying-wire', '华厦世纪嘉园'),
  matter('yangma-green', 'greenery', '杨码小区', '绿化没人养护草比人高|建设单位和社区都说不归自己|夏天全是蚊子', 'garbage', '砚台小区'),
  matter('gas-trench', 'gas-trench', '浔河新村', '燃气管道施工挖的沟一直没填|老人出门绊倒过|说好一周实际拖了几个月', 'gas-off', '大庆花园'),
  matter('sifa-pigeons', 'backyard-hens/1', '原司法局家属区', '院子里有住户养鸽子和鸡|老单位散了没有物业|粪便味道很冲', 'streetlight', '钱码小区'),
  matter('laozishan-poaching', 'poaching', '剪草沟', '每天夜里有船在沟口下地笼|天没亮就有人收鱼|渔政来了就躲进芦苇荡', 'polder', '龟山渡口'),
  matter('park-dyeing', 'stench', '园区印染车间', '夜里十一点后气味最重|像臭鸡蛋混着染料味|查的时候就停机', 'factory-noise', '岩盐化工厂'),
  matter('xishunhe-polder', 'polder', '成子洼圩区', '塘口退了补偿只给了一半|评估价格各家不一样|上岸后没有收入', 'poaching', '张福河'),
]
