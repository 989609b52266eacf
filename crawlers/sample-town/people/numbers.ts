/** Invented personal numbers that a masking filter must find: their check digits are right, their owners do not exist. */
import type { Chance } from '../chance.ts'

const digits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => String(chance.below(10))).join('')

const mobilePrefixes = ['130', '133', '135', '137', '138', '139', '150', '151', '152', '158', '159', '180', '181', '183', '186', '187', '189', '198']

export const mobile = (chance: Chance): string => chance.pick(mobilePrefixes) + digits(chance, 8)

const idWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** An identity card number of the district (GB 11643-1999: the last character is ISO 7064 MOD 11-2). */
export function idCard(chance: Chance): string {
  const born = `${1945 + chance.below(58)}${String(1 + chance.below(12)).padStart(2, '0')}${String(1 + chance.below(28)).padStart(2, '0')}`
  const body = `${chance.pick(['320829', '320813'])}${born}${digits(chance, 3)}`
  const sum = idWeights.reduce((total, weight, index) => total + weight * Number(body[index]), 0)
  return body + '10X98765432'[sum % 11]!
}

/** A debit card number of 19 digits with a valid Luhn digit. */
export function bankCard(chance: Chance): string {
  const body = `6228${digits(chance, 14)}`
  const sum = [...body].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1)
    return total + (value > 9 ? value - 9 : value)
  }, 0)
  return body + String((10 - (sum % 10)) % 10)
}

/** A plate of Huai'an (苏H); one in four of an electric car. */
export function plate(chance: Chance): string {
  const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZ'
  const letter = (): string => letters[chance.below(letters.length)]!
  return chance.happens(0.25) ? `苏HD${letter()}${digits(chance, 4)}` : `苏H${letter()}${digits(chance, 4)}`
}

/** A sentence in which somebody gives away more than is good. */
export function leak(chance: Chance, phone: string, id: string): string {
  return chance.pick([
    `联系电话${phone}。`, `我的电话是${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}，随时可以打。`, `身份证号${id}。`,
    `车牌号${plate(chance)}。`, `微信号hz${digits(chance, 6)}，加我发照片。`, `补偿款打到卡号${bankCard(chance)}。`, `可发邮件到hz${digits(chance, 5)}@example.com。`,
    `请联系${phone.replace(/\d/g, (digit) => '０１２３４５６７８９'[Number(digit)]!)}（微信同号）。`, `当事车辆${plate(chance)}，有行车记录仪。`, `QQ${digits(chance, 9).replace(/^0/, '1')}。`,
  ])
}
