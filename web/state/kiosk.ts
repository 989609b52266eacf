/** The kiosk token of this screen: from the address, remembered so that a restarted browser finds its wall again. */

const key = 'tinghu.kiosk'

/** The remembered token; null where there is none, or where the browser keeps nothing. */
export function rememberedKiosk(): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

export function rememberKiosk(token: string): void {
  try {
    localStorage.setItem(key, token)
  } catch {
    // A browser that keeps nothing still has the token in its address.
  }
}

export function forgetKiosk(): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Nothing was kept.
  }
}
