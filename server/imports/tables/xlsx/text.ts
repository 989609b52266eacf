/** The text of a shared string or of a text that stands in its cell: runs joined, readings left out, escapes undone. */

/** Excel's cells end at 32,767 characters; what other programs write beyond four times that is cut. */
const longest = 4 * 32_767

export class TextBuilder {
  #text = ''
  /** Depth of <t>, and of <rPh>, which holds how the text is read aloud. */
  #within = false
  #phonetic = false

  start(): void {
    this.#text = ''
    this.#within = false
    this.#phonetic = false
  }

  open(name: string): void {
    if (name === 't') this.#within = !this.#phonetic
    else if (name === 'rPh') this.#phonetic = true
  }

  close(name: string): void {
    if (name === 't') this.#within = false
    else if (name === 'rPh') this.#phonetic = false
  }

  add(piece: string): void {
    if (this.#within && this.#text.length < longest) this.#text += piece
  }

  take(): string {
    return cutText(unescape(this.#text))
  }
}

/** What XML cannot hold stands as _xHHHH_ in a workbook (_x000D_ is a carriage return), and such a text itself as _x005F_xHHHH_. */
export const unescape = (text: string): string => (text.includes('_x')
  ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_whole, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
  : text)

export const cutText = (text: string): string => (text.length > longest ? text.slice(0, longest).toWellFormed() : text)
