/** What every panel needs to know of the screen that it stands on. */
import { inject, provide } from 'vue'
import type { InjectionKey, Ref } from 'vue'
import type { Palette } from '../ui/colours.ts'

export interface Screen {
  /** Pixels of one per cent of the screen's height. */
  unit: Ref<number>
  palette: Palette
}

const key: InjectionKey<Screen> = Symbol('screen')

export const provideScreen = (screen: Screen): void => provide(key, screen)

/** @throws Error when a panel stands outside a wall: a mistake in the code. */
export function useScreen(): Screen {
  const screen = inject(key)
  if (screen === undefined) throw new Error('A panel stands outside a wall.')
  return screen
}
