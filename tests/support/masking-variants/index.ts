/** Variants of personal data in complaints, with where they stand: what masking is measured on. */
import { chanceOf, type Chance } from '../../../crawlers/sample-town/chance.ts'
import { carriers, type Carried } from './sentences.ts'
import { hide, spell, spellWord, toFullWidth } from './spellings.ts'
import { surround } from './surroundings.ts'
import * as make from './values.ts'

export interface MaskingVariant {
  text: string
  /** UTF-16 offsets, `end` exclusive. */
  spans: [start: number, end: number, kind: string][]
}

const kinds: readonly Carried[] = ['phone', 'phone', 'landline', 'idCard', 'bankCard', 'plate', 'email', 'wechat', 'qq', 'name', 'name', 'otherName', 'title']

/** The same seed gives the same variants on every machine. */
export function makeMaskingVariants(count: number, seed: string): MaskingVariant[] {
  return Array.from({ length: count }, (_, index) => {
    const chance = chanceOf(seed, index)
    const kind = kinds[index % kinds.length] as Carried
    const value = values[kind](chance)
    const [left, right] = surround(chance, chance.pick(carriers[kind]))
    return { text: `${left}${value}${right}`, spans: [[left.length, left.length + value.length, kind]] }
  })
}

const values: Record<Carried, (chance: Chance) => string> = {
  phone: (chance) => spell(chance, make.phone(chance), [[3, 4, 4], [4, 3, 4], [3, 8], [7, 4], [3, 3, 5], [3, 2, 2, 2, 2], [5, 6]]),
  landline: spellLandline,
  idCard: spellIdCard,
  bankCard(chance) {
    const card = make.bankCard(chance)
    const fours = [4, 4, 4, 4, 4].map((size, at) => Math.min(size, card.length - at * 4)).filter((size) => size > 0)
    return spell(chance, card, [fours, [6, card.length - 6], [4, 4, card.length - 8], [card.length - 4, 4]])
  },
  plate: spellPlate,
  email: spellEmail,
  wechat: (chance) => (chance.happens(0.2) ? spell(chance, make.phone(chance), [[3, 4, 4]]) : spellWord(chance, make.wechatId(chance))),
  qq(chance) {
    const number = make.qqNumber(chance)
    const half = Math.floor(number.length / 2)
    return spell(chance, number, [[3, number.length - 3], [half, number.length - half]])
  },
  name: (chance) => hide(chance, make.personName(chance).whole, 0.04),
  otherName: (chance) => make.otherName(chance).replace('·', chance.pick(['·', '·', '•', '.', '・', '‧'])),
  title: (chance) => `${make.personName(chance).surname}${chance.pick(['先生', '女士', '小姐', '某', '某某', '老师', '师傅', '同志', '大爷', '阿姨'])}`,
}

function spellLandline(chance: Chance): string {
  const { area, local } = make.landline(chance)
  const [code, number] = [spell(chance, area, [[area.length]]), spell(chance, local, [[4, local.length - 4], [2, 2, 2, local.length - 6]])]
  const whole = chance.pick([
    `${code}-${number}`, `${code}${number}`, `（${code}）${number}`, `(${code}) ${number}`, `${code} ${number}`, `${code}—${number}`, `${code}－${number}`, `+86-${area.slice(1)}-${local}`,
    `[${code}]${number}`, `${code}_${number}`, `${code}/${number}`,
  ])
  const extension = 100 + chance.below(8_900)
  return chance.happens(0.15) ? `${whole}${chance.pick(['转', '-', '－', '分机', '转分机', ' ext.', '*', '—'])}${extension}` : whole
}

function spellIdCard(chance: Chance): string {
  const card = spell(chance, make.idCard(chance), [[6, 8, 4], [6, 4, 4, 4], [3, 3, 4, 4, 4], [4, 4, 4, 6], [14, 4], [6, 4, 2, 2, 4], [17, 1], [4, 4, 4, 4, 2]])
  return chance.happens(0.5) ? card.replace('X', () => chance.pick(['x', 'Ｘ', 'ｘ', '×', '✕', 'Х'])) : card
}

function spellPlate(chance: Chance): string {
  const { head, tail } = make.plate(chance)
  const gap = chance.pick(['', '', '', '·', ' ', '-', '.', '•', '－', '　', '—', '‧', '・', '_', ' · '])
  const kind = chance.next()
  if (kind < 0.2) return `${toFullWidth(head)}${gap}${toFullWidth(tail)}`
  if (kind < 0.35) return `${head}${gap}${tail}`.toLowerCase()
  if (kind < 0.45) return Array.from(`${head}${tail}`).join(chance.pick([' ', '-', '·']))
  if (kind < 0.6) return `${head}${gap}${spell(chance, tail, [[tail.length]])}`
  return hide(chance, `${head}${gap}${tail}`, 0.1)
}

function spellEmail(chance: Chance): string {
  const { name, host } = make.emailParts(chance)
  const kind = chance.next()
  if (kind < 0.3) return hide(chance, `${name}@${host}`, 0.2)
  if (kind < 0.45) return toFullWidth(`${name}@${host}`)
  const at = chance.pick([' @ ', '＠', '(at)', '[at]', '【at】', '#', '艾特', ' at ', '（at）', ' AT ', '﹫', '@ ', '_at_', '圈a'])
  const dot = chance.pick(['.', '.', '点', '。', '[dot]', '(dot)', ' dot ', '·', ' . ', '．'])
  return `${name}${at}${host.replaceAll('.', dot)}`
}
