/** The kinds of personal data that are masked, and what stands in their place. */

export const maskNames = {
  idCard: '身份证号', bankCard: '银行卡号', phone: '电话', landline: '座机', plate: '车牌', email: '邮箱', wechat: '微信号',
  qq: 'QQ号', name: '姓名',
} as const
export type MaskKind = keyof typeof maskNames

/** Offsets into the text as it was given, `end` exclusive. */
export interface MaskSpan {
  start: number
  end: number
  kind: MaskKind
}

/** Brackets that no keyboard gives by chance, so that a masked text can be told from a written one. */
export const placeholder = (kind: MaskKind): string => `〔${maskNames[kind]}〕`

/** The words before `at`, without placeholders: they are no cue for what follows (masking twice must change nothing). */
export function wordsBefore(text: string, at: number, reach: number): string {
  return text.slice(Math.max(0, at - reach - 8), at).replace(/〔[^〔〕]{1,6}〕|^[^〔]{0,6}〕/g, '').slice(-reach)
}
