/** Pieces of text that do not hold on to the whole they were cut from. */

/**
 * A copy of its own: V8 keeps the whole piece of a file alive for every text of 13 and more characters that was sliced from it, so that a
 * reader who keeps the order numbers would keep the file.
 */
export const ownText = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1))
