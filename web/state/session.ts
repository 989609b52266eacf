/** Who looks at the screen, and under which name the product stands here. */
import { ref, shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { messageOf } from '../../shared/errors.ts'
import { Refused, logIn, logOut, readSession } from '../gateway.ts'
import type { Session } from '../gateway.ts'

export const useSession = defineStore('session', () => {
  const session = shallowRef<Session | null>(null)
  /** The session has ended while a page was open: the next step is to log in again. */
  const lapsed = ref(false)

  /** Asks the gateway; a gateway that does not answer leaves what was known. */
  async function refresh(): Promise<Session | null> {
    session.value = await readSession().catch(() => session.value)
    lapsed.value = false
    return session.value
  }

  /** @throws Refused with what to tell the person. */
  async function enter(name: string, password: string): Promise<void> {
    await logIn(name, password)
    await refresh()
  }

  async function leave(): Promise<void> {
    await logOut()
    await refresh()
  }

  /** What to tell a person of a request that failed; notices when it failed for want of a session. */
  function explain(thrown: unknown): string {
    if (thrown instanceof Refused && thrown.status === 401) lapsed.value = true
    return messageOf(thrown)
  }

  return { session, lapsed, refresh, enter, leave, explain }
})
