/** What the page of tokens says: how each stands, until when, and how one is used. */
import { day, toBeijingIso, type Instant } from '../../shared/clock.ts'
import type { TokenScope, TokenView } from '../../shared/import-view.ts'

export const scopeNames: Record<TokenScope, string> = { 'orders:write': '报送工单', 'figures:read': '读取指标' }
export const scopeMeanings: Record<TokenScope, string> = { 'orders:write': '成批送入工单，与导入文件相同', 'figures:read': '读取各项指标，不含工单内容' }

/** How long a token is good unless somebody says otherwise. */
const usualDays = 90

const dayOf = (at: Instant): string => toBeijingIso(at).slice(0, 10)

export const usualEnd = (now: Instant): string => dayOf(now + usualDays * day)

/** A token is good through its last day; one that ends at midnight ends on the day before. */
export const lastDay = ({ endsAt }: Pick<TokenView, 'endsAt'>): string => dayOf(endsAt - 1)

export type TokenState = 'good' | 'soon' | 'ended' | 'revoked'
export const tokenStateNames: Record<TokenState, string> = { good: '可用', soon: '即将到期', ended: '已到期', revoked: '已停用' }

/** Within so many days somebody should think of the next one. */
const soonDays = 14

export function tokenState({ endsAt, revokedAt }: Pick<TokenView, 'endsAt' | 'revokedAt'>, now: Instant): TokenState {
  if (revokedAt !== null) return 'revoked'
  return endsAt <= now ? 'ended' : endsAt <= now + soonDays * day ? 'soon' : 'good'
}

/** A command that can be pasted: one order sent in, or the figures of this month. */
export function exampleOf(origin: string, token: string, { scopes, channels }: Pick<TokenView, 'scopes' | 'channels'>, now: Instant): string {
  const authorization = `-H 'Authorization: Bearer ${token}'`
  if (!scopes.includes('orders:write')) return `curl ${authorization} '${origin}/api/figures?period=${dayOf(now).slice(0, 7)}'`
  const order = { orderNumber: 'TEST-0001', time: `${dayOf(now)} 09:30:00`, title: '路灯不亮', text: '人民南路路灯不亮' }
  return [
    `curl -X POST ${authorization} -H 'Content-Type: application/json' -H 'Idempotency-Key: ${dayOf(now)}-1' \\`,
    `  -d '${JSON.stringify({ channel: channels?.[0] ?? 'hotline', orders: [order] })}' '${origin}/api/work-orders'`,
  ].join('\n')
}
