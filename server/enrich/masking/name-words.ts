/** The words by which a given name is known: surnames, what announces a name, what ends one. */
import { listWords } from '../word-list.ts'

export const compoundSurnames = new Set(listWords('欧阳 司马 上官 诸葛 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯 司徒 司空 端木 南宫 宇文 长孙 轩辕'))

export const surnames = new Set(Array.from([
  '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛范彭郎鲁韦马苗方俞任袁柳鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬',
  '安常乐于傅皮卞齐康伍余元卜顾孟黄穆萧尹姚邵湛汪祁毛狄贝明臧戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管',
  '卢莫房裘缪丁邓洪包石崔吉龚程嵇邢裴陆荣翁荀甄曲封储靳段焦谷车侯宁仇祖武符刘景詹束龙叶司黎薄印白蒲邰鄂赖卓蔺屠蒙池乔胥苍闻党翟谭贡劳申冉桑桂牛边',
  '燕尚温庄晏柴瞿阎慕连茹艾容向古易廖终衡耿满匡国文寇广欧聂晁勾敖冷辛简饶曾沙丰关相查佘游权盖桓岳帅仝肖闫代付涂晋楚邸郗苟占於戈隋仲刁阳佟言钮覃厉逯褟',
].join('')))

/** Surnames that after 本人 are mostly the next word: 本人于…, 本人和…, 本人从…. */
export const alsoWords = new Set('于安常方和向何时从经应成因有曾单万房钱左古全家车户现强施明乐元文国广相关查权代付简盖终满连包易容党占言边劳申闻司印白高石金')

/** How sure it is that a name follows: 3 always, 2 if something plainly ends it, 1 if its surname is no common word besides. */
const announcers: Record<1 | 2 | 3, string[]> = {
  3: [
    ...listWords('我叫 我名叫 我的名字叫 我的名字是 名字叫 本人姓名 姓名 联系人 联系人姓名 署名 学生姓名 户名'),
    ...listWords('父亲 母亲 儿子 女儿 丈夫 妻子 爱人 老公 老婆 孩子 爸爸 妈妈 爷爷 奶奶 哥哥 弟弟 姐姐 妹妹 老伴').map((who) => `${who}叫`),
  ],
  2: listWords('名叫 举报人 投诉人 反映人 来电人 诉求人 申请人 信访人 上访人 户主 机主 车主 患者 报名人 收件人 购房人 当事人 受害人 死者 伤者'),
  1: listWords('叫做 业主 本人是 本人 我是'),
}
export const cues = ([1, 2, 3] as const).flatMap((strength) => announcers[strength].map((word) => ({ word, strength })))

/** What tells that a name has ended: two characters tell it better than one. */
export const endings = new Set(listWords(`
  家住 现住 住在 住址 电话 手机 联系 身份 性别 今年 现年 年龄 系江 系洪 是一 是洪 是江 是本 是润 户籍 籍贯 出生 于二 于今 于去 来自 是我 是某 是你
  是村 是居 是小 是业 是在 是从 因为 反映 投诉 举报 咨询 申请 向您 先生 女士 同志 小姐 老师 是该 是咱 的父 的母 毕业 就读 购买 在洪`))
export const softEndings = new Set('是男女住在系于自因和与及的有现今从买购家身为来一今也')

/** Words that begin like a name. */
export const neverNames = new Set(listWords(`
  谢谢 尤其 高达 代表 权名 何时 何种 何处 全体 单位 应该 常常 方便 时间 关于 于是 安全 成为 万元 车辆 房屋 家长 施工 和平 华庭 花园 金额 古稀 管部 管理 权益 高血 钱财 费用 许可 游行 孙子 孙女
  劳动 明确 房东 时候 经常`))
