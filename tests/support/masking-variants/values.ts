/** Makes personal data that belongs to nobody: numbers with true prefixes and check digits, ids, addresses, names. */
import type { Chance } from '../../../crawlers/sample-town/chance.ts'

export const digits = (chance: Chance, count: number): string => Array.from({ length: count }, () => chance.below(10)).join('')
const listed = (text: string): string[] => text.trim().split(/\s+/)

export const phone = (chance: Chance): string => `1${chance.pick([3, 3, 5, 5, 6, 7, 8, 8, 9])}${digits(chance, 9)}`

const areaCodes = listed('0517 0517 0517 010 025 021 0512 0371 0755 0898 0991 027')

/** Area code and local number; only three-digit codes and the largest cities have eight digits. */
export function landline(chance: Chance): { area: string; local: string } {
  const area = chance.pick(areaCodes)
  const local = `${2 + chance.below(7)}${digits(chance, 6)}`
  return { area, local: area.length === 3 || chance.happens(0.8) ? `${local}${chance.below(10)}` : local }
}

const regions = listed('320813 320829 320801 320804 110105 310115 420106 440305 500112 340123 371302 650102')

/** ISO 7064 MOD 11-2 over region, birthday and order, as GB 11643 has it. */
export function idCard(chance: Chance): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const birthday = `${1935 + chance.below(80)}${two(1 + chance.below(12))}${two(1 + chance.below(28))}`
  const stem = `${chance.pick(regions)}${birthday}${digits(chance, 3)}`
  let sum = 0
  for (const digit of stem) sum = ((sum + Number(digit)) * 2) % 11
  const check = (12 - sum) % 11
  return `${stem}${check === 10 ? 'X' : check}`
}

const bins = listed('622202 622848 621700 621661 621226 622588 620522 623668 625910 436742 518710 356827 955880 601382 456351')

/** A card number of its bank's length with Luhn's check digit. */
export function bankCard(chance: Chance): string {
  const bin = chance.pick(bins)
  const length = /^(?:4|5|35)/.test(bin) ? 16 : chance.pick([16, 17, 18, 19, 19, 19])
  const stem = `${bin}${digits(chance, length - 7)}`
  const sum = Array.from(stem, Number).reverse().reduce((total, digit, at) => {
    const weighed = at % 2 === 0 ? digit * 2 : digit
    return total + (weighed > 9 ? weighed - 9 : weighed)
  }, 0)
  return `${stem}${(1_000 - sum) % 10}`
}

const plateLetters = Array.from('ABCDEFGHJKLMNPQRSTUVWXYZ')

/** Province, letter, and five or (new energy: D or F at either end) six letters and digits; police, school and trailer plates too. */
export function plate(chance: Chance): { head: string; tail: string } {
  const head = `${chance.pick(Array.from('苏苏苏苏京沪皖浙鲁豫粤川新藏'))}${chance.pick(plateLetters)}`
  const letter = (): string => chance.pick(plateLetters)
  const tails = [
    digits(chance, 5), `${letter()}${digits(chance, 4)}`, `${digits(chance, 2)}${letter()}${digits(chance, 2)}`, `${letter()}${digits(chance, 2)}${letter()}${chance.below(10)}`,
    `${chance.pick(['D', 'F'])}${digits(chance, 5)}`, `${digits(chance, 5)}${chance.pick(['D', 'F'])}`, `${chance.pick(['D', 'F'])}${letter()}${digits(chance, 4)}`,
    `${digits(chance, 4)}${chance.pick(['学', '警', '挂'])}`,
  ]
  return { head, tail: chance.pick(tails) }
}

const syllables = listed('zhang wang li liu chen yang huang xiao ming hua feng lei jun hai tao mei ting sky moon happy rain tiger blue cat')

/** A word as people choose it for an address or an account. */
export function handle(chance: Chance): string {
  const [one, two] = [chance.pick(syllables), chance.pick(syllables)]
  return chance.pick([
    `${one}${two}${digits(chance, 3)}`, `${one}_${digits(chance, 5)}`, `${one}${two}`, `${one}-${two}${chance.below(10)}`, `${one}${1960 + chance.below(50)}`,
    `${one.slice(0, 1)}${two}${digits(chance, 2)}`,
  ])
}

export const emailParts = (chance: Chance): { name: string; host: string } => ({
  name: chance.happens(0.25) ? `${1 + chance.below(9)}${digits(chance, 8)}` : chance.happens(0.1) ? `${handle(chance)}.${chance.pick(syllables)}` : handle(chance),
  host: chance.pick(listed('163.com qq.com 126.com sina.com.cn gmail.com foxmail.com outlook.com 139.com mail.hyit.edu.cn aliyun.com yeah.net')),
})

export const wechatId = (chance: Chance): string => {
  const kind = chance.next()
  if (kind < 0.25) return `wxid_${Array.from({ length: 12 }, () => chance.pick(Array.from('abcdefghjkmnpqrstuvwxyz0123456789'))).join('')}`
  const id = handle(chance)
  return id.length >= 6 ? id : `${id}${digits(chance, 6 - id.length)}`
}

export const qqNumber = (chance: Chance): string => `${1 + chance.below(9)}${digits(chance, 5 + chance.below(6))}`

const surnames = listed(`
  王 李 张 刘 陈 杨 赵 黄 周 吴 徐 孙 胡 朱 高 林 何 郭 马 罗 梁 宋 郑 谢 韩 唐 冯 于 董 萧 程 曹 袁 邓 许 傅 沈 曾 彭 吕 苏 卢 蒋 蔡 贾 丁 魏 薛 叶 阎
  余 潘 杜 戴 夏 钟 汪 田 任 姜 范 方 石 姚 谭 廖 邹 熊 金 陆 郝 孔 白 崔 康 毛 邱 秦 江 史 顾 侯 邵 孟 龙 万 段 雷 钱 汤 尹 黎 易 常 武 乔 贺 赖 龚 文
  嵇 臧 鲍 戚 庄 柏 卞 伏 殷 纪 祁 成 滕 虞 左 嵩 仇 宗 佘 咸 谈 时 经 单 逄 亓 仉 郗 乜 闵 宣 尤 佟 栾 匡 荀 芮 卜 郁 仝 芦 葛 管 束 厉 桑 胥 衡 征 季`)
const doubleSurnames = listed('欧阳 司马 上官 诸葛 皇甫 令狐 尉迟 东方 夏侯 司徒 慕容 端木 公孙 澹台 南宫')
const given = Array.from(
  '伟芳娜敏静秀丽强磊军洋勇艳杰娟涛明超兰霞平刚桂英华玉建国文辉红梅志鹏飞雪琴云凤琳宇浩然子涵欣怡梓轩博雅思远俊婷晨曦瑞泽宏达海波立新春生福贵根宝长青正东学良松柏',
)
const otherNames = listed('买买提·吐尔逊 阿依古丽·艾合买提 古丽娜尔·买买提 扎西·顿珠 迪丽热巴·迪力木拉提 玛依拉·卡德尔')

export interface PersonName { surname: string; whole: string }

export function personName(chance: Chance): PersonName {
  const surname = chance.happens(0.06) ? chance.pick(doubleSurnames) : chance.pick(surnames)
  const rest = chance.happens(0.25) ? chance.pick(given) : `${chance.pick(given)}${chance.pick(given)}`
  return { surname, whole: `${surname}${rest}` }
}

export const otherName = (chance: Chance): string => chance.pick(otherNames)
