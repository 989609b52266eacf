/** Looks at a page as its readers do: which of the words on it are too small, cut through, out of the screen, or on top of others. */
import type { Page } from 'puppeteer-core'

/**
 * What is wrong with the words under `root`, one sentence a fault; empty when all can be read.
 *
 * Judged is each line of each text node, as high as its font (line boxes of Chinese fonts reach further than their ink).
 * A line cut off sideways is a fault unless an ellipsis says so; one cut through from above or below always is; one
 * hidden whole is left out on purpose (useFit, line clamps). Where it fails: it knows boxes, not ink, and takes a thing
 * that lies over words without words of its own for nothing.
 *
 * @param least smallest font size allowed, in pixels
 */
export const illegible = (page: Page, root: string, least: number): Promise<string[]> =>
  page.evaluate((selector: string, smallest: number) => {
    interface Line { words: string; node: Node; left: number; right: number; top: number; bottom: number }
    const faults = new Set<string>()
    const lines: Line[] = []
    const slack = 1

    const look = (node: Node, element: Element): void => {
      const words = node.textContent?.trim() ?? ''
      const style = getComputedStyle(element)
      if (words === '' || style.visibility !== 'visible') return
      const size = parseFloat(style.fontSize)
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const rect of range.getClientRects()) {
        if (rect.width === 0 || rect.height === 0) continue
        const middle = (rect.top + rect.bottom) / 2
        const whole = { left: rect.left, right: rect.right, top: middle - size / 2, bottom: middle + size / 2 }
        const seen = { ...whole }
        let ellipsis = false
        for (let outer: Element | null = element; outer !== null; outer = outer.parentElement) {
          const { overflowX, textOverflow } = getComputedStyle(outer)
          if (overflowX === 'visible' || outer === document.documentElement || outer === document.body) continue
          const box = outer.getBoundingClientRect()
          if (textOverflow === 'ellipsis' && box.right < whole.right) ellipsis = true
          seen.left = Math.max(seen.left, box.left)
          seen.right = Math.min(seen.right, box.right)
          seen.top = Math.max(seen.top, box.top)
          seen.bottom = Math.min(seen.bottom, box.bottom)
        }
        if (seen.right - seen.left <= slack || seen.bottom - seen.top <= slack) continue
        const short = words.slice(0, 24)
        if (size < smallest - 0.01) faults.add(`too small (${size}px): ${short}`)
        if (seen.top - whole.top > size / 8 || whole.bottom - seen.bottom > size / 8) faults.add(`cut through: ${short}`)
        if (!ellipsis && (seen.left - whole.left > slack || whole.right - seen.right > slack)) faults.add(`cut off: ${short}`)
        if (seen.left < -slack || seen.top < -slack || seen.right > innerWidth + slack) faults.add(`out of the screen: ${short}`)
        lines.push({ words: short, node, ...seen })
      }
    }

    const walk = (element: Element): void => {
      for (const child of element.childNodes) {
        if (child.nodeType === Node.TEXT_NODE) look(child, element)
        else if (child instanceof Element) walk(child)
      }
    }
    for (const element of document.querySelectorAll(selector)) walk(element)

    lines.forEach((line, index) => {
      for (const other of lines.slice(index + 1)) {
        if (other.node === line.node) continue
        const wide = Math.min(line.right, other.right) - Math.max(line.left, other.left)
        const high = Math.min(line.bottom, other.bottom) - Math.max(line.top, other.top)
        if (wide > slack && high > slack) faults.add(`on top of one another: ${line.words} / ${other.words}`)
      }
    })
    return [...faults]
  }, root, least)
