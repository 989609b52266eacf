/** Who looks at the screen, and under which name the product stands here. */
import { shallowRef } from 'vue'
import { defineStore } from 'pinia'
import { logIn, logOut, readSession } from '../gateway.ts'
import type { Session } from '../gateway.ts'

export const useSession = defineStore('session', () => {
  const session = shallowRef<Session | null>(null)

  /** Asks the gateway; a gateway that does not answer leaves what was known. */
  async function refresh(): Promise<Session | null> {
    session.value = await readSession().catch(() => session.value)
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

  return { session, refresh, enter, leave }
})
