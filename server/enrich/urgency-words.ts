/** The words by which urgency is read, what must stand beside them, and what makes them something else. */
import type { Urgency } from '../../shared/posting.ts'
import { listWords } from './word-list.ts'

export interface Sign {
  urgency: Urgency
  words: string[]
  /** Counts only with this in the clause before it, or with `after` right after; without either it counts alone. */
  before?: RegExp
  after?: RegExp
  /** Another word: found within the four characters before the sign, itself, and the three after it. */
  not?: RegExp
}

export const signs: readonly Sign[] = [
  {
    urgency: 'danger',
    words: listWords(`
      轻生 跳楼 跳河 跳桥 跳江 跳湖 投河 投湖 投江 上吊 自杀 自尽 自焚 寻短见 割腕 喝农药 服毒 一死了之 不想活 活不下去 死给 遗书
      溺水 落水 掉进河 掉河里 掉进水 掉水里 掉进井 掉进下水 被困 困在 困人 关在电梯 卡在电梯 电梯坠落 电梯下坠 中毒 爆炸 爆燃 起火 着火 失火 发生火灾 着了火 火势
      坍塌 倒塌 塌方 垮塌 塌陷 塌了 燃气泄 天然气泄 煤气泄 液化气泄 瓦斯泄 氨气泄 氯气泄 漏气 煤气味 燃气味 天然气味 液化气味 瓦斯味 触电 漏电 电到人 晕倒 昏倒 昏迷 不省人事
      有人受伤 砸伤 砸到人 砸中 坠楼 坠落 坠井 坠河 决堤 管涌 漫堤 溃堤 溃坝 出了人命 闹出人命 持刀 拿刀砍 危在旦夕 生命垂危`),
    not: /跳楼[机价甩大式]|跳楼清|自杀式|死给[我他她人]|落水[管口洞槽斗沟井系立]|[雨电]落水|被困[扰惑难]|困在[心哪]|困人[员口家数]|贫困|[减年]轻生|接触电|一起火|散落水|中毒[气虫品物害素瘤]|慢性自杀|(?:慢性|电脑|手机|网络|铅)中毒|中毒[很太]|爆炸[式性头声场]|(?:信息|知识|数量)爆炸|[发生]起火|轮胎漏气|漏气保|(?:简直|真是|我)晕倒|塌了[天心]/,
  },
  { urgency: 'danger', words: ['救命'], before: /喊|快|叫/, after: /^[啊呀,!。]/, not: /救命[稻钱药恩之费]/ },
  { urgency: 'danger', words: ['走失', '失联', '失踪'], before: /老人|孩子|小孩|儿童|女孩|男孩|儿子|女儿|学生|母亲|父亲|奶奶|爷爷|老太|失智|痴呆/ },
  { urgency: 'danger', words: ['以死'], after: /^(?:相逼|相拼|抗争|明志|谢罪|来)/ },
  {
    urgency: 'crowd',
    words: listWords('聚集 聚众 围堵 堵路 堵门 拉横幅 打横幅 拉起横幅 静坐 罢工 罢运 罢市 罢课 停运抗议 游行 群体性 集体维权 集体抗议 集体讨薪 集体上访 联名 万人签名 围观 大规模维权'),
    not: /旅游行|(?:电梯|空调|机器|卡顿|设备|网络).{0,2}罢工|聚集地|聚众[传赌吸]|联名[卡款]|垃圾聚集|聚集[在了]?[垃苍蚊污]/,
  },
  {
    urgency: 'crowd',
    words: listWords('几十人 几十个人 几十号人 几百人 上百人 上百名 数百人 数百名 数十人 数十名 几十名 百余人 几十户 上百户 几百户'),
    before: /围|堵|聚|闹|维权|讨薪|上访|集合|集体|冲突|打架/, after: /^[^。!?]{0,8}(?:围|堵|聚|闹|维权|讨薪|上访|集合|抗议|门口|冲突|打架|到政府|去政府|静坐|签名|打起来)/,
  },
  { urgency: 'crowd', words: ['抗议'], before: /我们|大家|集体|全体|一起|业主|村民|居民|市民|群众|家长/ },
  {
    urgency: 'threat',
    words: listWords('同归于尽 鱼死网破 砍死 砍人 弄死 杀了 炸掉 点火烧 泼汽油 浇汽油 玉石俱焚 血债 走极端 极端行为 极端手段 做出过激 报复社会 不客气 死在你们 死在政府 炸了 拼命'),
    not: /气炸了|肺都炸了|[油挤]炸了|炸了[锅窝]|拼命[工地的赚干学三]|杀了[价鱼鸡猪羊狗]/,
  },
  { urgency: 'threat', words: listWords('报复 放火 杀人 杀他 杀你'), before: /我(?:们)?(?:就|要|会|一定|只能|只好|迟早|真想|想|必)|扬言|威胁|要(?:是)?再|早晚|等着|准备|恐吓/, not: /打击报复|被报复|遭报复|杀人[凶犯案如]/ },
  { urgency: 'petition', words: listWords('上访 去北京 进京 赴京 到北京 赴省 到省里 去省里 去南京 越级 国家信访 巡视组 督察组 督导组 巡察组 省信访 信访办'), not: /到北京[路街旅出上读打]|去北京[路街旅出上读打看玩]|上访人/ },
  { urgency: 'petition', words: ['信访局', '信访'], before: /去|到|找|向|上|走|要|再/ },
  {
    urgency: 'media',
    words: listWords('曝光 焦点访谈 上热搜 热搜 微博曝光 今日头条 315晚会 新闻联播 发到网上 发网上 发到抖音 发抖音 发朋友圈 发视频 挂网上 传到网上 网络曝光 求扩散 求转发 新闻媒体'),
    not: /曝光[率度量]|看新闻联播/,
  },
  {
    urgency: 'media', words: listWords('媒体 记者 电视台 抖音 快手 央视 电台 微博'), before: /找|请(?!问)|向|让|给|叫|约|联系|通过|发到|投到|上|拍|致电|打电话/, after: /^[^。!?,]{0,4}(?:曝光|报道|报导|介入|采访|监督|来了|到场|帮忙)/,
    not: /多媒体|融媒体|全媒体|媒体[机屏广]|广告媒体|微博上看|看.?媒体|据媒体|有媒体/,
  },
  {
    urgency: 'outage',
    words: listWords(`
      停水 停电 停气 停暖 没水 没电 没气 断水 断电 断气 断网 断供 无水可 无水用 无电 水停了 电停了 跳闸 没有水 没有电 没有气 没有网 没信号 网络中断 爆管 水管爆 大面积停 供水中断 供电中断
      来水了吗 来电了吗 不来水 不来电 水压不足`),
    not: /(?:消防栓|河里|沟里|塘里|水塘|池塘|手机|电瓶|电池)没[水电有]|没水[平准]|没电[话梯视动]|没有水[平准果泥]|没有电[话梯视动]|没有气[味象]|没气[味象]|停电[动瓶梯]|[渠沟塘河田].{0,2}没有?水|无电[梯话]|电停车|停水[果泥沟]|断气[了前]/,
  },
]

/** What before a danger makes it fear, rehearsal, story or notice: it is not there now. */
export const supposed = new RegExp(listWords(`
  会不会 容易 可能 万一 怕 担心 恐 隐患 如果 要是 一旦 假如 倘若 若 将会 随时 快要 说不定 非得 非要 难道 以防 避免 防止 预防 防范 防 面临 即将 早晚 迟早 是否 假设 出于 杜绝 禁止
  演练 演习 培训 宣传 电影 小说 游戏 电视剧 新闻 险些 差点 差一点 曾 当年 去年 前年 往年 历年 多次 频发 经常 时有 屡次 家常便饭 以前 之前 上次 应急预案 怎么 如何
`).join('|'))
/** What after it does the same: 坍塌隐患, 起火演练, 爆炸了怎么办. */
export const supposedAfter = new RegExp(`^的?(?:${listWords(`
  隐患 危险 风险 可能 事件 事故 现象 案 多年 频发 演练 演习 等 都有 、 预防 防范 知识 应急 怎么 如何 谁 才 就晚 后果 不堪`).join('|')})|^[^。!?]{0,12}(?:${listWords(
  '怎么办 不堪设想 谁负责 谁来负责 谁负 才会 才能引起 才引起 才有人 才重视 的风险 的可能 的危险 演练 演习 宣传 逃生 消防车 消防设施').join('|')})`)
/** And this even where the word stands as if it had happened: 着火了人都跑不出来. */
export const imagined = /^了?[^。!?]{0,8}(?:跑不|逃不|怎么跑|怎么逃|怎么办|谁负责)/
/** Causes: 引起爆炸 is feared, 引起中毒住院 has happened. */
export const causes = /引起|引发|导致|造成|诱发/
export const happened = /^[^。!?]{0,10}(?:住院|送医|抢救|死亡|身亡|受伤|昏迷|不醒|遇难|送去医院|送往)|^[了啦]/
/** A year without its day tells of what is past: 2008年烟花爆炸案. */
export const past = /(?:19|20)\d\d年(?!\d{1,2}月\d{1,2})|\d\d年前|年前/
/** Nobody is in danger. */
export const nobody = /(?:无人|没人|没有人|未有人|未造成|未发现|未发生|没发生|没有发生|排除|并无|不存在|已无)$/
