/** Who speaks: a population of invented people with phones and nicknames that stay theirs, a few of whom call often. */
import { chanceOf, hashOf, type Chance } from '../chance.ts'
import { idCard, mobile } from './numbers.ts'

/** Index of a person; the same person in every channel. */
export type Person = number

const population = 14_000
const frequent = 400

/** Somebody: most people once, and now and then one of the few who call often (a heavy tail). */
export function somebody(chance: Chance): Person {
  return chance.happens(0.08) ? Math.floor(frequent * chance.next() ** 1.6) : frequent + chance.below(population - frequent)
}

/** `count` people, all different. */
export function several(chance: Chance, count: number): Person[] {
  const chosen = new Set<Person>()
  while (chosen.size < count) chosen.add(frequent + chance.below(population - frequent))
  return [...chosen]
}

/** The number a person calls from: a mobile, or for some a land line of Huai'an (0517). */
export function phoneOf(seed: string, person: Person): string {
  const chance = chanceOf(seed, 'phone', person)
  return chance.happens(0.06) ? `0517-87${String(chance.below(1_000_000)).padStart(6, '0')}` : mobile(chance)
}

const first = ['洪泽', '湖畔', '古堰', '大堤', '浔河', '高涧', '城南', '小镇', '老', '蒋坝', '白马湖', '淮上', '清风', '一叶', '夜', '阳光', '平凡', '水乡', '龟山', '爱吃']
const second = ['渔夫', '业主', '居民', '路人', '小明', '扁舟', '过客', '老王', '妈妈', '大叔', '螃蟹', '小鱼', '听雨', '一家人', '宝爸', '看客', '张三', '柳树', '白菜', '老李', '银鱼', '莲藕']

/** The forum nickname of a person. */
export function nicknameOf(seed: string, person: Person): string {
  const chance = chanceOf(seed, 'nickname', person)
  const name = chance.pick(first) + chance.pick(second)
  if (chance.happens(0.55)) return `${name}${person % 997}`
  return chance.happens(0.3) ? `hz_${hashOf(seed, 'handle', person) % 90_000 + 10_000}` : `${name}_${person % 89}`
}

const surnames = '王李张刘陈杨黄赵周吴徐孙朱马胡郭林何高梁郑罗宋谢唐韩曹许邓冯沈曾彭潘袁于董余苏叶吕魏蒋田杜丁'

/** How a letter writer signs: 王先生, 李女士. */
export function signatureOf(seed: string, person: Person): string {
  const chance = chanceOf(seed, 'signature', person)
  return surnames[chance.below(surnames.length)]! + chance.pick(['先生', '女士', '女士', '先生', '同志'])
}

/** The identity card number of a person: invented, but with a valid check character. */
export const idCardOf = (seed: string, person: Person): string => idCard(chanceOf(seed, 'id-card', person))

/** Forum user id of a person, as in the link to the profile. */
export const userIdOf = (person: Person): number => person + 1_000
