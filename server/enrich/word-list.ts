/** Lists of words as they are written in code: long ones stay readable with blanks and line breaks between the words. */
export const listWords = (list: string): string[] => list.trim().split(/\s+/)
