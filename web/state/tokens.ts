/** Tokens of other systems as they stood when last asked, and the one just made, whose text is shown once. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import type { TokenList, TokenView } from '../../shared/import-view.ts'
import { makeToken, readTokens, revokeToken, type NewToken } from '../tokens/requests.ts'
import { useSession } from './session.ts'

export const useTokens = defineStore('tokens', () => {
  const session = useSession()
  const list = shallowRef<TokenList | null>(null)
  const trouble = ref<string | null>(null)
  const made = shallowRef<(TokenView & { token: string }) | null>(null)

  async function refresh(): Promise<void> {
    try {
      list.value = await readTokens()
      trouble.value = null
    } catch (thrown) {
      trouble.value = session.explain(thrown)
    }
  }

  /** Does one thing and reads the list anew. @returns null, or why it was not done. */
  async function attempt(work: () => Promise<void>): Promise<string | null> {
    try {
      await work()
      await refresh()
      return null
    } catch (thrown) {
      return session.explain(thrown)
    }
  }

  /** The text of a token is forgotten here as soon as it is no longer shown. */
  const forget = (): void => { made.value = null }

  return {
    list, trouble, made, refresh, forget,
    make: (wanted: NewToken) => attempt(async () => { made.value = await makeToken(wanted) }),
    revoke: (id: number) => attempt(() => revokeToken(id)),
  }
})
