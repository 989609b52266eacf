/** Figures as notes say them: +18.0%, 3.0个百分点, 39827件. */
import type { Rest } from '../../shared/figures.ts'

/** 0.18 → +18.0%; −2.5% with a minus sign that is one. */
export const signedPercent = (share: number): string => `${share < 0 ? '−' : '+'}${Math.abs(share * 100).toFixed(1)}%`

export const percent = (share: number): string => `${(share * 100).toFixed(1)}%`

export const points = (share: number): string => `${(Math.abs(share) * 100).toFixed(1)}个百分点`

export const restWords: Record<Rest, string> = { records: '按记录', totals: '按总量', mixed: '按记录和总量', none: '没有数据' }

/** Published figures are told to one decimal of a percent; what rounds to the same is the same. */
export const roundsAlike = (a: number, b: number): boolean => Math.abs(a - b) < 0.000_5 + 1e-9
