/** What the page of tokens asks the gateway. */
import type { TokenList, TokenScope, TokenView } from '../../shared/import-view.ts'
import { ask, frozen } from '../asking.ts'

export interface NewToken {
  name: string
  scopes: TokenScope[]
  /** Channels it may write; null = all. */
  channels: string[] | null
  /** The last day on which it is good: 2027-02-21. */
  endsOn: string
}

export const readTokens = async (): Promise<TokenList> => frozen(await ask('GET', '/api/tokens'))

/** Makes a token; its text is in this answer and in no other. @throws Refused, 400 with what is amiss. */
export const makeToken = async (wanted: NewToken): Promise<TokenView & { token: string }> => frozen(await ask('POST', '/api/tokens', wanted))

export async function revokeToken(id: number): Promise<void> {
  await ask('DELETE', `/api/tokens/${id}`)
}
