/** How many items of a list fit whole into its place: what does not fit is hidden, not cut through. */
import { nextTick, onBeforeUnmount, ref, watch } from 'vue'
import type { Ref } from 'vue'

/** What a child's own padding may reach over the edge, as a share of the screen's height: the same number fits at every size. */
const spill = 0.004

/**
 * Marks the children of `list` that reach below its lower edge with the class `does-not-fit`.
 * @returns how many fit
 */
export function useFit(list: Ref<HTMLElement | null>, items: () => readonly unknown[]): Ref<number> {
  const fitting = ref(0)
  const observer = new ResizeObserver(() => measure())

  function measure(): void {
    const element = list.value
    if (element === null) return
    const edge = element.getBoundingClientRect().bottom + spill * window.innerHeight
    // A child that slides in is measured where it will stand: its offset knows no transform.
    const top = element.getBoundingClientRect().top
    let count = 0
    for (const child of element.children) {
      if (!(child instanceof HTMLElement)) continue
      const fits = top + child.offsetTop - element.offsetTop + child.offsetHeight <= edge
      child.classList.toggle('does-not-fit', !fits)
      if (fits) count += 1
    }
    fitting.value = count
  }

  watch(
    list,
    (element) => {
      observer.disconnect()
      if (element !== null) observer.observe(element)
      measure()
    },
    { flush: 'post', immediate: true },
  )
  watch(items, () => void nextTick(measure), { flush: 'post' })
  onBeforeUnmount(() => observer.disconnect())
  void document.fonts.ready.then(measure)
  return fitting
}
