/** What makes a row of digits a phone, a landline, an identity card or a bank card. */

export const isMobile = (number: string): boolean => /^1[3-9]\d{9}$/.test(number)
/** Several mobiles written without a gap. */
export const areMobiles = (number: string): boolean => /^(?:1[3-9]\d{9}){2,3}$/.test(number)
export const isLandline = (number: string): boolean => /^0(?:10|2\d)[2-8]\d{7}$|^0[3-9]\d\d[2-8]\d{6,7}$/.test(number)
/** With the code of the country, which takes the place of the 0: +86-517-…. */
export const isForeignLandline = (number: string): boolean => /^(?:00)?86(?:(?:10|2\d)[2-8]\d{7}|[3-9]\d\d[2-8]\d{6,7})$/.test(number)

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]

/** Province, a day that exists and the check digit of ISO 7064 MOD 11-2; where the text calls it one, the check digit may be wrong. */
export function isIdCard(number: string, isCalled: () => boolean): boolean {
  const part = (from: number, to: number): number => Number(number.slice(from, to))
  if (number.length !== 18 || !isProvince(number) || !isDay(part(6, 10), part(10, 12), part(12, 14))) return false
  const sum = weights.reduce((total, weight, index) => total + weight * Number(number[index]), 0)
  return '10X98765432'[sum % 11] === number[17] || isCalled()
}

/** Cards of before 1999: fifteen digits, the year by two, no check digit. */
export const isOldIdCard = (number: string): boolean =>
  isProvince(number) && isDay(1900 + Number(number.slice(6, 8)), Number(number.slice(8, 10)), Number(number.slice(10, 12)))

const isProvince = (number: string): boolean => /^(?:1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3])\d{4}/.test(number)

function isDay(year: number, month: number, day: number): boolean {
  return year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && day >= 1 && day <= 31
}

/** Prefixes of UnionPay, Visa, MasterCard, JCB, American Express and the old cards of ICBC; then Luhn's check over all digits. */
export function isBankCard(number: string): boolean {
  if (!/^(?:62|4|5[1-5]|2[2-7]|3[457]|36|9\d|60|68|69|8[14])/.test(number)) return false
  let sum = 0
  for (let index = 0; index < number.length; index += 1) {
    const doubled = Number(number[number.length - 1 - index]) * (index % 2 === 1 ? 2 : 1)
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0
}
