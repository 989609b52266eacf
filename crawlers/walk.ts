/**
 * Finding elements by plain tests, in one pass over a part of a page. Selectors are for whole pages only: each one is compiled
 * anew, which for a post with twenty of them costs more than all the rest, and a search in an element with 50,000 children takes
 * their square (both measured).
 */
import type { AnyNode, Element } from 'domhandler'

export type Test = (element: Element) => boolean

export const hasClass = (...names: string[]): Test => ({ attribs }) => {
  const classes = attribs.class
  return classes !== undefined && classes.split(/\s+/).some((name) => names.includes(name))
}
export const hasId = (id: string): Test => ({ attribs }) => attribs.id === id
export const isTag = (...names: string[]): Test => ({ name }) => names.includes(name)
export const all = (...tests: Test[]): Test => (element) => tests.every((test) => test(element))
export const any = (...tests: Test[]): Test => (element) => tests.some((test) => test(element))

/** Elements below `root`, itself not among them, in the order of the page. */
export function* below(root: AnyNode | null | undefined): Generator<Element> {
  const stack: AnyNode[] = []
  const push = (node: AnyNode) => {
    if ('children' in node) for (let child = node.children.length - 1; child >= 0; child--) stack.push(node.children[child] as AnyNode)
  }
  if (root) push(root)
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    if ('attribs' in node) yield node
    push(node)
  }
}

/** The first element below `root` that passes; null where there is none, or no root. */
export function first(root: AnyNode | null | undefined, test: Test): Element | null {
  for (const element of below(root)) if (test(element)) return element
  return null
}

export function every(root: AnyNode | null | undefined, test: Test): Element[] {
  return [...below(root)].filter(test)
}

/** Whether an element above passes, up to and without `root`. */
export function isUnder(element: Element, root: AnyNode, test: Test): boolean {
  for (let parent = element.parent; parent && parent !== root; parent = parent.parent) if ('attribs' in parent && test(parent)) return true
  return false
}
