/**
 * Elements of the lists in a JSON text, cut out one by one as the text comes: a whole list of 40 MB would take half a gigabyte.
 *
 * Only lists of records are looked at: the outermost one, or those in an envelope of at most two objects ({code, data: {records: […]}}).
 * What an element says is left to JSON.parse; here brackets and strings are followed, and no more.
 */
import { GiveUp } from '../../../../shared/errors.ts'

export interface Element {
  /** Which list of the text it stands in, counted from 0 in the order in which they begin. */
  list: number
  text: string
}

/** Characters of one record, and objects around a list. */
const longestElement = 2_000_000
const deepestEnvelope = 2

const [quote, backslash, comma, openList, closeList, openObject, closeObject] = [34, 92, 44, 91, 93, 123, 125]

export const damagedJson = 'JSON 格式有误，读不出来；请重新导出，或导出为 CSV、.xlsx'

export class ElementReader {
  #rest = ''
  #list = -1
  /** Depth of what is open; of the list whose elements are cut out, 0 = none. */
  #depth = 0
  #listDepth = 0
  #inString = false
  #escaped = false

  /** Elements that end in this piece. @throws GiveUp at an element too long for any record, and at brackets that close nothing. */
  read(piece: string): Element[] {
    const text = this.#rest + piece
    const elements: Element[] = []
    let start = 0
    const cut = (end: number): void => {
      const element = text.slice(start, end)
      if (element.trim() !== '') elements.push({ list: this.#list, text: element })
      start = end + 1
    }
    for (let at = this.#rest.length; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === backslash) this.#escaped = true
        else if (code === quote) this.#inString = false
      } else if (code === quote) this.#inString = true
      else if (code === openList || code === openObject) {
        this.#depth += 1
        if (code === openList && this.#listDepth === 0 && this.#depth <= deepestEnvelope + 1) {
          this.#listDepth = this.#depth
          this.#list += 1
          start = at + 1
        }
      } else if (code === closeList || code === closeObject) {
        if (this.#depth === this.#listDepth && this.#listDepth > 0) {
          cut(at)
          this.#listDepth = 0
        }
        this.#depth -= 1
        if (this.#depth < 0) throw new GiveUp(damagedJson)
      } else if (code === comma && this.#depth === this.#listDepth && this.#listDepth > 0) cut(at)
    }
    this.#rest = this.#listDepth > 0 ? text.slice(start) : ''
    if (this.#rest.length > longestElement) throw new GiveUp('JSON 里有一条记录太长，不像工单数据；请导出为 CSV 或 .xlsx')
    return elements
  }

  /** @throws GiveUp when something is still open. */
  end(): void {
    if (this.#depth !== 0 || this.#inString) throw new GiveUp(damagedJson)
  }
}
