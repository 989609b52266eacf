/** A text as classifiers see it, from three sides. */
import { createThemeReader, type Themes } from './themes.ts'
import { createVectoriser, type Vector } from './vector.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Its n-grams, those of its first characters, and its themes. */
export type ViewName = 'whole' | 'opening' | 'themes'
export type Views = Record<ViewName, Vector>

export const everyView: readonly ViewName[] = ['whole', 'opening', 'themes']
/** For what its words tell as well without themes, which take as long to weigh as all the rest. */
export const byNgrams: readonly ViewName[] = ['whole', 'opening']

/** What texts are seen by; no label has shaped it. */
export interface TextSpace {
  vocabulary: Vocabulary
  themes: Themes
}

/**
 * Sees folded texts. The views are the same objects each time: read them before the next text. Asked again for the text just
 * seen, they are there: several classifiers read the same posting.
 */
export function createViewer({ vocabulary, themes }: TextSpace): (body: string) => Views {
  const vectorise = createVectoriser(vocabulary)
  const readThemes = createThemeReader(themes)
  let views: Views | null = null
  let last = ''
  return (body) => {
    if (views && body === last) return views
    last = body
    const { whole, opening } = vectorise(body)
    return views = { whole, opening, themes: readThemes(whole) }
  }
}
